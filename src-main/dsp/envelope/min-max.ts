import { kernelMemoryOf, type KernelMemory } from '../../domain/kernel/kernel-memory.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import { MIN_MAX } from './min-max-kernel.ts';

const HIGHEST = 0x7fffffff;
/** Added to a value in [-2^30, 2^30), it leaves the highest bit 0. */
const INSIDE = 2 ** 30;

/**
 * Reduces digital samples to bins of `reduction` samples.
 *
 * Comparing and branching costs three times as much, as noise can't be predicted; so minimum and maximum are taken by
 * arithmetic, `max(a, b) = a - ((a - b) & ((a - b) >> 31))`, which holds where a - b does not overflow: for values in
 * [-2^30, 2^30). A bin with another value, such as a missing sample, is done again by comparing. Two samples at a time:
 * of each pair, only the greater is held against the maximum and only the less against the minimum.
 * @param count samples of `samples` that are used; the last bin may be narrower
 * @param pairs minimum and maximum in turn, from bin `atBin` on; both `MISSING_SAMPLE` in a bin without a sample
 * @returns false where no sample is missing; true where one may be
 */
export function binSamples(
  samples: Int32Array,
  count: number,
  reduction: number,
  pairs: Int32Array,
  atBin: number,
): boolean {
  const memory = kernelMemoryOf(samples);
  const whole = memory && reduction % 8 === 0 ? Math.floor(count / reduction) : 0;
  const mayMiss = whole > 0 && binByKernel(memory!, samples, whole, reduction, pairs, atBin);
  return binPlain(samples, whole, count, reduction, pairs, atBin) || mayMiss;
}

/** Bins from `firstBin` on. */
function binPlain(
  samples: Int32Array,
  firstBin: number,
  count: number,
  reduction: number,
  pairs: Int32Array,
  atBin: number,
): boolean {
  const bins = Math.ceil(count / reduction);
  let anyOdd = 0;
  let out = 2 * (atBin + firstBin);
  for (let bin = firstBin, from = firstBin * reduction; bin < bins; bin++, from += reduction, out += 2) {
    const end = Math.min(from + reduction, count);
    let low = samples[from] | 0;
    let high = low;
    // Negative once a value was outside.
    let odd = (low + INSIDE) | 0;
    // A bin of an odd width begins with its first sample alone.
    for (let i = from + ((end - from) & 1); i < end; i += 2) {
      const one = samples[i] | 0;
      const other = samples[i + 1] | 0;
      const apart = (one - other) | 0;
      const swap = apart & (apart >> 31);
      const above = (high - one + swap) | 0;
      const below = (other + swap - low) | 0;
      high = (high - (above & (above >> 31))) | 0;
      low = (low + (below & (below >> 31))) | 0;
      odd |= (one + INSIDE) | (other + INSIDE);
    }
    pairs[out] = low;
    pairs[out + 1] = high;
    if (odd < 0) compareBin(samples, from, end, pairs, out);
    anyOdd |= odd;
  }
  return anyOdd < 0;
}

/** The first `bins` bins of samples in a kernel memory. A bin with a missing sample, the lowest number, is done again. */
function binByKernel(
  memory: KernelMemory,
  samples: Int32Array,
  bins: number,
  reduction: number,
  pairs: Int32Array,
  atBin: number,
): boolean {
  const { scratch } = memory;
  const atOnce = Math.floor(scratch.length / 8);
  const { minMax } = memory.functions(MIN_MAX);
  let mayMiss = false;
  for (let bin = 0; bin < bins; bin += atOnce) {
    const count = Math.min(atOnce, bins - bin);
    const out = 2 * (atBin + bin);
    const isHere = pairs.buffer === scratch.buffer;
    const to = isHere ? pairs.byteOffset + 4 * out : scratch.byteOffset;
    minMax(samples.byteOffset + 4 * bin * reduction, count, reduction, to);
    if (!isHere) pairs.set(new Int32Array(scratch.buffer, to, 2 * count), out);
    if (isHere && !anyMissing(memory, pairs, out, count)) continue;
    for (let i = 0; i < count; i++) {
      if (pairs[out + 2 * i] !== MISSING_SAMPLE) continue;
      mayMiss = true;
      const from = (bin + i) * reduction;
      compareBin(samples, from, from + reduction, pairs, out + 2 * i);
    }
  }
  return mayMiss;
}

