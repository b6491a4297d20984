import { QT_LEADS } from '../../domain/interval-rules.ts';
import type { LeadGroup } from '../../domain/lead.ts';
import type { RecordDescription } from '../../domain/record.ts';
import type { Activation } from '../../dsp/activations/activation.ts';
import { detectActivations } from '../../dsp/activations/detect.ts';
import { delineateBeats } from '../../dsp/delineate/delineate.ts';
import { findStimuli } from '../../dsp/stimulus.ts';
import type { BeatWaves } from '../../dsp/delineate/waves.ts';
import { openSignalFile } from '../../store/signal-file.ts';
import { readMillivolts } from '../analysis/millivolts.ts';

export interface BeatTask {
  /** Of the block file. */
  readonly path: string;
  readonly record: RecordDescription;
  /** R peaks to measure, ascending, with a neighbour on either side where there is one. */
  readonly rPeaks: Int32Array;
}

/** The places of one beat, sample indices of the record; undefined where none was found. */
export interface BeatPlaces {
  readonly rPeak: number;
  readonly pOnset?: number;
  readonly qrsOnset?: number;
  readonly qrsOffset?: number;
  /** Of the QT lead alone. */
  readonly qtOnset?: number;
  readonly tOffset?: number;
  /** Earliest atrial activation of the septal channel from just before QRS onset to the next QRS. */
  readonly septalAfter?: number;
}

export interface MeasuredBeats {
  readonly places: readonly BeatPlaces[];
  /** Lead that QT was measured on: II, else V5; undefined where neither is there. */
  readonly qtLead?: string;
  /** Surface leads that PR and QRS were measured on. */
  readonly leads: readonly string[];
  /** Channel taken for the atrial septum: HIS where there is one, else CS90 as a surrogate. */
  readonly septalChannel?: string;
}

/** Read around the first and the last beat: a P wave before, a T wave after. */
const MARGIN_SECONDS = 1.5;
/** In AVNRT the septum is activated up to this long before the QRS begins (Josephson: VA of -40 ms and more). */
const EARLIEST_VA_SECONDS = 0.05;

/** A His catheter's deflection is taken for the atrium's where the ostium of the CS is excited as near to it in time as this. */
const SEPTUM_SECONDS = 0.035;

/** The ventricle's far field outlasts the surface QRS by this at most. Chosen on simulated studies, see test. */
const FAR_FIELD_SECONDS = 0.03;

/** Waves and septal activations of some beats. Runs in the analysis thread. */
export function measureBeats({ path, record, rPeaks }: BeatTask): MeasuredBeats {
  const file = openSignalFile(path);
  try {
    const { samplingFrequency: fs, signals } = record;
    const surface = signals.flatMap(({ kind }, index) => (kind === 'ecg' ? [index] : []));
    const { septal, witness } = septalChannels(record);
    const channels = [...surface, septal, witness].filter((at) => at !== undefined);
    const margin = Math.round(MARGIN_SECONDS * fs);
    const block = readMillivolts(file, record, channels, rPeaks[0] - margin, rPeaks.at(-1)! + margin);
    const local = rPeaks.map((r) => r - block.from);
    const leads = surface.map((index, i) => ({ name: signals[index].name, samples: block.signals[i] }));
    const { beats, byLead } = delineateBeats(leads, fs, local);
    const qtAt = QT_LEADS.map((name) => leads.findIndex((lead) => lead.name === name)).find((at) => at >= 0);
    const septum = septalActivations(
      block.signals,
      surface.length,
      local,
      fs,
      record.signals[septal ?? 0]?.group,
    );
    const places = beats.map((beat, i) =>
      shifted(
        placesOf(beat, qtAt === undefined ? undefined : byLead[qtAt][i], beats[i + 1], septum, fs),
        block.from,
      ),
    );
    return {
      places,
      qtLead: qtAt === undefined ? undefined : leads[qtAt].name,
      leads: leads.map(({ name }) => name),
      septalChannel: septal === undefined ? undefined : signals[septal].name,
    };
  } finally {
    file.close();
  }
}

/** The channel that VA is read on; beside a His catheter, whose near fields are atrium, bundle and ventricle, CS90 is the witness. */
function septalChannels({ signals }: RecordDescription): { septal?: number; witness?: number } {
  const at = (index: number): number | undefined => (index < 0 ? undefined : index);
  const his = at(signals.findIndex(({ group }) => group === 'HIS'));
  const ostium = at(signals.findIndex(({ name, group }) => name === 'CS90' && group !== 'HIS'));
  return his === undefined ? { septal: ostium } : { septal: his, witness: ostium };
}

interface Septum {
  readonly onHis: boolean;
  readonly activations: readonly Activation[];
  /** On CS90, where the septal channel is a His catheter. */
  readonly witnesses?: readonly Activation[];
}

/** Of the signals behind the surface leads, on which stimuli are looked for. */
function septalActivations(
  signals: readonly Float32Array[],
  surface: number,
  rPeaks: Int32Array,
  fs: number,
  group: LeadGroup | undefined,
): Septum {
  const [septal, witness] = signals.slice(surface);
  const onHis = group === 'HIS';
  if (septal === undefined) return { onHis, activations: [] };
  const stimuli = findStimuli(signals.slice(0, surface), fs).map(({ sampleIndex }) => sampleIndex);
  const on = (samples: Float32Array, kind?: LeadGroup): readonly Activation[] =>
    detectActivations(samples, fs, { rPeaks, stimuli, group: kind }).details;
  return {
    onHis,
    activations: on(septal, group),
    witnesses: witness === undefined ? undefined : on(witness, 'CS'),
  };
}

function placesOf(
  { rPeak, p, qrs }: BeatWaves,
  qtLead: BeatWaves | undefined,
  next: BeatWaves | undefined,
  { onHis, activations, witnesses }: Septum,
  fs: number,
): BeatPlaces {
  const early = EARLIEST_VA_SECONDS * fs;
  const late = FAR_FIELD_SECONDS * fs;
  const limit = (next?.qrs?.onset ?? Infinity) - early;
  const outsideQrs = ({ sampleIndex }: Activation): boolean =>
    qrs !== undefined && (sampleIndex < qrs.onset - (onHis ? early : 0) || sampleIndex > qrs.offset + late);
  // Within the QRS a blunt deflection is the ventricle's; elsewhere the septum has nothing but the atrium's.
  const onOstium = (one: Activation): boolean => one.kind === 'near' || outsideQrs(one);
  const isAtrial = (one: Activation): boolean => {
    if (!onHis) return onOstium(one);
    if (witnesses === undefined) return outsideQrs(one);
    return witnesses.some(
      (other) => onOstium(other) && Math.abs(other.sampleIndex - one.sampleIndex) <= SEPTUM_SECONDS * fs,
    );
  };
  const septalAfter = activations.find(
    (one) => qrs && one.sampleIndex >= qrs.onset - early && one.sampleIndex < limit && isAtrial(one),
  )?.sampleIndex;
  return {
    rPeak,
    pOnset: p?.onset,
    qrsOnset: qrs?.onset,
    qrsOffset: qrs?.offset,
    qtOnset: qtLead?.qrs?.onset,
    tOffset: qtLead?.t?.offset,
    septalAfter,
  };
}

/** From the block to the record. */
function shifted(places: BeatPlaces, from: number): BeatPlaces {
  const entries = Object.entries(places).filter((entry): entry is [string, number] => entry[1] !== undefined);
  return Object.fromEntries(entries.map(([name, at]) => [name, at + from])) as unknown as BeatPlaces;
}
