import type { RecordDescription, RecordWarning } from '../../domain/record.ts';
import { KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { throwIfCancelled } from '../../domain/errors.ts';
import { PyramidBuilder } from '../../dsp/envelope/pyramid-builder.ts';
import type { OpenOptions } from '../../formats/open-record.ts';
import { createBlockFile, writerMemory } from '../../store/block-file-writer.ts';
import type { BlockFileWriter } from '../../store/block-file-writer.ts';
import { blockShapeFor, type BlockShape } from '../../store/block-layout.ts';
import { openFolder } from '../../store/folder.ts';
import type { RecordSource } from './collect-sources.ts';
import { openSource } from './plan-record.ts';
import { readAhead } from './read-ahead.ts';

/** What is decoded, and where to; plain data, so that a worker can be handed it. */
export interface DecodeOrder {
  readonly source: RecordSource;
  readonly options: OpenOptions;
  /** The derived block file; must not exist. */
  readonly target: string;
}

export interface Decoded {
  /** Found while reading: checksums that differ, signals that never change. */
  readonly warnings: readonly RecordWarning[];
}

export interface DecodeListener {
  readonly abortSignal?: AbortSignal;
  /** Samples a signal that have been done since the last call. */
  readonly onSamples: (samples: number) => void;
}

/**
 * Reads a recording once from beginning to end and writes its block file, durably. Holds one block of samples and the
 * pyramid's pending blocks, however long the record.
 * @throws StudyUnreadable, Cancelled, ENOSPC
 */
export async function decodeRecord(order: DecodeOrder, listener: DecodeListener): Promise<Decoded> {
  const { source } = order;
  const folder = source.folder ?? (await openFolder(source.root, { shallow: source.shallow }));
  let memory: KernelMemory | undefined;
  const passing = (length: number): Uint8Array =>
    memory?.fits(length) ? memory.uint8(length) : new Uint8Array(length);
  const reader = await openSource({ ...source, folder: readAhead(folder, passing) }, order.options);
  try {
    const { description } = reader;
    const channels = description.signals.map((_, channel) => channel);
    const shape = blockShapeFor(channels.length, description.samples);
    memory = kernelMemoryFor(shape);
    const allocate = (length: number): Int32Array => memory?.int32(length) ?? new Int32Array(length);
    const writer = createBlockFile(order.target, shape, memory);
    const ranges = new SignalRanges(channels.length);
    try {
      const { reductions, blockLength } = shape;
      const builder = new PyramidBuilder(
        channels.length,
        reductions,
        blockLength,
        ranges.beside(writer),
        allocate,
      );
      const block = channels.map(() => allocate(blockLength));
      for (let from = 0; from < description.samples; from += blockLength) {
        throwIfCancelled(listener.abortSignal);
        const count = Math.min(blockLength, description.samples - from);
        await reader.readDigital(channels, from, from + count, block);
        await writer.ready();
        builder.append(block, count);
        listener.onSamples(count);
      }
      builder.finish();
      await writer.finish();
    } catch (error) {
      await writer.abandon();
      throw error;
    }
    const checksums = (await reader.verifyChecksums?.()) ?? [];
    return { warnings: [...checksums, ...ranges.flatSignals(description)] };
  } finally {
    await reader.close();
  }
}

/** Values of a recording below which kernels are not worth their memory: each reserves gigabytes of addresses. */
export const WORTH_KERNELS = 1 << 20;

/** Bytes a sample of the format whose kernel takes them where they were read. */
const KERNEL_SAMPLE_BYTES = 3;

/**
 * Memory, where it is worth it and there, for a block of samples and the pairs of each further level, what they are read
 * from (two parts in turn) and what is written of them.
 */
function kernelMemoryFor(shape: BlockShape): KernelMemory | undefined {
  const { channels, samples, blockLength, reductions } = shape;
  if (channels * samples < WORTH_KERNELS) return undefined;
  const lengths = [blockLength, ...reductions.slice(1).map(() => 2 * blockLength)];
  try {
    const read = 2 * kernelBytes([channels * blockLength], KERNEL_SAMPLE_BYTES);
    return new KernelMemory(channels * kernelBytes(lengths) + read + writerMemory(shape));
  } catch (error) {
    // A system that limits addresses refuses it; the plain loops do the same, slower.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Lowest and highest sample of each signal, taken from the blocks as they pass. */
class SignalRanges {
  readonly #low: number[];
  readonly #high: number[];

  constructor(channels: number) {
    this.#low = Array.from({ length: channels }, () => Infinity);
    this.#high = Array.from({ length: channels }, () => -Infinity);
  }

  beside(writer: BlockFileWriter): BlockFileWriter['writeBlock'] {
    return (level, values, bins, ranges) => {
      if (level === 0)
        ranges.forEach(({ low, high }, channel) => {
          this.#low[channel] = Math.min(this.#low[channel], low);
          this.#high[channel] = Math.max(this.#high[channel], high);
        });
      writer.writeBlock(level, values, bins, ranges);
    };
  }

  /** Those that the reader of the file has not warned of. */
  flatSignals({ samples, signals, warnings }: RecordDescription): RecordWarning[] {
    if (samples < 2) return [];
    const told = new Set(warnings.filter(({ code }) => code === 'flat').map(({ signal }) => signal));
    return signals.flatMap(({ originalName }, channel) =>
      this.#low[channel] === this.#high[channel] && !told.has(originalName)
        ? [
            {
              code: 'flat' as const,
              message: `${originalName} never changes: it was not connected, or has no samples.`,
              signal: originalName,
            },
          ]
        : [],
    );
  }
}
