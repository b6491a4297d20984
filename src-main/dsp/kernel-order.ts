import { type KernelFunctions, type KernelMemory, kernelBytes } from '../domain/kernel/kernel-memory.ts';
import { percentile } from './normalise.ts';
import { COUNT_BYTES, ORDER } from './order-kernel.ts';

/** So few values are left that they are looked at one by one. */
const FEW = 32;
/** Values a pivot is meant to part from the one that is sought: two pivots either side leave few enough. */
const ASIDE = 6;
/** Passes after which values lie too oddly (many are equal): the plain selection is taken. */
const MOST_PASSES = 16;

/** What is known of a value's rank so far: `below` values are less than `low`, `upTo` less than `high`. */
interface Bracket {
  low: number;
  below: number;
  high: number;
  upTo: number;
}

/** Order statistics of values that lie in a kernel memory, found by counting: the values of `percentile`, to the last bit. */
export class KernelOrder {
  readonly #kernel: KernelFunctions;
  readonly #values: Float64Array;
  readonly #away: Float64Array;
  readonly #constants: Float64Array;
  readonly #counts: Int32Array;
  /** Pairs of which one or both are among the few, and one that is written before it is looked at. */
  readonly #found: Float64Array;
  readonly #few = new Float64Array(FEW);
  #count = 0;

  /** @param most values at once */
  constructor(memory: KernelMemory, most: number) {
    this.#kernel = memory.functions(ORDER);
    this.#values = memory.float64(most + 4);
    this.#away = memory.float64(most + 4);
    this.#constants = memory.float64(4);
    this.#found = memory.float64(2 * FEW + 2);
    this.#counts = memory.int32(COUNT_BYTES);
  }

  /** Bytes of kernel memory that an order takes. */
  static bytes(most: number): number {
    return kernelBytes([most + 4, most + 4, 4, 2 * FEW + 2], 8) + kernelBytes([COUNT_BYTES]);
  }

  /** @param address of 32-bit floats in the same memory, none missing; what is behind them is read, too, up to a multiple of 4 */
  load(address: number, count: number): void {
    this.#count = count;
    this.#kernel.promote(address, 4 * Math.ceil(count / 4), this.#values.byteOffset);
    // Not below any pivot.
    this.#values[this.#count] = Infinity;
  }

  /** The median of what was loaded. @param near any value, best one close by, and how close it is thought to be */
  median(near: number, within: number): number {
    return this.#percentile(this.#values, 50, near, within);
  }

  /** The median of |x - centre|. */
  medianDeviation(centre: number, near: number): number {
    this.#deviate('deviations', centre);
    return this.#percentile(this.#away, 50, near, near / 4);
  }

  /** A percentile of |x - centre|, each rounded to a 32-bit float. */
  deviationPercentile(percent: number, centre: number, near: number): number {
    this.#deviate('roundedDeviations', centre);
    return this.#percentile(this.#away, percent, near, near / 4);
  }

  #deviate(name: 'deviations' | 'roundedDeviations', centre: number): void {
    this.#constants[0] = centre;
    const even = this.#count + (this.#count % 2);
    const { byteOffset } = this.#values;
    this.#kernel[name](byteOffset, even, this.#constants.byteOffset, this.#away.byteOffset);
  }

  #percentile(values: Float64Array, percent: number, near: number, within: number): number {
    const position = ((this.#count - 1) * percent) / 100;
    const rank = Math.floor(position);
    const fraction = position - rank;
    const bracket = this.#bracket(values, rank, fraction === 0 ? rank : rank + 1, near, within);
    if (!bracket) return percentile(values.subarray(0, this.#count), percent);
    const few = this.#within(values, bracket);
    const below = few[rank - bracket.below];
    return fraction === 0 ? below : below + fraction * (few[rank + 1 - bracket.below] - below);
  }

  /** Two limits between which the values of ranks `rank` to `last` lie, with few others; undefined where there are none such. */
  #bracket(
    values: Float64Array,
    rank: number,
    last: number,
    near: number,
    within: number,
  ): Bracket | undefined {
    const bracket = { low: -Infinity, below: 0, high: Infinity, upTo: this.#count };
    const pivots = this.#constants;
    let width = within > 0 ? within : 1;
    setPivots(pivots, near - width, near - width / 4, near + width / 4, near + width);
    for (let pass = 1; bracket.upTo - bracket.below > FEW; pass++) {
      if (pass > MOST_PASSES) return undefined;
      this.#narrow(values, rank, last, bracket);
      const { low, high } = bracket;
      if (low === -Infinity)
        setPivots(pivots, high - 8 * width, high - 4 * width, high - 2 * width, high - width);
      else if (high === Infinity)
        setPivots(pivots, low + width, low + 2 * width, low + 4 * width, low + 8 * width);
      else spread(pivots, bracket, rank, pass);
      width *= 8;
    }
    return bracket;
  }

  #narrow(values: Float64Array, rank: number, last: number, bracket: Bracket): void {
    const even = this.#count + (this.#count % 2);
    const pivots = this.#constants;
    const counts = this.#counts;
    this.#kernel.below(values.byteOffset, even, pivots.byteOffset, counts.byteOffset);
    for (let k = 0; k < 4; k++) {
      const below = -(counts[4 * k] + counts[4 * k + 2]);
      if (below <= rank && pivots[k] > bracket.low) {
        bracket.low = pivots[k];
        bracket.below = below;
      }
      if (below > last && pivots[k] < bracket.high) {
        bracket.high = pivots[k];
        bracket.upTo = below;
      }
    }
  }

  /** The values within, in order. */
  #within(values: Float64Array, { low, high }: Bracket): Float64Array {
    const even = this.#count + (this.#count % 2);
    this.#constants[0] = low;
    this.#constants[1] = high;
    const { byteOffset } = this.#found;
    const bytes = this.#kernel.within(values.byteOffset, even, this.#constants.byteOffset, byteOffset);
    const few = this.#few;
    for (let n = 0, count = 0; n < bytes / 8; n++) {
      const value = this.#found[n];
      if (value < low || value >= high) continue;
      let at = count++;
      for (; at > 0 && few[at - 1] > value; at--) few[at] = few[at - 1];
      few[at] = value;
    }
    return few;
  }
}

/** Pivots about where the rank is, were the values spread evenly; every third time evenly over all, as they may not be. */
function spread(pivots: Float64Array, { low, below, high, upTo }: Bracket, rank: number, pass: number): void {
  const span = high - low;
  if (pass % 3 === 0)
    setPivots(pivots, low + span / 5, low + (2 * span) / 5, low + (3 * span) / 5, low + (4 * span) / 5);
  else {
    const each = span / (upTo - below);
    const middle = low + (rank + 1 - below) * each;
    setPivots(
      pivots,
      middle - 3 * ASIDE * each,
      middle - ASIDE * each,
      middle + ASIDE * each,
      middle + 3 * ASIDE * each,
    );
  }
}

function setPivots(pivots: Float64Array, first: number, second: number, third: number, fourth: number): void {
  pivots[0] = first;
  pivots[1] = second;
  pivots[2] = third;
  pivots[3] = fourth;
}
