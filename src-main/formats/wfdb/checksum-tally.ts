import type { RecordWarning } from '../../domain/record.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { WfdbHeader } from './header.ts';
import { kernelMemoryOf } from '../../domain/kernel/kernel-memory.ts';
import { packedFormat } from './signal-format.ts';
import { SUM } from './sum-kernel.ts';

/** Values summed at once when the tally reads on by itself. */
const BLOCK_SAMPLES = 2 ** 20;

/**
 * Sums each signal's samples as they pass, so that a caller who reads a record once in order has its checksums for
 * nothing. The sum is of the stored values (a missing sample counts as its sentinel), modulo 65536 (header(5)).
 */
export class ChecksumTally {
  readonly #header: WfdbHeader;
  readonly #frames: number;
  /** Per signal: frames summed so far, from the first on, and their sum. */
  readonly #next: Float64Array;
  readonly #sums: Int32Array;

  constructor(header: WfdbHeader, frames: number) {
    this.#header = header;
    this.#frames = frames;
    this.#next = new Float64Array(header.signals.length);
    this.#sums = new Int32Array(header.signals.length);
  }

  /** Takes frames [from, to) of a signal where they follow what it has; others are of no use to it. */
  add(signal: number, from: number, to: number, values: Int32Array, offset: number): void {
    const end = Math.min(to, this.#frames);
    const { checksum, samplesPerFrame, format } = this.#header.signals[signal];
    if (checksum === undefined || from !== this.#next[signal] || end <= from) return;
    const stop = offset + (end - from) * samplesPerFrame;
    const sentinel = sentinelOf(format);
    // MISSING_SAMPLE itself adds a multiple of 65536, which is nothing; so does the sentinel of formats 24 and 32.
    const missing = (sentinel & 0xffff) === 0 ? 0 : missingIn(values, offset, stop);
    this.#sums[signal] =
      (this.#sums[signal] + sumOf(values, offset, stop) + Math.imul(missing, sentinel)) | 0;
    this.#next[signal] = end;
  }

  /** Windows still to be read, signals that stand at the same frame together. */
  *unread(): Generator<{ from: number; to: number; signals: number[] }> {
    for (;;) {
      const open = this.#header.signals.flatMap(({ checksum }, index) =>
        checksum !== undefined && this.#next[index] < this.#frames ? [index] : [],
      );
      if (open.length === 0) return;
      const from = Math.min(...open.map((index) => this.#next[index]));
      const signals = open.filter((index) => this.#next[index] === from);
      const each = signals.reduce((sum, index) => sum + this.#header.signals[index].samplesPerFrame, 0);
      const to = Math.min(this.#frames, from + Math.max(1, Math.floor(BLOCK_SAMPLES / each)));
      yield { from, to, signals };
      // What could not be read (a file that is not there) must not be asked for again.
      for (const index of signals) this.#next[index] = Math.max(this.#next[index], to);
    }
  }

  mismatches(signals: readonly number[]): RecordWarning[] {
    return signals.flatMap((index) => {
      const { checksum, description, fileName } = this.#header.signals[index];
      if (checksum === undefined) return [];
      const [expected, found] = [checksum & 0xffff, this.#sums[index] & 0xffff];
      if (expected === found) return [];
      const message = `${fileName}, ${description}: the samples' checksum is ${found}, ${this.#header.path} says ${expected}. The file may be damaged.`;
      return [{ code: 'checksum' as const, message, signal: description }];
    });
  }
}

/** Modulo 2^32. Four sums, as one would wait for itself at each step. */
function sumOf(values: Int32Array, from: number, to: number): number {
  const memory = kernelMemoryOf(values);
  if (memory) {
    const quads = (to - from) >> 2;
    const sum = memory.functions(SUM).sum(values.byteOffset + 4 * from, quads);
    return (sum + plainSumOf(values, from + 4 * quads, to)) | 0;
  }
  return plainSumOf(values, from, to);
}

function plainSumOf(values: Int32Array, from: number, to: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = from;
  for (; i + 3 < to; i += 4) {
    a = (a + values[i]) | 0;
    b = (b + values[i + 1]) | 0;
    c = (c + values[i + 2]) | 0;
    d = (d + values[i + 3]) | 0;
  }
  for (; i < to; i++) a = (a + values[i]) | 0;
  return (a + b + c + d) | 0;
}

function missingIn(values: Int32Array, from: number, to: number): number {
  let missing = 0;
  for (let i = from; i < to; i++) if (values[i] === MISSING_SAMPLE) missing++;
  return missing;
}

function sentinelOf(format: number): number {
  return packedFormat(format)?.sentinel ?? (format === 508 ? -128 : format === 516 ? -32768 : 0);
}
