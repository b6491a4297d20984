import type { RecordDescription, RecordWarning } from '../../domain/record.ts';
import { KernelMemory, kernelBytes } from '../../domain/kernel/kernel-memory.ts';
import { throwIfCancelled } from '../../domain/errors.ts';
import { PyramidBuilder } from '../../dsp/envelope/pyramid-builder.ts';
import type { OpenOptions } from '../../formats/open-record.ts';
import { createBlockFile } from '../../store/block-file-writer.ts';
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
  const reader = await openSource({ ...source, folder: readAhead(folder) }, order.options);
  try {
    const { description } = reader;
    const channels = description.signals.map((_, channel) => channel);
    const shape = blockShapeFor(channels.length, description.samples);
    const writer = createBlockFile(order.target, shape);
    const ranges = new SignalRanges(channels.length);
    try {
      const { reductions, blockLength } = shape;
      const allocate = allocatorFor(shape);
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
const WORTH_KERNELS = 1 << 20;

/** Arrays for a block of samples and the pairs of each further level: in a kernel memory where it is worth it, and there. */
function allocatorFor({
  channels,
  samples,
  blockLength,
  reductions,
}: BlockShape): (length: number) => Int32Array {
  const plain = (length: number): Int32Array => new Int32Array(length);
  if (channels * samples < WORTH_KERNELS) return plain;
  const lengths = [blockLength, ...reductions.slice(1).map(() => 2 * blockLength)];
  try {
    const memory = new KernelMemory(channels * kernelBytes(lengths));
    return (length) => memory.int32(length);
  } catch (error) {
    // A system that limits addresses refuses it; the plain loops do the same, slower.
    if (error instanceof RangeError) return plain;
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

  flatSignals({ samples, signals }: RecordDescription): RecordWarning[] {
    if (samples < 2) return [];
    return signals.flatMap(({ originalName }, channel) =>
      this.#low[channel] === this.#high[channel]
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
