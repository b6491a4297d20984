import { type KernelFunctions, type KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { select } from '../normalise.ts';
import { CODED_AT_ONCE, LAST_CODE, WINDOW_ORDER } from './window-order-kernel.ts';

/** Median and median absolute deviation of a window. */
export interface WindowSpread {
  readonly centre: number;
  readonly deviation: number;
}

/** A signal is coded over so many of a window's deviations either side of its centre. */
const SPAN = 4;
/** A window's distances from its centre are coded up to so many deviations of the window before. */
const AWAY_SPAN = 2;
/** Codes are counted in bytes: sixteen of them side by side, 127 times, and two at once. */
const MOST_SAMPLES = 2048;
/**
 * Codes of distances are off by less than one as long as the centre is no further than this many of them from 0: 32-bit floats
 * hold eight times as many.
 */
const FURTHEST = 1 << 20;
/** Longer lists of candidates are not sorted by insertion. */
const FEW = 24;

/** Whether windows of so many samples can be ordered by codes. */
export function canBeCoded(windowSamples: number): boolean {
  return windowSamples % (2 * CODED_AT_ONCE) === 0 && windowSamples < MOST_SAMPLES;
}

/**
 * The median and the median absolute deviation of windows of a signal, to the last bit those of `median` and
 * `medianAbsoluteDeviation`: samples are coded in a byte, a rank is looked for among codes, sixteen at a time, and only the few
 * samples that have the code found are ordered.
 */
export class WindowOrder {
  readonly #kernel: KernelFunctions;
  readonly #count: number;
  readonly #codes: Uint8Array;
  readonly #away: Uint8Array;
  /** Origin and codes to a unit: of the signal, of distances. */
  readonly #constants: Float32Array;
  readonly #candidates: Float64Array;
  #spread: WindowSpread = { centre: 0, deviation: 0 };

  /** @param longest samples of a signal. @param windowSamples see `canBeCoded` */
  constructor(memory: KernelMemory, longest: number, windowSamples: number) {
    this.#kernel = memory.functions(WINDOW_ORDER);
    this.#count = windowSamples;
    const bytes = (length: number): Uint8Array => {
      const words = memory.int32(Math.ceil(length / 4) + CODED_AT_ONCE);
      return new Uint8Array(words.buffer, words.byteOffset, length);
    };
    this.#codes = bytes(longest);
    this.#away = bytes(windowSamples);
    this.#constants = memory.float32(4);
    this.#candidates = memory.float64(windowSamples);
  }

  static bytes(longest: number, windowSamples: number): number {
    const words = [longest, windowSamples].map((length) => Math.ceil(length / 4) + CODED_AT_ONCE);
    return kernelBytes([...words, 4]) + kernelBytes([windowSamples], 8);
  }

  /**
   * Codes a signal: its windows are ordered faster the more alike their spreads are to this one.
   * @param address of `length` 32-bit floats in the same memory; what lies behind them is read up to a multiple of 16
   */
  code(address: number, length: number, spread: WindowSpread): void {
    this.#spread = spread;
    this.#constants[0] = spread.centre - SPAN * spread.deviation;
    this.#constants[1] = LAST_CODE / (2 * SPAN * spread.deviation);
    const count = CODED_AT_ONCE * Math.ceil(length / CODED_AT_ONCE);
    this.#kernel.encode(address, count, this.#constants.byteOffset, this.#codes.byteOffset);
  }

  /**
   * @param address of the signal; `start` its window's first sample
   * @returns undefined where the window is so unlike what the signal was coded by that another way is better
   */
  spreadOf(address: number, start: number): WindowSpread | undefined {
    const samples = address + 4 * start;
    const centre = this.#median(this.#codes.byteOffset + start, samples, 0, undefined);
    if (centre === undefined) return undefined;
    this.#constants[2] = centre;
    this.#constants[3] = LAST_CODE / (AWAY_SPAN * this.#spread.deviation);
    if (!(Math.abs(centre) * this.#constants[3] < FURTHEST)) return undefined;
    const away = this.#away.byteOffset;
    this.#kernel.encodeAway(samples, this.#count, this.#constants.byteOffset + 8, away);
    const deviation = this.#median(away, samples, 2, centre);
    return deviation === undefined ? undefined : { centre, deviation };
  }

  /**
   * The median of a window's samples, or of their distances from `centre`.
   * @param margin codes either side that may hold it, too, as they are rounded
   */
  #median(codes: number, samples: number, margin: number, centre: number | undefined): number | undefined {
    const count = this.#count;
    const rank = count / 2 - 1;
    const found = this.#kernel.rank(codes, count, rank, 0);
    const first = found & LAST_CODE;
    // The next rank may have the next code.
    const last = found >> 8 > rank + 1 ? first : this.#kernel.rank(codes, count, rank + 1, first) & LAST_CODE;
    const low = Math.max(0, first - margin);
    const isBeyond = (centre === undefined && first === 0) || last + margin >= LAST_CODE;
    if (isBeyond) return undefined;
    const to = this.#candidates.byteOffset;
    const collected = this.#kernel.collect(codes, count, samples, low, last + margin - low, to);
    const few = this.#candidates;
    const candidates = collected & 0xffff;
    if (centre !== undefined) for (let n = 0; n < candidates; n++) few[n] = Math.abs(few[n] - centre);
    const at = rank - (collected >> 16);
    order(few, candidates, at);
    return few[at] + 0.5 * (few[at + 1] - few[at]);
  }
}

/** Puts the values of ranks `rank` and `rank + 1` of the first `count` in their places. */
function order(values: Float64Array, count: number, rank: number): void {
  if (count > FEW) {
    const some = values.subarray(0, count);
    select(some, rank);
    select(some.subarray(rank + 1), 0);
    return;
  }
  for (let n = 1; n < count; n++) {
    const value = values[n];
    let at = n;
    for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1];
    values[at] = value;
  }
}
