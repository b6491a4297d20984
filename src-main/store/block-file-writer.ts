import { fsyncSync, openSync } from 'node:fs';
import { periodicSync, writeFully } from './background-sync.ts';
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
  /** false where no sample is missing for certain: that is quicker. */
  readonly mayMiss: boolean;
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
      pack(values[channel], count, packing, scratch.subarray(at), ranges[channel].mayMiss);
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
