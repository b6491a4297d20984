import { borrowKernelMemory, giveBack } from '../../domain/kernel/borrowed-memory.ts';
import { type KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { presentRuns } from '../present-runs.ts';
import { BLOCK, FADED } from './causal.ts';
import type { Section } from './section.ts';
import { LANE_BYTES, LANES, SECTION } from './section-kernel.ts';
import { steadyState } from './steady-state.ts';
import { defaultPadding, filterZeroPhase } from './zero-phase.ts';

/** Samples woven at once: eight signals of these lie in the kernel memory's scratch. */
const WOVEN = 2048;
/** Signals longer than this (64 MB for eight) are filtered one by one. */
const MOST_SAMPLES = 1 << 20;
/** Fewer signals than this, or fewer samples, are not worth eight lanes. */
const WORTH_SIGNALS = 3;
const WORTH_SAMPLES = 1 << 12;

/**
 * Filters several signals as `filterZeroPhase` does, to the last bit: those without a missing sample eight at a time, by vectors.
 * @param signals all of one length
 * @param take is given each signal's index and its filtered values, which last until it returns
 */
export function filterTogether(
  sections: readonly Section[],
  signals: readonly (Float32Array | Float64Array)[],
  take: (index: number, filtered: Float64Array) => void,
): void {
  const length = signals[0]?.length ?? 0;
  const whole = isWorthLanes(sections, length)
    ? [...signals.keys()].filter((index) => isWhole(signals[index]))
    : [];
  const memory = whole.length < WORTH_SIGNALS ? undefined : borrowKernelMemory(lanesBytes(sections, length));
  const together = new Set(memory ? whole : []);
  signals.forEach((samples, index) => {
    if (!together.has(index)) take(index, filterZeroPhase(sections, samples));
  });
  if (!memory) return;
  const lanes = new Lanes(memory, sections, length);
  for (let at = 0; at < whole.length; at += LANES) {
    const group = whole.slice(at, at + LANES);
    lanes.filter(group.map((index) => signals[index]));
    lanes.unweave(group.length, (lane, filtered) => take(group[lane], filtered));
  }
  giveBack(memory);
}

/** Bytes of kernel memory that `filterTogether` borrows. */
export function lanesBytes(sections: readonly Section[], length: number): number {
  // Two more: an odd number of samples is woven as one more.
  const values = LANES * (length + 2 * defaultPadding(sections) + 2);
  return kernelBytes([values, 8 * sections.length, 2 * LANES * sections.length, length + 2, length + 2], 8);
}

function isWorthLanes(sections: readonly Section[], length: number): boolean {
  return length > defaultPadding(sections) && length >= WORTH_SAMPLES && length <= MOST_SAMPLES;
}

function isWhole(samples: Float32Array | Float64Array): boolean {
  const [first] = presentRuns(samples);
  return first !== undefined && first.to - first.from === samples.length;
}

/** Eight signals side by side, sample by sample, with their odd extensions. */
class Lanes {
  readonly #memory: KernelMemory;
  readonly #sections: readonly Section[];
  readonly #length: number;
  readonly #extension: number;
  /** `[extension + length + extension][LANES]` */
  readonly #values: Float64Array;
  readonly #coefficients: Float64Array;
  /** `[sections][2][LANES]` */
  readonly #state: Float64Array;
  readonly #woven: readonly Float64Array[];
  /** Two signals, one sample more than there are. */
  readonly #filtered: readonly [Float64Array, Float64Array];

  constructor(memory: KernelMemory, sections: readonly Section[], length: number) {
    const extension = defaultPadding(sections);
    this.#memory = memory;
    this.#sections = sections;
    this.#length = length;
    this.#extension = extension;
    this.#values = memory.float64(LANES * (length + 2 * extension + 2));
    this.#coefficients = memory.float64(8 * sections.length);
    this.#state = memory.float64(2 * LANES * sections.length);
    this.#filtered = [memory.float64(length + 2), memory.float64(length + 2)];
    const { scratch } = memory;
    this.#woven = Array.from(
      { length: LANES },
      (_, lane) => new Float64Array(scratch.buffer, scratch.byteOffset + 8 * WOVEN * lane, WOVEN),
    );
    sections.forEach(({ b0, b1, b2, a1, a2 }, index) =>
      this.#coefficients.set([b0, b1, b2, a1, a2], 8 * index),
    );
  }

  /** Filters up to eight signals; those filtered before are overwritten. */
  filter(signals: readonly (Float32Array | Float64Array)[]): void {
    this.#values.fill(0);
    for (let from = 0; from < this.#length; from += WOVEN) this.#weave(signals, from);
    signals.forEach((samples, lane) => this.#extend(samples, lane));
    this.#run(0, 1);
    this.#run(this.#length + 2 * this.#extension - 1, -1);
  }

  /** @param take is given the first `count` signals, one after the other */
  unweave(count: number, take: (lane: number, filtered: Float64Array) => void): void {
    const { unweave } = this.#memory.functions(SECTION);
    const [one, other] = this.#filtered;
    for (let lane = 0; lane < count; lane += 2) {
      const even = this.#length + (this.#length % 2);
      unweave(one.byteOffset, other.byteOffset, this.#addressOf(this.#extension, lane), even);
      take(lane, one.subarray(0, this.#length));
      if (lane + 1 < count) take(lane + 1, other.subarray(0, this.#length));
    }
  }

  #addressOf(sample: number, lane: number): number {
    return this.#values.byteOffset + sample * LANE_BYTES + 8 * lane;
  }

  #weave(signals: readonly (Float32Array | Float64Array)[], from: number): void {
    const { weave } = this.#memory.functions(SECTION);
    const count = Math.min(WOVEN, this.#length - from);
    const even = count + (count % 2);
    signals.forEach((samples, lane) => this.#woven[lane].set(samples.subarray(from, from + count)));
    for (let lane = 0; lane < signals.length; lane += 2) {
      const [one, other] = [this.#woven[lane].byteOffset, this.#woven[lane + 1].byteOffset];
      weave(one, other, this.#addressOf(this.#extension + from, lane), even);
    }
  }

  /** 2 x[0] - x[k] before, and the like after. */
  #extend(samples: Float32Array | Float64Array, lane: number): void {
    const [last, extension, values] = [this.#length - 1, this.#extension, this.#values];
    for (let k = 1; k <= extension; k++) {
      values[(extension - k) * LANES + lane] = 2 * samples[0] - samples[k];
      values[(extension + last + k) * LANES + lane] = 2 * samples[last] - samples[last - k];
    }
  }

  /** All sections over all samples, from the first or backwards from the last, in blocks that stay in the second-level cache. */
  #run(first: number, direction: 1 | -1): void {
    const { section } = this.#memory.functions(SECTION);
    const total = this.#length + 2 * this.#extension;
    this.#settle(first);
    for (let done = 0; done < total; done += BLOCK) {
      const at = this.#addressOf(first + direction * done, 0);
      const count = Math.min(BLOCK, total - done);
      this.#sections.forEach((_, index) => {
        const coefficients = this.#coefficients.byteOffset + 64 * index;
        const state = this.#state.byteOffset + 16 * LANES * index;
        section(at, count, direction * LANE_BYTES, coefficients, state);
      });
      this.#fade();
    }
  }

  /** The state in which the first sample has lasted for ever. */
  #settle(first: number): void {
    steadyState(this.#sections).forEach((steady, index) => {
      for (let lane = 0; lane < LANES; lane++) {
        const level = this.#values[first * LANES + lane];
        this.#state[2 * LANES * index + lane] = steady[0] * level;
        this.#state[2 * LANES * index + LANES + lane] = steady[1] * level;
      }
    });
  }

  #fade(): void {
    for (let at = 0; at < this.#state.length; at++)
      if (Math.abs(this.#state[at]) < FADED) this.#state[at] = 0;
  }
}
