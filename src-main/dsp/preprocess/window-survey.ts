import { type KernelFunctions, type KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { SURVEYED_AT_ONCE, SURVEY_WORDS, WINDOW } from './window-kernel.ts';
import { FLAT_MILLIVOLTS, leavesNoDoubt } from './window-normalise.ts';

/** Limits are moved by so much of themselves, and by so many mV, that they count no sample too many when rounded. */
const ROUNDED = 1e-6;
const ROUNDED_MILLIVOLTS = 1e-9;

const blocksOf = (samples: number): number => Math.ceil(samples / SURVEYED_AT_ONCE);

/**
 * Looks at a signal once for all its windows: where samples are missing, where it surely is not flat. It never errs about either;
 * of what it is not sure the samples have to be asked.
 */
export class WindowSurvey {
  readonly #kernel: KernelFunctions;
  readonly #limits: Float32Array;
  /** `[1 + blocks][SURVEY_WORDS]`, each from the signal's begin; four words to a count. */
  readonly #counts: Int32Array;

  constructor(memory: KernelMemory, longest: number) {
    this.#kernel = memory.functions(WINDOW);
    this.#limits = memory.float32(4);
    this.#counts = memory.int32(SURVEY_WORDS * (1 + blocksOf(longest)));
  }

  static bytes(longest: number): number {
    return kernelBytes([4, SURVEY_WORDS * (1 + blocksOf(longest))]);
  }

  /**
   * @param samples in the same memory; what lies behind them, up to a multiple of 64, is looked at, too, but counts for no window
   * @param about a value in the middle of what the signal usually shows
   */
  look(samples: Float32Array, about: number): void {
    const rounding = Math.abs(about) * ROUNDED + ROUNDED_MILLIVOLTS;
    const far = FLAT_MILLIVOLTS + rounding;
    this.#limits.set([about + rounding, about - rounding, about + far, about - far]);
    this.#counts.fill(0, 0, SURVEY_WORDS);
    const blocks = blocksOf(samples.length);
    const out = this.#counts.byteOffset + 4 * SURVEY_WORDS;
    this.#kernel.survey(samples.byteOffset, blocks, this.#limits.byteOffset, out);
  }

  /** Whether a sample of the window is missing, or one close to it. */
  mayMiss(start: number, samples: number): boolean {
    const from = Math.floor(start / SURVEYED_AT_ONCE);
    return this.#count(4, from, blocksOf(start + samples)) > 0;
  }

  /** Whether the window may be flat. */
  mayBeFlat(start: number, samples: number): boolean {
    const from = blocksOf(start);
    const to = Math.floor((start + samples) / SURVEYED_AT_ONCE);
    if (to <= from) return true;
    const seen = {
      above: this.#count(0, from, to),
      below: this.#count(1, from, to),
      farAbove: this.#count(2, from, to),
      farBelow: this.#count(3, from, to),
    };
    return !leavesNoDoubt(seen, samples);
  }

  /** One of the counts, of blocks [from, to). */
  #count(which: number, from: number, to: number): number {
    const counts = this.#counts;
    const before = SURVEY_WORDS * from + 4 * which;
    const after = SURVEY_WORDS * to + 4 * which;
    let sum = 0;
    for (let lane = 0; lane < 4; lane++) sum += counts[after + lane] - counts[before + lane];
    return sum;
  }
}
