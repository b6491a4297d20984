import type { WaveSignal } from './wave-signal.ts';

/** What speaks for a sample being where a wave begins or ends; the order of the weights. `out` is away from the wave. */
export const BOUNDARY_EVIDENCE = [
  'slope here',
  'slope just out',
  'slope further out',
  'slope just in',
  'slope further in',
  'level over what lies out',
  'distance',
  'distance squared',
  'all leads: slope just out',
  'all leads: slope further out',
  'all leads: slope just in',
  'all leads: slope further in',
  'steepest still out',
] as const;

/** One wave on one lead, with all leads beside it. */
export interface BoundaryView {
  readonly signal: WaveSignal;
  /** Mean over the leads of each lead's slope in units of its steepest, from working-rate index `jointFrom` on. */
  readonly joint: Float64Array;
  readonly jointFrom: number;
  /** Steepest slope of the wave on this lead, and its height, mV. */
  readonly steepest: number;
  readonly height: number;
  /** Working-rate index of the wave's peak. */
  readonly peak: number;
  /** -1: onset; 1: offset. */
  readonly direction: -1 | 1;
  /** Windows' unit in samples. */
  readonly unit: number;
  /** Distances from the peak, in samples, that may be the boundary: from nearest to furthest. */
  readonly nearest: number;
  readonly furthest: number;
}

/** Keeps the logarithm finite where a lead is flat: a hundredth of the steepest slope is isoelectric. */
const FLAT = 0.01;

function meanBetween(values: Float64Array, from: number, to: number): number {
  const low = Math.max(0, Math.min(from, to));
  const high = Math.min(values.length - 1, Math.max(from, to));
  if (high < low) return 0;
  let sum = 0;
  for (let n = low; n <= high; n++) sum += values[n];
  return sum / (high - low + 1);
}

function largestBetween(values: Float64Array, from: number, to: number): number {
  const low = Math.max(0, Math.min(from, to));
  const high = Math.min(values.length - 1, Math.max(from, to));
  let largest = 0;
  for (let n = low; n <= high; n++) if (values[n] > largest) largest = values[n];
  return largest;
}

/** Evidence for the boundary lying `distance` samples from the peak, into `row` from `offset`. */
function evidenceAt(view: BoundaryView, distance: number, row: Float64Array, offset: number): void {
  const { signal, joint, jointFrom, steepest, height, direction, unit } = view;
  const n = view.peak + direction * distance;
  const log = (slope: number) => Math.log(slope / steepest + FLAT);
  const logJoint = (slope: number) => Math.log(slope + FLAT);
  const out = direction * unit;
  const slope = (from: number, to: number) => log(meanBetween(signal.slope, n + from, n + to));
  const all = (from: number, to: number) =>
    logJoint(meanBetween(joint, n + from - jointFrom, n + to - jointFrom));
  const seconds = distance / signal.rate;
  const level = signal.smooth[Math.min(Math.max(n, 0), signal.smooth.length - 1)];
  row[offset] = log(signal.slope[n] ?? 0);
  row[offset + 1] = slope(0, 2 * out);
  row[offset + 2] = slope(2 * out, 5 * out);
  row[offset + 3] = slope(0, -2 * out);
  row[offset + 4] = slope(-2 * out, -5 * out);
  row[offset + 5] = Math.min(
    Math.abs(level - meanBetween(signal.smooth, n + 2 * out, n + 5 * out)) / height,
    2,
  );
  row[offset + 6] = seconds * 10;
  row[offset + 7] = (seconds * 10) ** 2;
  row[offset + 8] = all(0, 2 * out);
  row[offset + 9] = all(2 * out, 5 * out);
  row[offset + 10] = all(0, -2 * out);
  row[offset + 11] = all(-2 * out, -5 * out);
  row[offset + 12] = log(largestBetween(signal.slope, n + out, n + 6 * out));
}

/** [distances][BOUNDARY_EVIDENCE.length] for every distance from nearest to furthest. */
export function boundaryEvidence(view: BoundaryView): Float64Array {
  const size = BOUNDARY_EVIDENCE.length;
  const rows = new Float64Array(Math.max(0, view.furthest - view.nearest + 1) * size);
  for (let k = 0; k * size < rows.length; k++) evidenceAt(view, view.nearest + k, rows, k * size);
  return rows;
}

/** Probability of each distance: softmax of the weighted evidence. */
export function boundaryProbabilities(evidence: Float64Array, weights: ArrayLike<number>): Float64Array {
  const size = BOUNDARY_EVIDENCE.length;
  const scores = new Float64Array(evidence.length / size);
  let top = -Infinity;
  for (let k = 0; k < scores.length; k++) {
    for (let q = 0; q < size; q++) scores[k] += weights[q] * evidence[k * size + q];
    top = Math.max(top, scores[k]);
  }
  let total = 0;
  for (let k = 0; k < scores.length; k++) total += scores[k] = Math.exp(scores[k] - top);
  return scores.map((score) => score / total);
}

/** Where the wave begins or ends: the mean of the distances by their probability. Working-rate index, not rounded. */
export function findBoundary(view: BoundaryView, weights: readonly number[]): number {
  const probabilities = boundaryProbabilities(boundaryEvidence(view), weights);
  let distance = 0;
  for (let k = 0; k < probabilities.length; k++) distance += probabilities[k] * (view.nearest + k);
  return view.peak + view.direction * distance;
}
