import type {
  ImportedAnnotations,
  RecordDescription,
  RecordReader,
  RecordWarning,
} from '../../domain/record.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import { windowArrays } from '../check-window.ts';
import type { RecordPart } from './record-part.ts';
import type { Segment } from './segment.ts';
import type { SegmentChannel } from './segment-read.ts';
import { readConverted, readDirect } from './segment-read.ts';

export interface WfdbReaderParts {
  readonly description: RecordDescription;
  readonly files: readonly string[];
  readonly parts: readonly RecordPart[];
  /** Samples given for each frame: 1, or the fastest signal's in high resolution. */
  readonly factor: number;
  readonly readAnnotations: () => Promise<readonly ImportedAnnotations[]>;
  readonly close: () => Promise<void>;
}

/** Reads a WFDB record of one or many segments. */
export class WfdbRecordReader implements RecordReader {
  readonly description: RecordDescription;
  readonly files: readonly string[];
  readonly readAnnotations: () => Promise<readonly ImportedAnnotations[]>;
  readonly close: () => Promise<void>;
  readonly #parts: readonly RecordPart[];
  readonly #factor: number;

  constructor({ description, files, parts, factor, readAnnotations, close }: WfdbReaderParts) {
    this.description = description;
    this.files = files;
    this.readAnnotations = readAnnotations;
    this.close = close;
    this.#parts = parts;
    this.#factor = factor;
  }

  /**
   * See `RecordReader`.
   * @param into arrays to fill instead of new ones, one a channel, each at least `to - from` long
   */
  async readDigital(
    channelIndices: readonly number[],
    from: number,
    to: number,
    into?: readonly Int32Array[],
  ): Promise<Int32Array[]> {
    const out = windowArrays(this.description, channelIndices, from, to, into);
    for (const part of this.#parts) {
      const [begin, end] = [Math.max(from, part.from * this.#factor), Math.min(to, part.to * this.#factor)];
      if (begin >= end) continue;
      await part.use((segment) =>
        this.#readPart(part, segment, channelIndices, begin, end, out, begin - from),
      );
    }
    return out;
  }

  /** Compares every segment's samples with the checksums of its header. */
  async verifyChecksums(): Promise<RecordWarning[]> {
    const warnings: RecordWarning[] = [];
    for (const part of this.#parts) {
      await part.use(async (segment) => {
        if (segment) warnings.push(...(await segment.verifyChecksums()));
      });
    }
    return warnings;
  }

  /** @param done samples of `out` that lie before `from` */
  async #readPart(
    part: RecordPart,
    segment: Segment | undefined,
    channelIndices: readonly number[],
    from: number,
    to: number,
    out: readonly Int32Array[],
    done: number,
  ): Promise<void> {
    const direct: SegmentChannel[] = [];
    const converted: SegmentChannel[] = [];
    channelIndices.forEach((channel, i) => {
      const mapping = part.channels[channel];
      if (!segment || !mapping) out[i].fill(MISSING_SAMPLE, done, done + to - from);
      else
        (mapping.samplesPerFrame === 1 && this.#factor === 1 ? direct : converted).push({
          mapping,
          out: out[i],
        });
    });
    if (!segment) return;
    const window = {
      from: from - part.from * this.#factor,
      to: to - part.from * this.#factor,
      outOffset: done,
    };
    if (direct.length > 0) await readDirect(segment, direct, window);
    if (converted.length > 0) await readConverted(segment, converted, window, this.#factor);
  }
}
