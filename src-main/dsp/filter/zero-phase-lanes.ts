import { borrowKernelMemory, giveBack } from '../../domain/kernel/borrowed-memory.ts';
import { type KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { BLOCK, FADED } from './causal.ts';
import type { Section } from './section.ts';
import { LANE_BYTES, LANES, SECTION } from './section-kernel.ts';
import { steadyState } from './steady-state.ts';
import { defaultPadding, filterZeroPhase } from './zero-phase.ts';

/** Samples woven at once: eight signals of these lie in the kernel memory's scratch. */
const WOVEN = 2048;
/** What four at a time may be written beyond the last. */
const SPARE = 4;
/** Signals longer than this (64 MB for eight) are filtered one by one. */
const MOST_SAMPLES = 1 << 20;
/** Fewer signals than this, or fewer samples, are not worth eight lanes. */
const WORTH_SIGNALS = 3;
const WORTH_SAMPLES = 1 << 12;

/** Is given part of a filtered signal, from its sample `from` on. The values last until it returns. */
export type TakeFiltered = (index: number, values: Float32Array | Float64Array, from: number) => void;

/**
 * Filters several signals as `filterZeroPhase` does, to the last bit: those without a missing sample eight at a time, by vectors.
 * @param signals all of one length, which may be overwritten by what `take` is given
 * @param take is given each signal in parts, in any order
 * @param bits of what it is given, where it is worth filtering together: 32-bit floats are the others rounded, and made faster
 */
export function filterTogether(
  sections: readonly Section[],
  signals: readonly (Float32Array | Float64Array)[],
  take: TakeFiltered,
  bits: 32 | 64 = 64,
): void {
  const length = signals[0]?.length ?? 0;
  const whole = isWorthLanes(sections, length)
    ? [...signals.keys()].filter((index) => isWhole(signals[index]))
    : [];
  const memory = whole.length < WORTH_SIGNALS ? undefined : borrowKernelMemory(lanesBytes(sections, length));
  const together = new Set(memory ? whole : []);
  signals.forEach((samples, index) => {
    if (!together.has(index)) take(index, filterZeroPhase(sections, samples), 0);
  });
  if (!memory) return;
  const lanes = new Lanes(memory, sections, length);
  for (let at = 0; at < whole.length; at += LANES) {
    const group = whole.slice(at, at + LANES);
    const members = group.map((index) => signals[index]);
    lanes.filter(members, (lane, values, from) => take(group[lane], values, from), bits);
  }
  giveBack(memory);
}

/** Bytes of kernel memory that `filterTogether` borrows. */
export function lanesBytes(sections: readonly Section[], length: number): number {
  const values = LANES * (length + 2 * defaultPadding(sections) + SPARE);
  return kernelBytes([values, 8 * sections.length, 2 * LANES * sections.length], 8);
}

function isWorthLanes(sections: readonly Section[], length: number): boolean {
  return length > defaultPadding(sections) && length >= WORTH_SAMPLES && length <= MOST_SAMPLES;
}

/** Whether no sample is missing: one alone makes a sum NaN. Infinite ones may, too, and are then filtered alone. */
function isWhole(samples: Float32Array | Float64Array): boolean {
  const fours = samples.length - (samples.length % 4);
  for (let n = 0; n < fours; n += 4) {
    const sum = samples[n] + samples[n + 1] + samples[n + 2] + samples[n + 3];
    if (sum !== sum) return false; // NaN alone differs from itself
  }
  for (let n = fours; n < samples.length; n++) if (samples[n] !== samples[n]) return false;
  return true;
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

  constructor(memory: KernelMemory, sections: readonly Section[], length: number) {
    const extension = defaultPadding(sections);
    this.#memory = memory;
    this.#sections = sections;
    this.#length = length;
    this.#extension = extension;
    this.#values = memory.float64(LANES * (length + 2 * extension + SPARE));
    this.#coefficients = memory.float64(8 * sections.length);
    this.#state = memory.float64(2 * LANES * sections.length);
    sections.forEach(({ b0, b1, b2, a1, a2 }, index) =>
      this.#coefficients.set([b0, b1, b2, a1, a2], 8 * index),
    );
  }

  /** Filters up to eight signals of one kind. What is woven, filtered and taken apart at once stays in the second-level cache. */
  filter(signals: readonly (Float32Array | Float64Array)[], take: TakeFiltered, bits: 32 | 64): void {
    const total = this.#length + 2 * this.#extension;
    const bitsIn = signals.every((samples) => samples instanceof Float32Array) ? 32 : 64;
    this.#extendBefore(signals);
    this.#settle(signals.map((_, lane) => this.#values[lane]));
    for (let done = 0, woven = 0; done < total; done += BLOCK) {
      const count = Math.min(BLOCK, total - done);
      const wanted = Math.min(this.#length, done + count - this.#extension);
      for (; woven < wanted; woven += WOVEN) {
        this.#weave(signals, woven, bitsIn);
        if (woven + WOVEN >= this.#length) this.#extendAfter(signals);
      }
      this.#run(done, count, 1);
    }
    this.#settle(signals.map((_, lane) => this.#values[(total - 1) * LANES + lane]));
    for (let done = 0; done < total; done += BLOCK) {
      const count = Math.min(BLOCK, total - done);
      this.#run(total - 1 - done, count, -1);
      this.#unweave(signals.length, total - done - count, total - done, bits, take);
    }
  }

  #addressOf(sample: number, lane: number): number {
    return this.#values.byteOffset + sample * LANE_BYTES + 8 * lane;
  }

  /** Room for one signal's values in the scratch. */
  #room(lane: number, bits: 32 | 64): Float32Array | Float64Array {
    const { buffer, byteOffset } = this.#memory.scratch;
    const Kind = bits === 32 ? Float32Array : Float64Array;
    return new Kind(buffer, byteOffset + (bits / 8) * WOVEN * lane, WOVEN);
  }

  #weave(signals: readonly (Float32Array | Float64Array)[], from: number, bits: 32 | 64): void {
    const weave = this.#memory.functions(SECTION)[`weave${bits}`];
    const count = Math.min(WOVEN, this.#length - from);
    for (let lane = 0; lane < LANES; lane++) {
      const room = this.#room(lane, bits);
      if (lane < signals.length) room.set(signals[lane].subarray(from, from + count));
      else if (from === 0) room.fill(0);
    }
    for (let lane = 0; lane < LANES; lane += 2) {
      const [one, other] = [this.#room(lane, bits), this.#room(lane + 1, bits)];
      const fours = 4 * Math.ceil(count / 4);
      weave(one.byteOffset, other.byteOffset, this.#addressOf(this.#extension + from, lane), fours);
    }
  }

  /** Hands out what of samples [from, to), extension among them, belongs to the signals. */
  #unweave(signals: number, from: number, to: number, bits: 32 | 64, take: TakeFiltered): void {
    const unweave = this.#memory.functions(SECTION)[`unweave${bits}`];
    const end = Math.min(this.#length, to - this.#extension);
    for (let start = Math.max(0, from - this.#extension); start < end; start += WOVEN) {
      const count = Math.min(WOVEN, end - start);
      for (let lane = 0; lane < signals; lane += 2) {
        const [one, other] = [this.#room(lane, bits), this.#room(lane + 1, bits)];
        const fours = 4 * Math.ceil(count / 4);
        unweave(one.byteOffset, other.byteOffset, this.#addressOf(this.#extension + start, lane), fours);
        take(lane, one.subarray(0, count), start);
        if (lane + 1 < signals) take(lane + 1, other.subarray(0, count), start);
      }
    }
  }

  /** 2 x[0] - x[k] before the first sample. */
  #extendBefore(signals: readonly (Float32Array | Float64Array)[]): void {
    this.#values.fill(0, 0, this.#extension * LANES);
    signals.forEach((samples, lane) => {
      for (let k = 1; k <= this.#extension; k++)
        this.#values[(this.#extension - k) * LANES + lane] = 2 * samples[0] - samples[k];
    });
  }

  /** The like after the last. */
  #extendAfter(signals: readonly (Float32Array | Float64Array)[]): void {
    const last = this.#length - 1;
    this.#values.fill(0, (this.#extension + last + 1) * LANES);
    signals.forEach((samples, lane) => {
      for (let k = 1; k <= this.#extension; k++)
        this.#values[(this.#extension + last + k) * LANES + lane] = 2 * samples[last] - samples[last - k];
    });
  }

  /** All sections over `count` samples, from `first` on. */
  #run(first: number, count: number, direction: 1 | -1): void {
    const { section } = this.#memory.functions(SECTION);
    const at = this.#addressOf(first, 0);
    this.#sections.forEach((_, index) => {
      const coefficients = this.#coefficients.byteOffset + 64 * index;
      const state = this.#state.byteOffset + 16 * LANES * index;
      section(at, count, direction * LANE_BYTES, coefficients, state);
    });
    this.#fade();
  }

  /** The state in which the first sample of each lane has lasted for ever. */
  #settle(levels: readonly number[]): void {
    steadyState(this.#sections).forEach((steady, index) => {
      for (let lane = 0; lane < LANES; lane++) {
        const level = levels[lane] ?? 0;
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
