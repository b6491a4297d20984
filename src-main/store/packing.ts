import { kernelMemoryOf } from '../domain/kernel/kernel-memory.ts';
import { MISSING_SAMPLE } from '../domain/record.ts';
import { PACK, PACKED_AT_ONCE } from './packing-kernel.ts';

/** Bytes a value: the fewest that hold a block's range, with one value to spare for a missing sample. */
export type PackedWidth = 2 | 3 | 4;

/** How the values of one block of one channel are kept: `value = stored + base`, in `width` bytes. */
export interface Packing {
  readonly width: PackedWidth;
  readonly base: number;
}

/** Stored in place of a missing sample: the lowest number of each width. */
const MISSING_STORED: Record<PackedWidth, number> = { 2: -0x8000, 3: -0x800000, 4: MISSING_SAMPLE };

/** The packing for values in [low, high]; for none at all (every sample missing) hand 0, 0. */
export function packingFor(low: number, high: number): Packing {
  for (const width of [2, 3] as const) {
    const reach = -MISSING_STORED[width] - 1;
    if (low >= -reach && high <= reach) return { width, base: 0 };
    if (high - low <= 2 * reach) return { width, base: low + reach };
  }
  return { width: 4, base: 0 };
}

/** Bytes that `count` packed values take, rounded up so that what follows is aligned for any width. */
export function packedBytes(count: number, width: PackedWidth): number {
  return (count * width + 7) & ~7;
}

/** What stands for a missing sample among stored values of this width. */
export function missingStored(width: PackedWidth): number {
  return MISSING_STORED[width];
}

/**
 * Packs `count` values from the start of `values` to `target`, whose offset must be a multiple of 4. Where both lie in one
 * kernel memory, a kernel does all but the last few.
 * @param mayMiss false where no value is missing for certain
 */
export function pack(
  values: Int32Array,
  count: number,
  { width, base }: Packing,
  target: Uint8Array,
  mayMiss: boolean,
): void {
  const used = values.subarray(0, count);
  if (width === 4) {
    new Int32Array(target.buffer, target.byteOffset, count).set(used);
    return;
  }
  const done = packByKernel(used, width, base, target);
  const rest = used.subarray(done);
  const numbers = mayMiss ? withMissingAs(base + MISSING_STORED[width], rest) : rest;
  if (width === 3) packThree(numbers, base, target.subarray(3 * done));
  else packTwo(numbers, base, new Int16Array(target.buffer, target.byteOffset + 2 * done, rest.length));
}

/** @returns values that were packed, from the first on, a multiple of 8: none where they and the target lie apart */
function packByKernel(values: Int32Array, width: 2 | 3, base: number, target: Uint8Array): number {
  const memory = values.buffer === target.buffer ? kernelMemoryOf(values) : undefined;
  const times = memory ? Math.floor(values.length / PACKED_AT_ONCE[width]) : 0;
  if (times === 0) return 0;
  const pack = memory!.functions(PACK)[`pack${width}`];
  pack(values.byteOffset, times, base, MISSING_STORED[width], target.byteOffset);
  return times * PACKED_AT_ONCE[width];
}

/** The reverse: `count` values to `target` from `at` on. `source`'s offset must be a multiple of 4. */
export function unpack(
  source: Uint8Array,
  count: number,
  { width, base }: Packing,
  target: Int32Array,
  at: number,
): void {
  unpackStored(source, count, width, target, at);
  if (width === 4) return;
  const missing = MISSING_STORED[width];
  const end = at + count;
  for (let i = at; i < end; i++) {
    const stored = target[i];
    target[i] = stored === missing ? MISSING_SAMPLE : stored + base;
  }
}

/** As they are stored: base not added, missing samples as `missingStored`. */
export function unpackStored(
  source: Uint8Array,
  count: number,
  width: PackedWidth,
  target: Int32Array,
  at: number,
): void {
  if (width === 2) target.set(new Int16Array(source.buffer, source.byteOffset, count), at);
  else if (width === 4) target.set(new Int32Array(source.buffer, source.byteOffset, count), at);
  else unpackThree(source, count, target, at);
}

/** A copy in which missing samples are a value that is packed as any other: packing is quicker where none is missing. */
function withMissingAs(stand: number, values: Int32Array): Int32Array {
  const copy = new Int32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    copy[i] = value === MISSING_SAMPLE ? stand : value;
  }
  return copy;
}

function packTwo(values: Int32Array, base: number, stored: Int16Array): void {
  // `set` keeps the low 16 bits, many at a time.
  if (base === 0) stored.set(values);
  else for (let i = 0; i < values.length; i++) stored[i] = values[i] - base;
}

/** Four values to three words at a time, little end first; the rest byte by byte. */
function packThree(values: Int32Array, base: number, target: Uint8Array): void {
  const words = new Int32Array(target.buffer, target.byteOffset, 3 * (values.length >> 2));
  let i = 0;
  for (let word = 0; word < words.length; word += 3, i += 4) {
    const second = (values[i + 1] - base) | 0;
    const third = (values[i + 2] - base) | 0;
    words[word] = ((values[i] - base) & 0xffffff) | (second << 24);
    words[word + 1] = ((second >> 8) & 0xffff) | (third << 16);
    words[word + 2] = ((third >> 16) & 0xff) | ((values[i + 3] - base) << 8);
  }
  for (let at = 3 * i; i < values.length; i++, at += 3) {
    const stored = values[i] - base;
    target[at] = stored;
    target[at + 1] = stored >> 8;
    target[at + 2] = stored >> 16;
  }
}

function unpackThree(source: Uint8Array, count: number, target: Int32Array, at: number): void {
  const words = new Int32Array(source.buffer, source.byteOffset, 3 * (count >> 2));
  let i = at;
  for (let word = 0; word < words.length; word += 3, i += 4) {
    const first = words[word];
    const middle = words[word + 1];
    const last = words[word + 2];
    target[i] = (first << 8) >> 8;
    target[i + 1] = (((first >>> 24) | (middle << 8)) << 8) >> 8;
    target[i + 2] = (((middle >>> 16) | (last << 16)) << 8) >> 8;
    target[i + 3] = last >> 8;
  }
  for (let o = 3 * (i - at); i < at + count; i++, o += 3)
    target[i] = source[o] | (source[o + 1] << 8) | ((source[o + 2] << 24) >> 8);
}
