import type { Annotation } from '../../src-main/domain/annotation.ts';
import type { LeadGroup } from '../../src-main/domain/lead.ts';
import { toPhysical } from '../../src-main/domain/record.ts';
import { detectActivations } from '../../src-main/dsp/activations/detect.ts';
import { findStimuli } from '../../src-main/dsp/stimulus.ts';
import { cohortStudyOptions } from '../../src-main/simulate/cohort.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import type { LocalActivations } from '../../src-main/simulate/truth.ts';
import type { MatchCount } from './match.ts';
import { matchBeats } from './match.ts';

/** One of each rhythm of the balanced cohort: fibrillation, flutter, tachycardias, pacing, block ... */
export const STUDIES = 20;

const EDGE = 0.05; // seconds at either end that are not scored
const TOLERANCE = 0.01;
/** Two excitations under one pair within this are one deflection: finding it finds both. */
const ONE_DEFLECTION = 0.025;

export interface ChannelScore {
  readonly channel: string;
  readonly group: LeadGroup;
  /** The study's, as its annotations name them. */
  readonly rhythm: string;
  /** Near-field activations against the true excitation of the tissue under the pair. */
  readonly count: MatchCount;
  /** Far fields (the ventricle on a CS pair, by itself) that were seen, and how many of them were called far. */
  readonly far: { readonly seen: number; readonly told: number };
}

/** What lies under a group's pairs: required, and right though not required (a small bundle potential on the ablation catheter). */
function tissuesOf(group: LeadGroup, local: LocalActivations): { required: number[]; allowed: number[] } {
  const { atria, ventricles, his } = local;
  if (group === 'RVA') return { required: [...ventricles], allowed: [] };
  if (group === 'CS') return { required: [...atria], allowed: [] };
  const both = [...atria, ...ventricles];
  return group === 'HIS'
    ? { required: [...both, ...his], allowed: [] }
    : { required: both, allowed: [...his] };
}

const rising = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

function scoreChannel(
  group: LeadGroup,
  local: LocalActivations,
  found: { readonly near: number[]; readonly far: number[] },
  samples: number,
  fs: number,
): Pick<ChannelScore, 'count' | 'far'> {
  const inside = (at: number): boolean => at > EDGE * fs && at < samples - EDGE * fs;
  const toSamples = (times: readonly number[]): number[] =>
    rising(times.map((ms) => Math.round((ms / 1000) * fs))).filter(inside);
  const { required, allowed } = tissuesOf(group, local);
  const [truth, extra] = [toSamples(required), toSamples(allowed)];
  const near = found.near.filter(inside);
  const tolerance = Math.round(TOLERANCE * fs);
  const { pairs } = matchBeats(truth, near, tolerance);
  const [matched, used] = [new Set(pairs.map(([at]) => at)), new Set(pairs.map(([, at]) => at))];
  const beside = (at: number, others: Iterable<number>, within: number): boolean =>
    [...others].some((other) => Math.abs(other - at) <= within);
  const missed = truth.filter((at) => !matched.has(at) && !beside(at, matched, ONE_DEFLECTION * fs));
  const wrong = near.filter((at) => !used.has(at) && !beside(at, extra, tolerance));
  const alone = toSamples(group === 'CS' ? local.ventricles : []).filter(
    (at) => !beside(at, truth, 2 * ONE_DEFLECTION * fs),
  );
  const told = alone.filter((at) => beside(at, found.far, ONE_DEFLECTION * fs)).length;
  const taken = alone.filter((at) => beside(at, near, ONE_DEFLECTION * fs)).length;
  return {
    count: { found: truth.length - missed.length, missed: missed.length, extra: wrong.length },
    far: { seen: told + taken, told },
  };
}

/** The rhythms that begin in a study, sinus rhythm only where there is no other. */
function rhythmOf(annotations: readonly Annotation[]): string {
  const named = annotations.filter(({ symbol }) => symbol === '+').map(({ aux = '' }) => aux);
  const others = [...new Set(named)].filter((aux) => aux !== '(N');
  return others.join(' ') || '(N';
}

/** Activations of a simulated study's catheters (CS, ABL, RVA, HIS) against its truth. Simulated: no clinical evidence. */
export function scoreSimulated(index: number, seed: number, minutes = 1): ChannelScore[] {
  const cohort = { profile: 'balanced', subjects: STUDIES, seed, minutes } as const;
  const study = simulateStudy({ ...cohortStudyOptions(cohort, index), layout: 'his' });
  const digital = study.digital();
  const fs = study.samplingFrequency;
  const signals = study.signals.map((signal, channel) => ({
    ...signal,
    samples: Float32Array.from(digital[channel], (value) => toPhysical(value, signal)),
  }));
  const surface = signals.filter(({ kind }) => kind === 'ecg').map(({ samples }) => samples);
  const stimuli = findStimuli(surface, fs).map(({ sampleIndex }) => sampleIndex);
  const rhythm = rhythmOf(study.annotations);
  const rPeaks = study.truth.beats.map(({ rPeak }) => rPeak);
  return signals
    .filter(({ kind }) => kind === 'iegm')
    .map(({ name, group, samples }) => {
      const { activations, kinds } = detectActivations(samples, fs, { group, rPeaks, stimuli });
      const of = (kind: string): number[] => [...activations].filter((_, k) => kinds[k] === kind);
      const found = { near: of('near'), far: of('far') };
      return {
        channel: name,
        group,
        rhythm,
        ...scoreChannel(group, study.truth.local[name], found, study.samples, fs),
      };
    });
}
