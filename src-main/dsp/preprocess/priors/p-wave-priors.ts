import type { BeatShapes } from './templates.ts';
import { BEAT_BEFORE } from './templates.ts';
import { type LeadCorrelation, type SoughtShape, PlainCorrelation } from './lead-correlation.ts';
import { clip, correlationAt, logRatio, medianOf } from './statistics.ts';

/**
 * What stands before the QRS: is it this patient's P wave, is it where it usually is, is there one at all.
 * A premature atrial beat carries another P, an AVNRT or junctional beat none, a ventricular one none of its own.
 */
export const P_WAVE_PRIORS = [
  'p-correlation',
  'p-correlation-at-place',
  'p-shift-seconds',
  'p-amplitude-ratio',
  'p-amplitude-to-qrs',
  'dominant-p-to-qrs',
  'pr-segment-difference',
  't-end-correlation',
  'p-like-neighbours',
] as const;

/** PR window at 250 Hz: from 240 ms to 60 ms before R. */
const P_FROM = -60;
const P_LENGTH = 45;
const MOST_SHIFT = 15;
/** From 140 ms after R to 380 ms. */
const T_END_FROM = 35;
const T_END_LENGTH = 60;
const FS = 250;

function detrendedRange(lead: Float32Array, from: number, length: number): number {
  if (from < 0 || from + length > lead.length) return 0;
  const start = lead[from];
  const slope = (lead[from + length - 1] - start) / (length - 1);
  let low = 0;
  let high = 0;
  for (let t = 0; t < length; t++) {
    const value = lead[from + t] - start - slope * t;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
}

function qrsRange(lead: Float32Array, rPeak: number): number {
  let low = Infinity;
  let high = -Infinity;
  for (let t = rPeak - 15; t < rPeak + 25; t++) {
    low = Math.min(low, lead[t] ?? 0);
    high = Math.max(high, lead[t] ?? 0);
  }
  return high - low;
}

function meanCorrelation(
  leads: readonly Float32Array[],
  from: number,
  template: readonly Float32Array[],
  templateFrom: number,
  length: number,
): number {
  let sum = 0;
  for (let k = 0; k < leads.length; k++)
    sum += correlationAt(leads[k], from, template[k], templateFrom, length);
  return sum / leads.length;
}

/** Beats before and after whose P windows a beat's own is held against. */
const NEIGHBOURS = 3;

/**
 * Median correlation of the P windows of neighbouring beats: high wherever atrial activity repeats (sinus or ectopic
 * rhythm alike), about 0 in fibrillation, which no template of the patient can tell as surely.
 */
function likeNeighbours(likenesses: readonly Float64Array[], i: number, beats: number): number {
  const values: number[] = [];
  for (let other = i - NEIGHBOURS; other <= i + NEIGHBOURS; other++)
    if (other !== i && other >= 0 && other < beats)
      values.push(likenesses[Math.abs(other - i) - 1][Math.min(i, other)]);
  return values.length > 0 ? medianOf(values) : 0;
}

/** How like the P window of each beat is to that 1, 2 .. `NEIGHBOURS` beats later. `[NEIGHBOURS][beats]` */
function likenessesOf(leads: readonly Float32Array[], rPeaks: ArrayLike<number>): Float64Array[] {
  return Array.from({ length: NEIGHBOURS }, (_, k) =>
    Float64Array.from({ length: Math.max(0, rPeaks.length - 1 - k) }, (_, i) =>
      meanCorrelation(leads, rPeaks[i] + P_FROM, leads, rPeaks[i + k + 1] + P_FROM, P_LENGTH),
    ),
  );
}

function meanOf(leads: readonly Float32Array[], measure: (lead: Float32Array) => number): number {
  return leads.reduce((sum, lead) => sum + measure(lead), 0) / leads.length;
}

/** Adds what a P window differs from the dominant one; a lead is 0 beyond its ends. */
function addDifference(sum: number, lead: Float32Array, from: number, template: Float32Array): number {
  for (let t = 0; t < P_LENGTH; t++) {
    const at = from + t;
    const value = at >= 0 && at < lead.length ? lead[at] : 0;
    sum += Math.abs(value - template[BEAT_BEFORE + P_FROM + t]);
  }
  return sum;
}

/** The P window at which a beat is most like the dominant P, and how like it is where that stands. */
function bestPlace(
  correlation: LeadCorrelation,
  rPeak: number,
  dominantP: SoughtShape,
): { correlation: number; shift: number; atPlace: number } {
  const means = correlation.means(rPeak + P_FROM - MOST_SHIFT, 2 * MOST_SHIFT + 1, dominantP);
  let best = MOST_SHIFT;
  let most = -1;
  for (let place = 0; place <= 2 * MOST_SHIFT; place++)
    if (means[place] > most) {
      best = place;
      most = means[place];
    }
  return { correlation: most, shift: best - MOST_SHIFT, atPlace: means[MOST_SHIFT] };
}

/**
 * @param leads `[1 or more][samples]` mV at 250 Hz, 0.5-40 Hz
 * @returns `[beats][P_WAVE_PRIORS]`, row by row
 */
export function pWavePriors(
  leads: readonly Float32Array[],
  rPeaks: ArrayLike<number>,
  shapes: BeatShapes,
  correlation: LeadCorrelation = new PlainCorrelation(leads),
): Float32Array {
  const width = P_WAVE_PRIORS.length;
  const out = new Float32Array(rPeaks.length * width);
  const template = shapes.template;
  const dominantPWindow = { signals: template, from: BEAT_BEFORE + P_FROM, length: P_LENGTH };
  const likenesses = likenessesOf(leads, rPeaks);
  const dominantP = meanOf(template, (lead) => detrendedRange(lead, BEAT_BEFORE + P_FROM, P_LENGTH));
  const dominantQrs = meanOf(template, (lead) => qrsRange(lead, BEAT_BEFORE));
  for (let i = 0; i < rPeaks.length; i++) {
    const r = rPeaks[i];
    const best = bestPlace(correlation, r, dominantPWindow);
    const p = meanOf(leads, (lead) => detrendedRange(lead, r + P_FROM, P_LENGTH));
    let difference = 0;
    for (let k = 0; k < leads.length; k++)
      difference = addDifference(difference, leads[k], r + P_FROM, template[k]);
    out.set(
      [
        best.correlation,
        best.atPlace,
        best.shift / FS,
        logRatio(p, dominantP),
        logRatio(p, dominantQrs, 5) / 2,
        logRatio(dominantP, dominantQrs, 5) / 2,
        clip(difference / (leads.length * P_LENGTH) / (dominantQrs || 1), 1),
        meanCorrelation(leads, r + T_END_FROM, template, BEAT_BEFORE + T_END_FROM, T_END_LENGTH),
        likeNeighbours(likenesses, i, rPeaks.length),
      ],
      i * width,
    );
  }
  return out;
}
