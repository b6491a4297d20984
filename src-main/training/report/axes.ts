/** Scales of a drawing: which numbers are written at its edges, and where a value lies. */

/** Round numbers (1, 2 or 5 times a power of ten) from at or below `low` to at or above `high`, about `count` of them. */
export function roundTicks(low: number, high: number, count = 5, whole = false): number[] {
  const span = Math.max(high - low, Number.MIN_VALUE);
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough)!;
  const stride = whole ? Math.max(1, Math.round(step)) : step;
  const first = Math.floor(low / stride + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / stride - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * stride).toPrecision(12)));
}

export interface Axis {
  readonly name: string;
  /** Only whole numbers, such as epochs. */
  readonly whole?: boolean;
  /** Shown from and to at least these. */
  readonly from?: number;
  readonly to?: number;
}

export interface Scale {
  readonly ticks: readonly number[];
  /** 0 at the first tick, 1 at the last. */
  readonly share: (value: number) => number;
}

/** A scale that holds all values. @param values at least one finite number */
export function scaleOf(values: readonly number[], axis: Axis): Scale {
  const low = Math.min(...values, axis.from ?? Infinity);
  const high = Math.max(...values, axis.to ?? -Infinity);
  const ticks = roundTicks(low, high === low ? low + (axis.whole ? 1 : 1e-3) : high, 5, axis.whole);
  const [first, last] = [ticks[0], ticks.at(-1)!];
  return { ticks, share: (value) => (value - first) / (last - first) };
}
