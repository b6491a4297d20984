import type { KernelMemory } from '../domain/kernel/kernel-memory.ts';
import { AppendedFile, appendedMemory } from './appended-file.ts';
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

/** Bytes a value that most recordings need; a guess that only chooses how the file is written. */
const USUAL_WIDTH = 2;

/** Bytes that a writer asks of a kernel memory. */
export function writerMemory(shape: BlockShape): number {
  return appendedMemory(usualBytes(shape));
}

function usualBytes({ channels, samples }: BlockShape): number {
  return channels * samples * USUAL_WIDTH;
}

/** @param memory where the blocks' values lie: they are packed by kernels then; `writerMemory` of it are taken */
export function createBlockFile(path: string, shape: BlockShape, memory?: KernelMemory): BlockFileWriter {
  const file = new AppendedFile(path, usualBytes(shape), memory);
  const index = emptyIndex(shape);
  const nextBlock = shape.reductions.map(() => 0);
  file.room(HEADER_BYTES).fill(0);
  file.append(HEADER_BYTES);

  const writeBlock: BlockFileWriter['writeBlock'] = (level, values, bins, ranges) => {
    const count = bins * valuesPerBin(level);
    ranges.forEach(({ low, high, mayMiss }, channel) => {
      const packing = packingFor(low, high);
      const bytes = packedBytes(count, packing.width);
      const room = file.room(bytes);
      pack(values[channel], count, packing, room, mayMiss);
      // The memory was used before: what rounds up must not be what lay there.
      room.fill(0, count * packing.width);
      const entry = entryOf(index, level, nextBlock[level], channel);
      index.offsets[entry] = file.size;
      index.bases[entry] = packing.base;
      index.widths[entry] = packing.width;
      file.append(bytes);
    });
    nextBlock[level]++;
  };

  return {
    writeBlock,
    get size() {
      return file.size;
    },
    ready: () => file.ready(),
    finish: async () => {
      const indexOffset = file.size;
      file.appendAll(encodeIndex(index));
      await file.finish(encodeHeader(shape, indexOffset));
    },
    abandon: () => file.abandon(),
  };
}
