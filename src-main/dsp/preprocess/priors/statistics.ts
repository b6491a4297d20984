import { select } from '../../normalise.ts';

/** Order statistics and clipped logarithms used by the priors. Non-finite values are the caller's fault. */

/** Room for the values of a selection, which reorders them: most are a few beats. */
let room = new Float64Array(1024);

function copied(values: ArrayLike<number>): Float64Array {
  if (values.length > room.length) room = new Float64Array(2 * values.length);
  for (let n = 0; n < values.length; n++) room[n] = values[n];
  return room.subarray(0, values.length);
}

/** The `fraction` quantile (0..1) by nearest rank; NaN of an empty list. The list is not changed. */
export function quantileOf(values: ArrayLike<number>, fraction: number): number {
  if (values.length === 0) return NaN;
  const last = values.length - 1;
  return select(copied(values), Math.min(last, Math.max(0, Math.round(fraction * last))));
}

export function medianOf(values: ArrayLike<number>): number {
  return quantileOf(values, 0.5);
}

/**
 * `quantileOf` the values from `reach` before each one to `reach` after it, as many as there are: kept in order from one to the next.
 * @returns `[values]`
 */
export function quantilesAround(values: ArrayLike<number>, reach: number, fraction: number): Float64Array {
  const { length } = values;
  const around = new Float64Array(Math.min(length, 2 * reach + 1));
  const out = new Float64Array(length);
  let count = 0;
  for (let next = 0, at = 0; at < length; at++) {
    for (; next < length && next <= at + reach; next++) {
      if (next > 2 * reach) removeFrom(around, count--, values[next - 2 * reach - 1]);
      insertInto(around, count++, values[next]);
    }
    if (at + reach >= length && at > reach) removeFrom(around, count--, values[at - reach - 1]);
    const last = count - 1;
    out[at] = around[Math.min(last, Math.max(0, Math.round(fraction * last)))];
  }
  return out;
}

/** @param sorted `count` rising values, and room for one more */
function insertInto(sorted: Float64Array, count: number, value: number): void {
  let at = count;
  for (; at > 0 && sorted[at - 1] > value; at--) sorted[at] = sorted[at - 1];
  sorted[at] = value;
}

/** @param value one of the first `count` */
function removeFrom(sorted: Float64Array, count: number, value: number): void {
  let at = 0;
  while (sorted[at] !== value) at++;
  for (; at + 1 < count; at++) sorted[at] = sorted[at + 1];
}

export function clip(value: number, limit: number): number {
  return Number.isFinite(value) ? Math.max(-limit, Math.min(limit, value)) : 0;
}

/** ln(a / b) within +-limit; 0 where either is not positive: "no difference" is what an unknown ratio means here. */
export function logRatio(a: number, b: number, limit = 2): number {
  return a > 0 && b > 0 ? clip(Math.log(a / b), limit) : 0;
}

/**
 * Pearson correlation of `length` samples of a from `aFrom` and of b from `bFrom`; 0 where either is constant or
 * reaches beyond its array.
 */
export function correlationAt(
  a: Float32Array,
  aFrom: number,
  b: Float32Array,
  bFrom: number,
  length: number,
): number {
  if (aFrom < 0 || bFrom < 0 || aFrom + length > a.length || bFrom + length > b.length) return 0;
  let sa = 0;
  let sb = 0;
  let saa = 0;
  let sbb = 0;
  let sab = 0;
  for (let i = 0; i < length; i++) {
    const x = a[aFrom + i];
    const y = b[bFrom + i];
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  return correlationOf(length, sa, sb, saa, sbb, sab);
}

/** Pearson correlation of `count` pairs by their sums; 0 where either varies by nothing. */
export function correlationOf(
  count: number,
  x: number,
  y: number,
  xx: number,
  yy: number,
  xy: number,
): number {
  const ofX = xx - (x * x) / count;
  const ofY = yy - (y * y) / count;
  return ofX > 1e-9 && ofY > 1e-9 ? (xy - (x * y) / count) / Math.sqrt(ofX * ofY) : 0;
}
