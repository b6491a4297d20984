/** Sorting tens of thousands of rows by a weight within a few milliseconds: weight and row in one number, sorted natively. */
import type { BeatUnion } from './beat-union.ts';

/** Rows that fit: 2^20. */
const ROWS = 1_048_576;
/** Levels that a weight is told apart by; with the row it stays below 2^53. */
const LEVELS = 4_294_967_295;

/**
 * Rows by descending weight, equal ones by row.
 * @param weights finite, or Infinity for what comes before all others; NaN leaves a row out
 */
export function rowsByWeight(weights: Float64Array): Int32Array {
  let [low, high] = [Infinity, -Infinity];
  for (const weight of weights) {
    if (Number.isNaN(weight) || weight === Infinity) continue;
    if (weight < low) low = weight;
    if (weight > high) high = weight;
  }
  const scale = high > low ? (LEVELS - 1) / (high - low) : 0;
  const keys = new Float64Array(weights.length);
  let count = 0;
  weights.forEach((weight, row) => {
    if (Number.isNaN(weight)) return;
    const level = weight === Infinity ? 0 : 1 + Math.round((high - weight) * scale);
    keys[count++] = level * ROWS + row;
  });
  const sorted = keys.subarray(0, count).sort();
  return Int32Array.from(sorted, (key) => key % ROWS);
}

/**
 * Rows of a union: those without a prediction first, in time order, then as the predictions are ranked.
 * @param ranked positions in the predicted series; one that has no row is left out
 */
export function orderedRows(union: BeatUnion, ranked: Int32Array): Int32Array {
  const rowOf = new Int32Array(union.count).fill(-1);
  const ordered = new Int32Array(union.count);
  let count = 0;
  for (let row = 0; row < union.count; row++) {
    const p = union.predicted[row];
    if (p < 0) ordered[count++] = row;
    else rowOf[p] = row;
  }
  for (const p of ranked) if (rowOf[p] >= 0) ordered[count++] = rowOf[p];
  return ordered.subarray(0, count);
}
