import { borrowKernelMemory, giveBack } from '../../../domain/kernel/borrowed-memory.ts';
import {
  type KernelFunctions,
  type KernelMemory,
  kernelBytes,
} from '../../../domain/kernel/kernel-memory.ts';
import { CORRELATION, PLACES, SUMS, SUMS_OF } from './correlation-kernel.ts';
import { correlationAt, correlationOf } from './statistics.ts';

/** What is looked for in leads: `length` samples from `from` on, of as many signals as there are leads. */
export interface SoughtShape {
  readonly signals: readonly Float32Array[];
  readonly from: number;
  readonly length: number;
}

/** Correlates leads with shapes. An object, not a function: one made anew for each record would be compiled anew with all that calls it. */
export interface LeadCorrelation {
  /**
   * Mean over all leads of the correlation with `shape` of the leads' samples from `at` on, from `at + 1` on and so on, `places`
   * times; as `correlationAt`, 0 where either reaches beyond its array. The array lasts until the next call.
   */
  means(at: number, places: number, shape: SoughtShape): Float64Array;
}

/** More places than this are asked for by nobody. */
const MOST_PLACES = 40;
const LONGEST_SHAPE = 256;

/** One place after the other. */
export class PlainCorrelation implements LeadCorrelation {
  readonly #leads: readonly Float32Array[];
  readonly #means = new Float64Array(MOST_PLACES);

  constructor(leads: readonly Float32Array[]) {
    this.#leads = leads;
  }

  means(at: number, places: number, { signals, from, length }: SoughtShape): Float64Array {
    const leads = this.#leads;
    for (let place = 0; place < places; place++) {
      let sum = 0;
      for (let k = 0; k < leads.length; k++)
        sum += correlationAt(leads[k], at + place, signals[k], from, length);
      this.#means[place] = sum / leads.length;
    }
    return this.#means;
  }
}

/** Calls `use` with what gives the same as `PlainCorrelation`, to the last bit, by vectors where there is memory for it. */
export function withCorrelation<T>(
  leads: readonly Float32Array[],
  use: (correlation: LeadCorrelation) => T,
): T {
  const lengths = leads.map(({ length }) => length + PLACES);
  const memory = borrowKernelMemory(kernelBytes([...lengths, LONGEST_SHAPE]) + kernelBytes([SUMS], 8));
  if (!memory) return use(new PlainCorrelation(leads));
  const result = use(new KernelCorrelation(memory, leads));
  giveBack(memory);
  return result;
}

/** Leads in a kernel memory. */
class KernelCorrelation implements LeadCorrelation {
  readonly #kernel: KernelFunctions;
  readonly #leads: readonly Float32Array[];
  readonly #kept: readonly Float32Array[];
  readonly #shape: Float32Array;
  readonly #sums: Float64Array;
  readonly #means = new Float64Array(MOST_PLACES);

  constructor(memory: KernelMemory, leads: readonly Float32Array[]) {
    this.#kernel = memory.functions(CORRELATION);
    this.#leads = leads;
    this.#sums = memory.float64(SUMS);
    this.#shape = memory.float32(LONGEST_SHAPE);
    this.#kept = leads.map((lead) => {
      const kept = memory.float32(lead.length + PLACES);
      kept.set(lead);
      return kept;
    });
  }

  means(at: number, places: number, shape: SoughtShape): Float64Array {
    const means = this.#means;
    means.fill(0, 0, places);
    for (let k = 0; k < this.#leads.length; k++) {
      const address = this.#addressOf(shape, k);
      if (address === undefined) continue;
      for (let first = 0; first < places; first += PLACES)
        this.#addPlaces(k, at + first, address, shape.length, first, Math.min(places, first + PLACES));
    }
    for (let place = 0; place < places; place++) means[place] /= this.#leads.length;
    return means;
  }

  /** Where the shape of lead k lies in the memory; undefined where it reaches beyond its array. */
  #addressOf({ signals, from, length }: SoughtShape, k: number): number | undefined {
    const signal = signals[k];
    if (from < 0 || from + length > signal.length) return undefined;
    if (signal === this.#leads[k]) return this.#kept[k].byteOffset + 4 * from;
    for (let t = 0; t < length; t++) this.#shape[t] = signal[from + t];
    return this.#shape.byteOffset;
  }

  /** Adds the correlations of lead k from `at` on to the means of places [first, last). */
  #addPlaces(k: number, at: number, shape: number, length: number, first: number, last: number): void {
    const end = this.#leads[k].length - length;
    if (at + PLACES <= 0 || at > end) return;
    const sums = this.#sums;
    this.#kernel.correlate(this.#kept[k].byteOffset + 4 * at, shape, length, sums.byteOffset);
    for (let place = first; place < last; place++) {
      const p = place - first;
      if (at + p < 0 || at + p > end) continue;
      this.#means[place] += correlationOf(
        length,
        sums[SUMS_OF.x + p],
        sums[SUMS_OF.y],
        sums[SUMS_OF.xx + p],
        sums[SUMS_OF.y + 1],
        sums[SUMS_OF.xy + p],
      );
    }
  }
}
