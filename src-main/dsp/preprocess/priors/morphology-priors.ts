import type { BeatShapes } from './templates.ts';
import { type LeadCorrelation, PlainCorrelation } from './lead-correlation.ts';
import { BEAT_BEFORE, BEAT_LENGTH, QRS_FROM, QRS_LENGTH, bestShift, qrsIn } from './templates.ts';
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
/** Samples that a whole beat is moved either way to lie best. */
const WHOLE_BEAT_SHIFT = 4;

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
function likeness(
  leads: readonly Float32Array[],
  correlation: LeadCorrelation,
  at: number,
  other: number | undefined,
): number {
  if (other === undefined) return 0;
  const from = Math.max(0, other - BEAT_BEFORE + QRS_FROM);
  if (leads.some((lead) => from + QRS_LENGTH > lead.length)) return 0;
  return bestShift(correlation, at, { signals: leads, from, length: QRS_LENGTH }).correlation;
}

function wholeBeatCorrelation(correlation: LeadCorrelation, rPeak: number, { template }: BeatShapes): number {
  const shape = { signals: template, from: 0, length: BEAT_LENGTH };
  const places = 2 * WHOLE_BEAT_SHIFT + 1;
  const means = correlation.means(rPeak - WHOLE_BEAT_SHIFT - BEAT_BEFORE, places, shape);
  let best = -1;
  for (let place = 0; place < places; place++) best = Math.max(best, means[place]);
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
  correlation: LeadCorrelation = new PlainCorrelation(leads),
): Float32Array {
  const dominantQrs = qrsIn(shapes.template);
  const beats = rPeaks.length;
  const width = MORPHOLOGY_PRIORS.length;
  const out = new Float32Array(beats * width);
  const dominant = shapes.template.map((lead) => measureLead(lead, BEAT_BEFORE));
  for (let i = 0; i < beats; i++) {
    const own = leads.map((lead) => measureLead(lead, rPeaks[i]));
    const best = bestShift(correlation, rPeaks[i], dominantQrs);
    const qrs = rPeaks[i] + best.shift - BEAT_BEFORE + QRS_FROM;
    const perLead = leads.map((lead, k) =>
      correlationAt(lead, qrs, shapes.template[k], QRS_FROM, QRS_LENGTH),
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
        wholeBeatCorrelation(correlation, rPeaks[i], shapes),
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
        likeness(leads, correlation, rPeaks[i], i > 0 ? rPeaks[i - 1] : undefined),
        likeness(leads, correlation, rPeaks[i], i + 1 < beats ? rPeaks[i + 1] : undefined),
        logRatio(shapes.groupSize[shapes.group[i]], beats, 8) / 4,
        shapes.group[i] === 0 ? 1 : 0,
        peakSign(leads[0], rPeaks[i]) === peakSign(shapes.template[0], BEAT_BEFORE) ? 1 : 0,
      ],
      i * width,
    );
  }
  return out;
}
