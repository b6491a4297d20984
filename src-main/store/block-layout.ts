import { PurkinjeError } from '../domain/errors.ts';
import type { PackedWidth, Packing } from './packing.ts';

/**
 * The block file: planar, little-endian, every number in it written once.
 *
 *     header   64 bytes: magic, version, channels, block length, levels, samples, place of the index
 *     blocks   a block holds up to `blockLength` bins of one level, channel after channel
 *     index    per level: reduction, bins; then per level, block and channel: offset, base, width
 *
 * Level 0 holds the samples, one value a bin. The levels above hold a minimum and a maximum a bin, `reduction` samples
 * wide. A block of a channel is kept in as few bytes a value as its own range needs (`packing.ts`).
 */
export interface BlockShape {
  readonly channels: number;
  readonly samples: number;
  /** Bins a block, a power of two. */
  readonly blockLength: number;
  /** Samples a bin, per level; the first is 1. */
  readonly reductions: readonly number[];
}

export interface BlockIndex {
  readonly shape: BlockShape;
  /** Number of the first entry of each level. */
  readonly firstEntry: readonly number[];
  readonly offsets: Float64Array;
  readonly bases: Int32Array;
  readonly widths: Uint8Array;
}

export const HEADER_BYTES = 64;
const MAGIC = 'PKBLOCK1';

/** Samples of one block over all channels, so that what an import holds stays bounded (4 MB as 32-bit integers). */
const BLOCK_SAMPLES = 1 << 20;
const LONGEST_BLOCK = 1 << 16;
const SHORTEST_BLOCK = 1 << 10;

/**
 * Samples a bin of the first level, and from level to level. Chosen by the bench `store`: 32 costs 8 % of the file, and
 * the widest window read from plain samples is 64 samples a pixel.
 */
const FIRST_REDUCTION = 32;
const REDUCTION_STEP = 4;
/** The last level has no more bins than this: a screen is some thousand pixels wide. */
const COARSEST_BINS = 4096;

/** The shape of a record's block file. */
export function blockShapeFor(channels: number, samples: number): BlockShape {
  let blockLength = LONGEST_BLOCK;
  while (blockLength > SHORTEST_BLOCK && blockLength * channels > BLOCK_SAMPLES) blockLength /= 2;
  const reductions = [1];
  let reduction = FIRST_REDUCTION;
  while (samples / reductions.at(-1)! > COARSEST_BINS) {
    reductions.push(reduction);
    reduction *= REDUCTION_STEP;
  }
  return { channels, samples, blockLength, reductions };
}

export function binsOf(shape: BlockShape, level: number): number {
  return Math.ceil(shape.samples / shape.reductions[level]);
}

/** Values a bin: the sample itself, or minimum and maximum. */
export function valuesPerBin(level: number): 1 | 2 {
  return level === 0 ? 1 : 2;
}

export function emptyIndex(shape: BlockShape): BlockIndex {
  const firstEntry: number[] = [];
  let entries = 0;
  for (let level = 0; level < shape.reductions.length; level++) {
    firstEntry.push(entries);
    entries += Math.ceil(binsOf(shape, level) / shape.blockLength) * shape.channels;
  }
  return {
    shape,
    firstEntry,
    offsets: new Float64Array(entries),
    bases: new Int32Array(entries),
    widths: new Uint8Array(entries),
  };
}

export function entryOf(index: BlockIndex, level: number, block: number, channel: number): number {
  return index.firstEntry[level] + block * index.shape.channels + channel;
}

export function packingOf(index: BlockIndex, entry: number): Packing {
  return { width: index.widths[entry] as PackedWidth, base: index.bases[entry] };
}

/** Most bytes that a block file of this shape can take: what an import reserves before it begins. */
export function largestBlockFile(shape: BlockShape): number {
  let values = 0;
  for (let level = 0; level < shape.reductions.length; level++)
    values += binsOf(shape, level) * valuesPerBin(level) * shape.channels;
  return values * 4 + indexBytes(emptyIndex(shape)) + HEADER_BYTES;
}

export function encodeHeader(shape: BlockShape, indexOffset: number): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  const view = new DataView(header.buffer);
  header.set(new TextEncoder().encode(MAGIC));
  view.setUint32(8, 1, true);
  view.setUint32(12, shape.channels, true);
  view.setUint32(16, shape.blockLength, true);
  view.setUint32(20, shape.reductions.length, true);
  view.setFloat64(24, shape.samples, true);
  view.setFloat64(32, indexOffset, true);
  return header;
}

/** What the header tells: how many bytes of index to read, and where. */
export interface BlockHeader {
  readonly channels: number;
  readonly blockLength: number;
  readonly levels: number;
  readonly samples: number;
  readonly indexOffset: number;
}

/** @throws StudyUnreadable where it is no block file of this version */
export function decodeHeader(header: Uint8Array, file: string): BlockHeader {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const magic = new TextDecoder().decode(header.subarray(0, 8));
  if (header.length < HEADER_BYTES || magic !== MAGIC || view.getUint32(8, true) !== 1) throw damaged(file);
  return {
    channels: view.getUint32(12, true),
    blockLength: view.getUint32(16, true),
    levels: view.getUint32(20, true),
    samples: view.getFloat64(24, true),
    indexOffset: view.getFloat64(32, true),
  };
}

/** Reductions, padded to 8 bytes; then the columns, the widest first so that each is aligned. */
export function encodeIndex(index: BlockIndex): Uint8Array {
  const bytes = new Uint8Array(indexBytes(index));
  const { reductions } = index.shape;
  const entries = index.offsets.length;
  let at = 0;
  new Float64Array(bytes.buffer, at, reductions.length).set(reductions);
  at += reductions.length * 8;
  new Float64Array(bytes.buffer, at, entries).set(index.offsets);
  at += entries * 8;
  new Int32Array(bytes.buffer, at, entries).set(index.bases);
  bytes.set(index.widths, at + entries * 4);
  return bytes;
}

/** @param bytes everything from `indexOffset` to the file's end */
export function decodeIndex(header: BlockHeader, bytes: Uint8Array, file: string): BlockIndex {
  if (bytes.length < header.levels * 8) throw damaged(file);
  const { buffer } = bytes.slice();
  const reductions = [...new Float64Array(buffer, 0, header.levels)];
  const index = emptyIndex({ ...header, reductions });
  if (bytes.length !== indexBytes(index)) throw damaged(file);
  const entries = index.offsets.length;
  let at = header.levels * 8;
  index.offsets.set(new Float64Array(buffer, at, entries));
  at += entries * 8;
  index.bases.set(new Int32Array(buffer, at, entries));
  index.widths.set(new Uint8Array(buffer, at + entries * 4, entries));
  return index;
}

function indexBytes(index: BlockIndex): number {
  return index.shape.reductions.length * 8 + index.offsets.length * 13;
}

function damaged(file: string): PurkinjeError {
  return new PurkinjeError(
    'StudyUnreadable',
    `The derived signal file ${file} is damaged. The original beside it is untouched: make it anew from that.`,
    { file },
  );
}