/** Whether a minimum from value `from` on is that of a missing sample; may say so where only the last of an odd number could be. */
function anyMissing(memory: KernelMemory, pairs: Int32Array, from: number, bins: number): boolean {
  const twos = bins >> 1;
  if (bins !== 2 * twos) return true;
  return memory.functions(MIN_MAX).lowest(pairs.byteOffset + 4 * from, twos) === MISSING_SAMPLE;
}

function compareBin(samples: Int32Array, from: number, end: number, pairs: Int32Array, out: number): void {
  let low = HIGHEST;
  let high = MISSING_SAMPLE;
  for (let i = from; i < end; i++) {
    const value = samples[i];
    if (value > high) high = value;
    if (value < low && value !== MISSING_SAMPLE) low = value;
  }
  pairs[out] = high === MISSING_SAMPLE ? MISSING_SAMPLE : low;
  pairs[out + 1] = high;
}

/**
 * Joins each `step` bins to one.
 * @param bins bins of `pairs` that are used; the last joined one may be of fewer
 * @param target may be `pairs` itself only where `atBin` is 0
 * @returns bins written
 */
export function joinBins(
  pairs: Int32Array,
  bins: number,
  step: number,
  target: Int32Array,
  atBin: number,
): number {
  const joined = Math.ceil(bins / step);
  const memory = pairs.buffer === target.buffer ? kernelMemoryOf(pairs) : undefined;
  const whole = memory && step === 4 && pairs !== target ? Math.floor(bins / step) : 0;
  if (whole > 0) {
    const out = target.byteOffset + 8 * atBin;
    memory!.functions(MIN_MAX).joinFour(pairs.byteOffset, whole, out);
    for (let bin = 0; bin < whole; bin++)
      if (target[2 * (atBin + bin)] === MISSING_SAMPLE) joinBin(pairs, bins, step, bin, target, atBin);
  }
  for (let bin = whole; bin < joined; bin++) joinBin(pairs, bins, step, bin, target, atBin);
  return joined;
}

function joinBin(
  pairs: Int32Array,
  bins: number,
  step: number,
  bin: number,
  target: Int32Array,
  atBin: number,
): void {
  const end = 2 * Math.min((bin + 1) * step, bins);
  let low = HIGHEST;
  let high = MISSING_SAMPLE;
  for (let i = 2 * bin * step; i < end; i += 2) {
    if (pairs[i + 1] > high) high = pairs[i + 1];
    if (pairs[i] < low && pairs[i] !== MISSING_SAMPLE) low = pairs[i];
  }
  target[2 * (atBin + bin)] = high === MISSING_SAMPLE ? MISSING_SAMPLE : low;
  target[2 * (atBin + bin) + 1] = high;
}

/** Lowest and highest value of bins; 0, 0 where all are missing. */
export function rangeOfBins(pairs: Int32Array, bins: number): { low: number; high: number } {
  return rangeByKernel(pairs, bins) ?? plainRange(pairs, bins);
}

/** undefined where they lie in no kernel memory, are odd in number, or one is missing. */
function rangeByKernel(pairs: Int32Array, bins: number): { low: number; high: number } | undefined {
  const memory = bins > 0 && bins % 2 === 0 ? kernelMemoryOf(pairs) : undefined;
  if (!memory) return undefined;
  const { lowest, highest } = memory.functions(MIN_MAX);
  const low = lowest(pairs.byteOffset, bins / 2);
  return low === MISSING_SAMPLE ? undefined : { low, high: highest(pairs.byteOffset, bins / 2) };
}

function plainRange(pairs: Int32Array, bins: number): { low: number; high: number } {
  let low = HIGHEST;
  let high = MISSING_SAMPLE;
  for (let i = 0; i < 2 * bins; i += 2) {
    if (pairs[i + 1] > high) high = pairs[i + 1];
    if (pairs[i] < low && pairs[i] !== MISSING_SAMPLE) low = pairs[i];
  }
  return high === MISSING_SAMPLE ? { low: 0, high: 0 } : { low, high };
}
