import type { RPeakLead } from '../r-peaks/r-peak-lead.ts';
import { findStimuli, withoutStimuli } from '../stimulus.ts';
import { findBoundary } from './boundary.ts';
import { BOUNDARY_WEIGHTS } from './boundary-weights.ts';
import { isPWave } from './p-presence.ts';
import type { BeatPlace } from './locate-waves.ts';
import { locateP, locateT } from './locate-waves.ts';
import type { BeatWaves, Wave } from './waves.ts';
import type { WaveGroup } from './wave-group.ts';
import { boundaryView, waveGroup } from './wave-group.ts';
import { P_KIND, QRS_KIND, T_KIND } from './wave-kinds.ts';
import type { WaveScale, WaveSignal } from './wave-signal.ts';
import { waveSignal } from './wave-signal.ts';

export interface Delineation {
  /** One entry a beat, all leads together (the median of the leads). */
  readonly beats: readonly BeatWaves[];
  /** The same on each lead, [leads][beats]. */
  readonly byLead: readonly (readonly BeatWaves[])[];
}

/** Every lead as QRS, P and T waves are looked for in it. */
export interface DelineationSignals {
  readonly qrs: readonly WaveSignal[];
  readonly p: readonly WaveSignal[];
  readonly t: readonly WaveSignal[];
}

export function delineationSignals(
  leads: readonly RPeakLead[],
  samplingFrequency: number,
): DelineationSignals {
  const recorded = leads.map(({ samples }) => samples);
  const stimuli = findStimuli(recorded, samplingFrequency).map(({ sampleIndex }) => sampleIndex);
  const cleaned = recorded.map((samples) => withoutStimuli(samples, stimuli, samplingFrequency));
  const all = (kind: { readonly scale: WaveScale }) =>
    cleaned.map((samples) => waveSignal(samples, samplingFrequency, kind.scale));
  return { qrs: all(QRS_KIND), p: all(P_KIND), t: all(T_KIND) };
}

function middleOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}

/** Onset and offset of a wave on every lead, working-rate positions. */
function boundsOf(group: WaveGroup, onset: readonly number[], offset: readonly number[]): readonly Wave[] {
  return group.peaks.map((peak, lead) => ({
    onset: findBoundary(boundaryView(group, lead, -1), onset),
    peak,
    offset: findBoundary(boundaryView(group, lead, 1), offset),
  }));
}

/** The QRS of each beat on every lead. */
export function qrsGroup({ qrs }: DelineationSignals, rPeak: number): WaveGroup {
  return waveGroup(
    QRS_KIND,
    qrs,
    qrs.map(() => rPeak),
  );
}

/** Where a beat's P and T are looked for, once its QRS is known. */
export function beatPlace(
  group: WaveGroup,
  waves: readonly Wave[],
  rPeaks: readonly number[],
  beat: number,
): BeatPlace {
  const rPeak = rPeaks[beat];
  const before = rPeak - (rPeaks[beat - 1] ?? NaN);
  const after = (rPeaks[beat + 1] ?? NaN) - rPeak;
  const { rate } = group.signals[0];
  const usual = Number.isNaN(before) ? (Number.isNaN(after) ? 0.8 * rate : after) : before;
  return {
    rPeak,
    qrsOnset: middleOf(waves.map(({ onset }) => onset)),
    qrsOffset: middleOf(waves.map(({ offset }) => offset)),
    rrBefore: Number.isNaN(before) ? usual : before,
    rrAfter: Number.isNaN(after) ? usual : after,
    qrsHeights: group.heights.map((height) => height + LEAST_QRS),
  };
}

/** Added to a lead's QRS height, mV, so that a lead without a QRS does not decide where P and T are. */
const LEAST_QRS = 0.05;

function consensus(waves: readonly (Wave | undefined)[]): Wave | undefined {
  const found = waves.filter((wave) => wave !== undefined);
  if (found.length === 0) return undefined;
  return {
    onset: middleOf(found.map(({ onset }) => onset)),
    peak: middleOf(found.map(({ peak }) => peak)),
    offset: middleOf(found.map(({ offset }) => offset)),
  };
}

/** Working-rate positions to sample indices. */
function toSamples(wave: Wave | undefined, step: number): Wave | undefined {
  if (!wave) return undefined;
  const at = (position: number) => Math.max(0, Math.round(position * step));
  return { onset: at(wave.onset), peak: at(wave.peak), offset: at(wave.offset) };
}

interface RawBeat {
  readonly qrs: readonly Wave[];
  readonly p: readonly Wave[] | undefined;
  readonly t: readonly Wave[] | undefined;
}

function delineateBeat(signals: DelineationSignals, rPeaks: readonly number[], beat: number): RawBeat {
  const group = qrsGroup(signals, rPeaks[beat]);
  const qrs = boundsOf(group, BOUNDARY_WEIGHTS.qrsOnset, BOUNDARY_WEIGHTS.qrsOffset);
  const place = beatPlace(group, qrs, rPeaks, beat);
  const foundT = locateT(signals.t, place);
  const foundP = locateP(signals.p, place);
  const t = foundT && waveGroup(T_KIND, signals.t, foundT.peaks);
  const p = foundP && isPWave(foundP) ? waveGroup(P_KIND, signals.p, foundP.peaks) : undefined;
  return {
    qrs,
    p: p && boundsOf(p, BOUNDARY_WEIGHTS.pOnset, BOUNDARY_WEIGHTS.pOffset),
    t: t && boundsOf(t, BOUNDARY_WEIGHTS.tOnset, BOUNDARY_WEIGHTS.tOffset),
  };
}

/**
 * Onset, peak and offset of P, QRS and T around each R peak, on each lead and for all leads together.
 * Each boundary is the mean of a distribution over the samples where it may be, whose log-linear weights were fitted on
 * cardiologists' marks (LUDB); all leads are seen at once.
 * @param leads surface leads, mV, missing samples NaN, equally long
 * @param rPeaks sample indices, rising
 */
export function delineateBeats(
  leads: readonly RPeakLead[],
  samplingFrequency: number,
  rPeaks: ArrayLike<number>,
): Delineation {
  if (leads.length === 0) return { beats: [], byLead: [] };
  const signals = delineationSignals(leads, samplingFrequency);
  const { step } = signals.qrs[0];
  const working = Array.from(rPeaks, (rPeak) => Math.round(rPeak / step));
  const found = working.map((_, beat) => delineateBeat(signals, working, beat));
  const wavesOf = (pick: (waves: readonly Wave[] | undefined) => Wave | undefined) =>
    found.map(({ p, qrs, t }, beat): BeatWaves => ({
      rPeak: rPeaks[beat],
      p: toSamples(pick(p), step),
      qrs: toSamples(pick(qrs), step),
      t: toSamples(pick(t), step),
    }));
  return {
    beats: wavesOf((waves) => waves && consensus(waves)),
    byLead: leads.map((_, lead) => wavesOf((waves) => waves?.[lead])),
  };
}
