import { FIBRILLATION_PRIOR, WITHHELD_IN_FIBRILLATION, fibrillationOf } from './fibrillation-prior.ts';
import { RR_PRIORS, rrPriors } from './rr-priors.ts';
import { type LeadCorrelation, withCorrelation } from './lead-correlation.ts';
import { MORPHOLOGY_PRIORS, morphologyPriors } from './morphology-priors.ts';
import { P_WAVE_PRIORS, pWavePriors } from './p-wave-priors.ts';
import { medianOf, quantilesAround } from './statistics.ts';
import { beatShapesOf } from './templates.ts';

/** Priors of the beat itself; those marked in CONTEXT are given for the neighbours too. */
const OWN = [...RR_PRIORS, ...MORPHOLOGY_PRIORS, ...P_WAVE_PRIORS] as const;
const CONTEXT = [
  'rr-pre-to-local',
  'rr-pre-to-slow-local',
  'qrs-correlation',
  'width-ratio',
  'p-correlation-at-place',
  'group-share',
] as const;
/** Of all the beats of the record that share the beat's shape: how early they come, how well they fit the dominant one. */
const GROUP = ['rr-pre-to-local', 'rr-post-to-local', 'width-seconds', 'p-correlation-at-place'] as const;
/** Medians over the beats around (in AF no beat has a P, in noise no beat fits) and over the whole record. */
const SURROUNDINGS = [
  'p-correlation-at-place',
  'qrs-correlation',
  'beat-correlation',
  'p-correlation',
  'p-like-neighbours',
] as const;
const REACH = 20;

const EVERY: readonly string[] = [
  ...OWN,
  ...CONTEXT.map((name) => `previous ${name}`),
  ...CONTEXT.map((name) => `next ${name}`),
  ...GROUP.map((name) => `group ${name}`),
  ...SURROUNDINGS.map((name) => `around ${name}`),
  ...SURROUNDINGS.map((name) => `record ${name}`),
];

/** The columns of `beatPriors`, in order: they travel in a model's manifest. Those withheld in fibrillation stand in their own place. */
export const BEAT_PRIORS: readonly string[] = [...EVERY, FIBRILLATION_PRIOR];

function joinColumns(beats: number, parts: readonly { table: Float32Array; width: number }[]): Float32Array {
  const width = parts.reduce((sum, part) => sum + part.width, 0);
  const out = new Float32Array(beats * width);
  for (let i = 0; i < beats; i++) {
    let at = i * width;
    for (const { table, width } of parts) {
      const from = i * width;
      for (let k = 0; k < width; k++) out[at + k] = table[from + k];
      at += width;
    }
  }
  return out;
}

function neighbours(own: Float32Array, beats: number, step: number): Float32Array {
  const columns = CONTEXT.map((name) => OWN.indexOf(name));
  const out = new Float32Array(beats * columns.length);
  for (let i = 0; i < beats; i++) {
    const from = Math.max(0, Math.min(beats - 1, i + step)) * OWN.length;
    columns.forEach((column, k) => (out[i * columns.length + k] = own[from + column]));
  }
  return out;
}

function groupMeans(own: Float32Array, group: Int32Array): Float32Array {
  const columns = GROUP.map((name) => OWN.indexOf(name));
  const groups = group.reduce((most, g) => Math.max(most, g + 1), 0);
  const sums = new Float64Array(groups * columns.length);
  const counts = new Float64Array(groups);
  group.forEach((g, i) => {
    counts[g]++;
    columns.forEach((column, k) => (sums[g * columns.length + k] += own[i * OWN.length + column]));
  });
  const out = new Float32Array(group.length * columns.length);
  group.forEach((g, i) =>
    columns.forEach((_, k) => (out[i * columns.length + k] = sums[g * columns.length + k] / counts[g])),
  );
  return out;
}

function surroundings(own: Float32Array, beats: number, reach: number): Float32Array {
  const out = new Float32Array(beats * SURROUNDINGS.length);
  SURROUNDINGS.forEach((name, k) => {
    const column = OWN.indexOf(name);
    const values = new Float32Array(beats);
    for (let i = 0; i < beats; i++) values[i] = own[i * OWN.length + column];
    const medians = Number.isFinite(reach)
      ? quantilesAround(values, reach, 0.5)
      : new Float64Array(beats).fill(medianOf(values));
    for (let i = 0; i < beats; i++) out[i * SURROUNDINGS.length + k] = medians[i];
  });
  return out;
}

/** Scales what fibrillation makes meaningless, in place. Returns how much each beat is in it. */
function withholdInFibrillation(every: Float32Array, beats: number): Float32Array {
  const irregularity = EVERY.indexOf('rr-local-irregularity');
  const likeness = EVERY.indexOf('around p-like-neighbours');
  const columns = WITHHELD_IN_FIBRILLATION.map((name) => EVERY.indexOf(name));
  const fibrillation = new Float32Array(beats);
  for (let i = 0; i < beats; i++) {
    const row = i * EVERY.length;
    fibrillation[i] = fibrillationOf(every[row + irregularity], every[row + likeness]);
    for (const column of columns) every[row + column] *= 1 - fibrillation[i];
  }
  return fibrillation;
}

/**
 * Physiological priors of every beat of a record, relative to the patient's own rhythm and dominant beat.
 * Needs the whole record: what is normal for this patient is learnt from all of it, without any label.
 * @param leads `[1 or more][samples]` mV at 250 Hz, 0.5-40 Hz
 * @param rPeaks sample indices at 250 Hz, in time order
 * @returns `[beats][BEAT_PRIORS]`, row by row, every value finite
 */
export function beatPriors(leads: readonly Float32Array[], rPeaks: ArrayLike<number>): Float32Array {
  if (rPeaks.length === 0) return new Float32Array(0);
  return withCorrelation(leads, (correlation) => beatPriorsBy(correlation, leads, rPeaks));
}

/** `beatPriors` of one beat or more. */
export function beatPriorsBy(
  correlation: LeadCorrelation,
  leads: readonly Float32Array[],
  rPeaks: ArrayLike<number>,
): Float32Array {
  const beats = rPeaks.length;
  const shapes = beatShapesOf(leads, rPeaks, correlation);
  const own = joinColumns(beats, [
    { table: rrPriors(rPeaks, 250), width: RR_PRIORS.length },
    { table: morphologyPriors(leads, rPeaks, shapes, correlation), width: MORPHOLOGY_PRIORS.length },
    { table: pWavePriors(leads, rPeaks, shapes, correlation), width: P_WAVE_PRIORS.length },
  ]);
  const every = joinColumns(beats, [
    { table: own, width: OWN.length },
    { table: neighbours(own, beats, -1), width: CONTEXT.length },
    { table: neighbours(own, beats, 1), width: CONTEXT.length },
    { table: groupMeans(own, shapes.group), width: GROUP.length },
    { table: surroundings(own, beats, REACH), width: SURROUNDINGS.length },
    { table: surroundings(own, beats, Infinity), width: SURROUNDINGS.length },
  ]);
  const fibrillation = withholdInFibrillation(every, beats);
  return joinColumns(beats, [
    { table: every, width: EVERY.length },
    { table: fibrillation, width: 1 },
  ]);
}
