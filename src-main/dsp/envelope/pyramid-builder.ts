import { binSamples, joinBins, rangeOfBins } from './min-max.ts';

/** A block of one level, all channels: `values[channel]` holds `bins` samples (level 0) or minimum-maximum pairs. */
export type BlockSink = (
  level: number,
  values: readonly Int32Array[],
  bins: number,
  ranges: readonly BlockRange[],
) => void;

/** Of one channel's block: 0, 0 where it has no sample at all. */
export interface BlockRange {
  readonly low: number;
  readonly high: number;
  /** false where no sample is missing for certain. */
  readonly mayMiss: boolean;
}

/**
 * Builds the min/max pyramid of a record in one pass. Each level hands over a block whenever `blockLength` bins of it are
 * there, so that what is held does not grow with the record: `2 * channels * blockLength` values a level.
 * The arrays that `sink` is handed are used again: it must not keep them.
 */
export class PyramidBuilder {
  readonly #reductions: readonly number[];
  readonly #blockLength: number;
  readonly #sink: BlockSink;
  /** Pairs that wait for their block, `[level][channel]`; level 0 is not kept. */
  readonly #pairs: Int32Array[][];
  readonly #bins: number[];
  /** Pairs of samples that belong to no level: their range is what a record of one level needs. */
  readonly #spare: Int32Array;

  /** @param reductions samples a bin per level, 1 first, each a multiple of the one before and dividing `blockLength` bins of it
   * @param allocate arrays of pairs: from a kernel memory, they are worked on by kernels
   */
  constructor(
    channels: number,
    reductions: readonly number[],
    blockLength: number,
    sink: BlockSink,
    allocate: (length: number) => Int32Array = (length) => new Int32Array(length),
  ) {
    this.#reductions = reductions;
    this.#blockLength = blockLength;
    this.#sink = sink;
    this.#pairs = reductions.map((_, level) =>
      Array.from({ length: level === 0 ? 0 : channels }, () => allocate(2 * blockLength)),
    );
    this.#bins = reductions.map(() => 0);
    this.#spare = new Int32Array(2);
  }

  /** The next block of samples, `[channels][count]`: `blockLength` samples each, but for the last one. */
  append(samples: readonly Int32Array[], count: number): void {
    if (this.#reductions.length === 1) {
      const ranges = samples.map((channel) => this.#rangeOf(channel, count));
      this.#sink(0, samples, count, ranges);
      return;
    }
    const at = this.#bins[1];
    const reduction = this.#reductions[1];
    const bins = Math.ceil(count / reduction);
    const ranges = samples.map((channel, index) => {
      const pairs = this.#pairs[1][index];
      const mayMiss = binSamples(channel, count, reduction, pairs, at);
      return { ...rangeOfBins(pairs.subarray(2 * at), bins), mayMiss };
    });
    this.#sink(0, samples, count, ranges);
    this.#grow(1, bins);
  }

  /** Hands over what each level still holds. */
  finish(): void {
    for (let level = 1; level < this.#reductions.length; level++)
      if (this.#bins[level] > 0) this.#flush(level);
  }

  #grow(level: number, bins: number): void {
    this.#bins[level] += bins;
    if (this.#bins[level] === this.#blockLength) this.#flush(level);
  }

  #flush(level: number): void {
    const bins = this.#bins[level];
    const pairs = this.#pairs[level];
    this.#sink(
      level,
      pairs,
      bins,
      pairs.map((channel) => ({ ...rangeOfBins(channel, bins), mayMiss: true })),
    );
    this.#bins[level] = 0;
    if (level + 1 === this.#reductions.length) return;
    const step = this.#reductions[level + 1] / this.#reductions[level];
    const at = this.#bins[level + 1];
    pairs.forEach((channel, index) => joinBins(channel, bins, step, this.#pairs[level + 1][index], at));
    this.#grow(level + 1, Math.ceil(bins / step));
  }

  #rangeOf(samples: Int32Array, count: number): BlockRange {
    if (count === 0) return { low: 0, high: 0, mayMiss: false };
    const mayMiss = binSamples(samples, count, count, this.#spare, 0);
    return { ...rangeOfBins(this.#spare, 1), mayMiss };
  }
}
