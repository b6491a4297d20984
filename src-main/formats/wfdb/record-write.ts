import { PurkinjeError } from '../../domain/errors.ts';
import type { SignalDescription } from '../../domain/record.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { WritableFormat } from './encode-samples.ts';
import { SampleEncoder, WRITABLE_BITS, interleave, sentinelOf } from './encode-samples.ts';
import { checkRecordName, writeHeader } from './header-write.ts';

/** What a record that is written is, apart from its samples. */
export interface RecordToWrite {
  readonly name: string;
  readonly samplingFrequency: number;
  readonly format: WritableFormat;
  readonly signals: readonly Pick<
    SignalDescription,
    'originalName' | 'units' | 'gain' | 'baseline' | 'adcResolution' | 'adcZero'
  >[];
  readonly startTime?: string;
  readonly comments?: readonly string[];
}

export type { WritableFormat } from './encode-samples.ts';

/**
 * A whole record as files: `<name>.hea` and `<name>.dat`.
 * @param digital `[channels][samples]`, `MISSING_SAMPLE` where there is none
 * @throws InvalidInput for a value that the format does not hold, channels of different lengths, a bad name
 */
export function encodeRecord(record: RecordToWrite, digital: readonly Int32Array[]): Map<string, Uint8Array> {
  const encoder = new RecordEncoder(record);
  const body = encoder.append(digital);
  const { bytes, header } = encoder.finish();
  const data = new Uint8Array(body.length + bytes.length);
  data.set(body);
  data.set(bytes, body.length);
  return new Map([
    [encoder.headerName, new TextEncoder().encode(header)],
    [encoder.dataName, data],
  ]);
}

/**
 * Writes a record block by block, so that its length does not count: the bytes of `append` and then of `finish` make
 * the `.dat` file, and the header, which holds checksums and initial values, comes last.
 */
export class RecordEncoder {
  readonly headerName: string;
  readonly dataName: string;
  readonly #record: RecordToWrite;
  readonly #encoder: SampleEncoder;
  readonly #sums: Int32Array;
  readonly #initialValues: Int32Array;
  #samples = 0;

  /** @throws InvalidInput for a record without signals, a bad name, a gain of 0 */
  constructor(record: RecordToWrite) {
    checkRecordName(record.name);
    const { signals, samplingFrequency, name } = record;
    if (signals.length === 0)
      throw new PurkinjeError('InvalidInput', `Record ${name} has no signal to write.`);
    const bad = signals.find(({ gain }) => gain === 0 || !Number.isFinite(gain));
    if (bad)
      throw new PurkinjeError('InvalidInput', `${bad.originalName}: a gain of ${bad.gain} can't be written.`);
    if (!(samplingFrequency > 0)) {
      throw new PurkinjeError(
        'InvalidInput',
        `A sampling frequency of ${samplingFrequency} Hz is impossible.`,
      );
    }
    this.headerName = `${name}.hea`;
    this.dataName = `${name}.dat`;
    this.#record = record;
    this.#encoder = new SampleEncoder(record.format);
    this.#sums = new Int32Array(signals.length);
    this.#initialValues = new Int32Array(signals.length);
  }

  /**
   * @param block `[channels][n]`: the next n samples of every channel
   * @returns bytes to append to the signal file
   */
  append(block: readonly Int32Array[]): Uint8Array {
    this.#checkShape(block);
    const samples = interleave(block, this.#record.format, (channel, index, value) =>
      this.#refuse(channel, index, value),
    );
    const channels = block.length;
    if (this.#samples === 0) this.#initialValues.set(samples.subarray(0, channels));
    for (let i = 0; i < samples.length;) {
      for (let channel = 0; channel < channels; channel++)
        this.#sums[channel] = (this.#sums[channel] + samples[i++]) | 0;
    }
    this.#samples += block[0].length;
    return this.#encoder.encode(samples);
  }

  /** The last bytes of the signal file (an odd sample of format 212) and the header's text. */
  finish(): { bytes: Uint8Array; header: string } {
    const { name, samplingFrequency, format, signals, startTime, comments = [] } = this.#record;
    const header = writeHeader({
      ...{ name, samplingFrequency, format, startTime, comments },
      samples: this.#samples,
      fileName: this.dataName,
      signals: signals.map((signal, index) => ({
        ...signal,
        initialValue: this.#initialValues[index],
        checksum: (this.#sums[index] << 16) >> 16,
      })),
    });
    return { bytes: this.#encoder.finish(), header };
  }

  #checkShape(block: readonly Int32Array[]): void {
    const { signals, name } = this.#record;
    if (block.length === signals.length && block.every(({ length }) => length === block[0].length)) return;
    const message = `Record ${name} has ${signals.length} signals; a block must have as many channels of one length.`;
    throw new PurkinjeError('InvalidInput', message);
  }

  #refuse(channel: number, index: number, value: number): never {
    const { format, signals, name } = this.#record;
    const limit = -sentinelOf(format) - 1;
    const sampleIndex = this.#samples + index;
    const message = `Record ${name}, ${signals[channel].originalName}, sample ${sampleIndex}: format ${format} holds -${limit} to ${limit}, not ${value}. Write it in a wider format.`;
    throw new PurkinjeError('InvalidInput', message, { sampleIndex });
  }
}

/** The narrowest format that holds every value of `[channels][samples]`. */
export function narrowestFormat(digital: readonly Int32Array[]): WritableFormat {
  let most = 0;
  for (const values of digital) {
    for (const value of values) if (value !== MISSING_SAMPLE) most = Math.max(most, Math.abs(value));
  }
  const formats = [212, 16, 24, 32] as const;
  return formats.find((format) => most < 2 ** (WRITABLE_BITS[format] - 1))!;
}
