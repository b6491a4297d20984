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
  const va = saa - (sa * sa) / length;
  const vb = sbb - (sb * sb) / length;
  return va > 1e-9 && vb > 1e-9 ? (sab - (sa * sb) / length) / Math.sqrt(va * vb) : 0;
}
