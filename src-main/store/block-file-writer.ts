import { BackgroundFile } from './background-file.ts';
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
  /** Bytes so far. */
  readonly size: number;
  /** To be awaited between blocks, so that what waits to be written stays bounded. @throws what writing throws */
  ready(): Promise<void>;
  /** @throws what writing throws, ENOSPC for one */
  finish(): Promise<void>;
  abandon(): Promise<void>;
}

/** Writes under way while the next block is made; one of them may be the disk's own sync. */
const WRITES_AHEAD = 2;

export function createBlockFile(path: string, shape: BlockShape): BlockFileWriter {
  const file = new BackgroundFile(path);
  const index = emptyIndex(shape);
  const nextBlock = shape.reductions.map(() => 0);
  const spare: Uint8Array[] = [];
  let size = HEADER_BYTES;

  const writeBlock: BlockFileWriter['writeBlock'] = (level, values, bins, ranges) => {
    const count = bins * valuesPerBin(level);
    const packings = ranges.map(({ low, high }) => packingFor(low, high));
    const bytes = packings.reduce((sum, { width }) => sum + packedBytes(count, width), 0);
    const fitting = spare.findIndex((buffer) => buffer.length >= bytes);
    const buffer = fitting < 0 ? new Uint8Array(bytes) : spare.splice(fitting, 1)[0];
    let at = 0;
    packings.forEach((packing, channel) => {
      const entry = entryOf(index, level, nextBlock[level], channel);
      index.offsets[entry] = size + at;
      index.bases[entry] = packing.base;
      index.widths[entry] = packing.width;
      pack(values[channel], count, packing, buffer.subarray(at), ranges[channel].mayMiss);
      const end = at + packedBytes(count, packing.width);
      // The buffer was used before: what rounds up must not be what lay there.
      buffer.fill(0, at + count * packing.width, end);
      at = end;
    });
    file.write(buffer.subarray(0, bytes), size, () => spare.push(buffer));
    nextBlock[level]++;
    size += bytes;
  };

  return {
    writeBlock,
    get size() {
      return size;
    },
    ready: () => file.drained(WRITES_AHEAD),
    finish: async () => {
      file.writeNow(encodeIndex(index), size);
      file.writeNow(encodeHeader(shape, size), 0);
      await file.finish();
    },
    abandon: () => file.abandon(),
  };
}
