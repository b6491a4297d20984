import { MISSING_SAMPLE } from '../domain/record.ts';

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

/** Packs `count` values from the start of `values` to `target`, whose offset must be a multiple of 4. */
export function pack(values: Int32Array, count: number, { width, base }: Packing, target: Uint8Array): void {
  if (width === 3) {
    packThree(values, count, base, target);
    return;
  }
  const stored =
    width === 2
      ? new Int16Array(target.buffer, target.byteOffset, count)
      : new Int32Array(target.buffer, target.byteOffset, count);
  const missing = MISSING_STORED[width];
  for (let i = 0; i < count; i++) {
    const value = values[i];
    stored[i] = value === MISSING_SAMPLE ? missing : value - base;
  }
}

/** The reverse: `count` values to `target` from `at` on. `source`'s offset must be a multiple of 4. */
export function unpack(
  source: Uint8Array,
  count: number,
  { width, base }: Packing,
  target: Int32Array,
  at: number,
): void {
  if (width === 2) unpackTwo(new Int16Array(source.buffer, source.byteOffset, count), base, target, at);
  else if (width === 3) unpackThree(source, count, base, target, at);
  else target.set(new Int32Array(source.buffer, source.byteOffset, count), at);
}

function packThree(values: Int32Array, count: number, base: number, target: Uint8Array): void {
  const missing = MISSING_STORED[3];
  for (let i = 0, o = 0; i < count; i++, o += 3) {
    const value = values[i];
    const stored = value === MISSING_SAMPLE ? missing : value - base;
    target[o] = stored;
    target[o + 1] = stored >> 8;
    target[o + 2] = stored >> 16;
  }
}

function unpackTwo(stored: Int16Array, base: number, target: Int32Array, at: number): void {
  const missing = MISSING_STORED[2];
  for (let i = 0; i < stored.length; i++) {
    const value = stored[i];
    target[at + i] = value === missing ? MISSING_SAMPLE : value + base;
  }
}

function unpackThree(source: Uint8Array, count: number, base: number, target: Int32Array, at: number): void {
  const missing = MISSING_STORED[3];
  for (let i = 0, o = 0; i < count; i++, o += 3) {
    const value = source[o] | (source[o + 1] << 8) | ((source[o + 2] << 24) >> 8);
    target[at + i] = value === missing ? MISSING_SAMPLE : value + base;
  }
}
