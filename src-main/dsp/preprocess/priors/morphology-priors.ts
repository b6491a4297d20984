import type { BeatShapes } from './templates.ts';
import { BEAT_BEFORE, BEAT_LENGTH, QRS_FROM, QRS_LENGTH, bestShift, qrsCorrelation } from './templates.ts';
import { clip, correlationAt, logRatio } from './statistics.ts';

/**
 * How a beat looks against the patient's own dominant beat, over all leads given, and how wide it is at all.
 * Ratios are natural logarithms.
 */
export const MORPHOLOGY_PRIORS = [
  'qrs-correlation',
  'beat-correlation',
  'qrs-correlation-worst-lead',
  'amplitude-ratio',
  'slope-ratio',
  'width-ratio',
  'width-seconds',
  'dominant-width-seconds',
  'area-difference',
  't-difference',
  'like-previous',
  'like-next',
  'group-share',
  'in-dominant-group',
  'peak-sign-same',
] as const;

interface QrsMeasure {
  readonly amplitude: number;
  readonly slope: number;
  /** Standard deviation in time of what is steep, in seconds: grows with QRS duration, needs no onset. */
  readonly width: number;
  readonly area: number;
  /** Mean of 140 to 360 ms after R. */
  readonly t: number;
}

const FS = 250;
/** Energy window around R: 100 ms before, 160 ms after. */
const ENERGY_BEFORE = 25;
const ENERGY_AFTER = 40;
/** Slopes under this part of the steepest count as noise or T wave, not as QRS. */
const NOISE_SLOPE = 0.15;

function slopeAt(lead: Float32Array, at: number): number {
  return (lead[at + 2] ?? 0) + (lead[at + 1] ?? 0) - (lead[at - 1] ?? 0) - (lead[at - 2] ?? 0);
}

function measureLead(lead: Float32Array, rPeak: number): QrsMeasure {
  let low = Infinity;
  let high = -Infinity;
  let slope = 0;
  let energy = 0;
  let first = 0;
  let second = 0;
  let area = 0;
  for (let t = -ENERGY_BEFORE; t < ENERGY_AFTER; t++) {
    const at = rPeak + t;
    const value = lead[at] ?? 0;
    low = Math.min(low, value);
    high = Math.max(high, value);
    slope = Math.max(slope, Math.abs(slopeAt(lead, at)));
    if (t >= -15 && t < 25) area += value;
  }
  for (let t = -ENERGY_BEFORE; t < ENERGY_AFTER; t++) {
    const d = Math.max(0, Math.abs(slopeAt(lead, rPeak + t)) - NOISE_SLOPE * slope);
    energy += d;
    first += d * t;
    second += d * t * t;
  }
  const mean = energy > 0 ? first / energy : 0;
  let st = 0;
  for (let t = 35; t < 90; t++) st += lead[rPeak + t] ?? 0;
  return {
    amplitude: high - low,
    slope,
    width: energy > 0 ? Math.sqrt(Math.max(0, second / energy - mean * mean)) / FS : 0,
    area: area / 40,
    t: st / 55,
  };
}

function meanOver(measures: readonly QrsMeasure[], pick: (m: QrsMeasure) => number): number {
  return measures.reduce((sum, measure) => sum + pick(measure), 0) / measures.length;
}

/** Correlation of two beats' QRS over all leads, best of a few shifts. */
function likeness(leads: readonly Float32Array[], at: number, other: number | undefined): number {
  if (other === undefined) return 0;
  const from = other - BEAT_BEFORE + QRS_FROM;
  const shapes = leads.map((lead) => lead.subarray(Math.max(0, from), Math.max(0, from) + QRS_LENGTH));
  if (shapes.some((shape) => shape.length < QRS_LENGTH)) return 0;
  return bestShift(leads, at, shapes).correlation;
}

function wholeBeatCorrelation(leads: readonly Float32Array[], rPeak: number, shapes: BeatShapes): number {
  let best = -1;
  for (let shift = -4; shift <= 4; shift++) {
    let sum = 0;
    for (let k = 0; k < leads.length; k++) {
      sum += correlationAt(leads[k], rPeak + shift - BEAT_BEFORE, shapes.template[k], 0, BEAT_LENGTH);
    }
    best = Math.max(best, sum / leads.length);
  }
  return best;
}

function peakSign(lead: Float32Array, rPeak: number): number {
  let best = 0;
  for (let t = -15; t < 25; t++) {
    const value = lead[rPeak + t] ?? 0;
    if (Math.abs(value) > Math.abs(best)) best = value;
  }
  return Math.sign(best);
}

/**
 * @param leads `[1 or more][samples]` mV at 250 Hz, 0.5-40 Hz
 * @returns `[beats][MORPHOLOGY_PRIORS]`, row by row
 */
export function morphologyPriors(
  leads: readonly Float32Array[],
  rPeaks: ArrayLike<number>,
  shapes: BeatShapes,
): Float32Array {
  const beats = rPeaks.length;
  const width = MORPHOLOGY_PRIORS.length;
  const out = new Float32Array(beats * width);
  const dominant = shapes.template.map((lead) => measureLead(lead, BEAT_BEFORE));
  for (let i = 0; i < beats; i++) {
    const own = leads.map((lead) => measureLead(lead, rPeaks[i]));
    const best = bestShift(leads, rPeaks[i], shapes.template);
    const perLead = leads.map((lead, k) =>
      qrsCorrelation([lead], rPeaks[i], [shapes.template[k]], best.shift),
    );
    const amplitude = meanOver(dominant, (m) => m.amplitude) || 1;
    const difference = (pick: (m: QrsMeasure) => number): number =>
      clip(
        own.reduce((sum, m, k) => sum + Math.abs(pick(m) - pick(dominant[k])), 0) / own.length / amplitude,
        2,
      );
    out.set(
      [
        best.correlation,
        wholeBeatCorrelation(leads, rPeaks[i], shapes),
        Math.min(...perLead),
        logRatio(
          meanOver(own, (m) => m.amplitude),
          amplitude,
        ),
        logRatio(
          meanOver(own, (m) => m.slope),
          meanOver(dominant, (m) => m.slope),
        ),
        logRatio(
          meanOver(own, (m) => m.width),
          meanOver(dominant, (m) => m.width),
        ),
        meanOver(own, (m) => m.width),
        meanOver(dominant, (m) => m.width),
        difference((m) => m.area),
        difference((m) => m.t),
        likeness(leads, rPeaks[i], i > 0 ? rPeaks[i - 1] : undefined),
        likeness(leads, rPeaks[i], i + 1 < beats ? rPeaks[i + 1] : undefined),
        logRatio(shapes.groupSize[shapes.group[i]], beats, 8) / 4,
        shapes.group[i] === 0 ? 1 : 0,
        peakSign(leads[0], rPeaks[i]) === peakSign(shapes.template[0], BEAT_BEFORE) ? 1 : 0,
      ],
      i * width,
    );
  }
  return out;
}
