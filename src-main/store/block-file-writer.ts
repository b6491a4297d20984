import { closeSync, fdatasync, fsyncSync, openSync, writeSync } from 'node:fs';
import {
  encodeHeader,
  encodeIndex,
  emptyIndex,
  entryOf,
  HEADER_BYTES,
  valuesPerBin,
} from './block-layout.ts';
import type { BlockShape } from './block-layout.ts';
import { pack, packedBytes, packingFor } from './packing.ts';

/** Lowest and highest present value of a channel's block; 0, 0 where every sample is missing. */
export interface ValueRange {
  readonly low: number;
  readonly high: number;
}

/**
 * Writes a block file, block after block of each level. Made by an import under a temporary name; `finish` makes it
 * whole and durable, `abandon` closes it as it is.
 */
export interface BlockFileWriter {
  /**
   * Appends the next block of a level: `values[channel]` holds `bins` bins (`blockLength` but for the last block),
   * interleaved minimum and maximum above level 0. The arrays stay the caller's.
   */
  writeBlock(level: number, values: readonly Int32Array[], bins: number, ranges: readonly ValueRange[]): void;
  /** Bytes written so far. */
  readonly size: number;
  finish(): void;
  abandon(): void;
}

/** Bytes after which the disk is asked to begin: it then works while the next blocks are decoded. */
const SYNC_EVERY = 1 << 25;

export function createBlockFile(path: string, shape: BlockShape): BlockFileWriter {
  const handle = openSync(path, 'wx');
  const index = emptyIndex(shape);
  const nextBlock = shape.reductions.map(() => 0);
  let size = HEADER_BYTES;
  let scratch = new Uint8Array(0);
  const sync = periodicSync(handle);

  const writeBlock: BlockFileWriter['writeBlock'] = (level, values, bins, ranges) => {
    const count = bins * valuesPerBin(level);
    const packings = ranges.map(({ low, high }) => packingFor(low, high));
    const bytes = packings.reduce((sum, { width }) => sum + packedBytes(count, width), 0);
    if (scratch.length < bytes) scratch = new Uint8Array(bytes);
    let at = 0;
    packings.forEach((packing, channel) => {
      const entry = entryOf(index, level, nextBlock[level], channel);
      index.offsets[entry] = size + at;
      index.bases[entry] = packing.base;
      index.widths[entry] = packing.width;
      pack(values[channel], count, packing, scratch.subarray(at));
      at += packedBytes(count, packing.width);
    });
    writeFully(handle, scratch.subarray(0, bytes), size);
    nextBlock[level]++;
    size += bytes;
    sync.wrote(bytes);
  };

  return {
    writeBlock,
    get size() {
      return size;
    },
    finish: () => {
      writeFully(handle, encodeIndex(index), size);
      writeFully(handle, encodeHeader(shape, size), 0);
      fsyncSync(handle);
      sync.close();
    },
    abandon: () => sync.close(),
  };
}

export function writeFully(handle: number, bytes: Uint8Array, position: number): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(handle, bytes, written, bytes.length - written, position + written);
}

/**
 * Starts writing back what was written, in the background, and owns the closing of the handle: not before a sync that
 * is under way has ended. A failure here is not lost: the last fsync reports it again.
 */
export function periodicSync(handle: number): { wrote(bytes: number): void; close(): void } {
  let pending = 0;
  let busy = false;
  let closing = false;
  const ended = (): void => {
    busy = false;
    if (closing) closeSync(handle);
  };
  return {
    wrote: (bytes) => {
      pending += bytes;
      if (busy || pending < SYNC_EVERY) return;
      pending = 0;
      busy = true;
      fdatasync(handle, ended);
    },
    close: () => {
      closing = true;
      if (!busy) closeSync(handle);
    },
  };
}
