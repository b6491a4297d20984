import { PurkinjeError } from '../../domain/errors.ts';
import type {
  ImportedAnnotations,
  RecordDescription,
  RecordReader,
  RecordWarning,
} from '../../domain/record.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import { averageFrames, holdSamples } from './frame-rate.ts';
import type { ChannelMapping, RecordPart } from './record-part.ts';
import { rescale } from './record-part.ts';

/** Frames of several samples converted at once, so that a wide window needs little memory besides its own. */
const CONVERTED_SAMPLES = 2 ** 20;
/** Samples of one channel that one read may ask for: 1 GB of them. */
const MAX_WINDOW = 2 ** 28;

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
    this.#checkWindow(channelIndices, from, to);
    const out = channelIndices.map((_, index) => into?.[index] ?? new Int32Array(to - from));
    for (const part of this.#parts) {
      const [begin, end] = [Math.max(from, part.from * this.#factor), Math.min(to, part.to * this.#factor)];
      if (begin < end) await this.#readPart(part, channelIndices, begin, end, out, begin - from);
    }
    return out;
  }

  /** Compares every segment's samples with the checksums of its header. */
  async verifyChecksums(): Promise<RecordWarning[]> {
    const warnings: RecordWarning[] = [];
    for (const part of this.#parts) {
      const segment = await part.open();
      if (segment) warnings.push(...(await segment.verifyChecksums()));
    }
    return warnings;
  }

  #checkWindow(channelIndices: readonly number[], from: number, to: number): void {
    const { samples, signals, name } = this.description;
    const whole = Number.isSafeInteger(from) && Number.isSafeInteger(to);
    if (!whole || from < 0 || to < from || to > samples) {
      const message = `Samples ${from} to ${to} were asked for; ${name} has samples 0 to ${samples}.`;
      throw new PurkinjeError('InvalidInput', message);
    }
    if (to - from > MAX_WINDOW) {
      const message = `${to - from} samples were asked for at once; read ${MAX_WINDOW} or fewer at a time.`;
      throw new PurkinjeError('InvalidInput', message);
    }
    const unknown = channelIndices.find((index) => !signals[index]);
    if (unknown !== undefined) {
      const message = `Channel ${unknown} was asked for; ${name} has channels 0 to ${signals.length - 1}.`;
      throw new PurkinjeError('InvalidInput', message);
    }
  }

  /** @param done samples of `out` that lie before `from` */
  async #readPart(
    part: RecordPart,
    channelIndices: readonly number[],
    from: number,
    to: number,
    out: readonly Int32Array[],
    done: number,
  ): Promise<void> {
    const segment = await part.open();
    const direct = [];
    for (let i = 0; i < channelIndices.length; i++) {
      const mapping = part.channels[channelIndices[i]];
      if (!segment || !mapping) out[i].fill(MISSING_SAMPLE, done, done + to - from);
      else if (mapping.samplesPerFrame === 1 && this.#factor === 1) {
        direct.push({ ...mapping, mapping, into: out[i], intoOffset: done });
      } else await this.#readConverted(part, mapping, from, to, out[i], done);
    }
    if (!segment || direct.length === 0) return;
    await segment.read(direct, from - part.from, to - part.from);
    for (const { into, mapping } of direct) rescale(into, done, done + to - from, mapping);
  }

  /** A signal whose own rate is not the record's: read by frames, then averaged or held. */
  async #readConverted(
    part: RecordPart,
    mapping: ChannelMapping,
    from: number,
    to: number,
    out: Int32Array,
    done: number,
  ): Promise<void> {
    const segment = (await part.open())!;
    const factor = this.#factor;
    const each = mapping.samplesPerFrame;
    const step = Math.max(1, Math.floor(CONVERTED_SAMPLES / each)) * factor;
    for (let start = from; start < to;) {
      const firstFrame = Math.floor(start / factor);
      const end = Math.min(to, firstFrame * factor + step);
      const frames = Math.ceil(end / factor) - firstFrame;
      const values = new Int32Array(frames * each);
      const request = { signal: mapping.signal, into: values, intoOffset: 0 };
      await segment.read([request], firstFrame - part.from, firstFrame + frames - part.from);
      const at = done + start - from;
      if (factor === 1) averageFrames(values, each, out, at, frames);
      else holdSamples(values, each, factor, start - firstFrame * factor, out, at, end - start);
      rescale(out, at, at + end - start, mapping);
      start = end;
    }
  }
}
