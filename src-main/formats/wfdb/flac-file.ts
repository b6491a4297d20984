import { FLACDecoder } from '@wasm-audio-decoders/flac';
import type { ByteSource } from '../../domain/bytes.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import { unreadable } from '../unreadable.ts';
import { FlacFrames } from './flac-frames.ts';
import type { FlacFrame } from './flac-frames.ts';
import type { FlacStreamInfo } from './flac-stream-info.ts';
import { readStreamInfo } from './flac-stream-info.ts';
import type { FrameLayout, FrameSource, SignalRequest } from './frame-source.ts';

/** The decoder takes a frame's bytes in pieces of 65535 * 8; a longer frame would be cut. */
const MAX_FRAME_BYTES = 65535 * 8;

/** A FLAC signal file: each signal is a channel. A window is read from the frames that hold it. */
export class FlacFile implements FrameSource {
  readonly frames: number;
  readonly #source: ByteSource;
  readonly #flacFrames: FlacFrames;
  readonly #samplesPerFrame: number;
  readonly #scale: number;
  readonly #sentinel: number;
  #decoder: FLACDecoder | undefined;

  private constructor(source: ByteSource, info: FlacStreamInfo, samplesPerFrame: number) {
    this.#source = source;
    this.#flacFrames = new FlacFrames(source, info);
    this.#samplesPerFrame = samplesPerFrame;
    this.frames = Math.floor(info.samples / samplesPerFrame);
    // The decoder gives sample / (2^(bits-1) - 1) as a 32-bit float; times that and rounded it is the sample again.
    this.#scale = 2 ** (info.bits - 1) - 1;
    this.#sentinel = -(2 ** (info.bits - 1));
  }

  /**
   * @param bits that the header's format has (508: 8, 516: 16, 524: 24)
   * @throws StudyUnreadable, UnsupportedFormat
   */
  static async open(
    source: ByteSource,
    layout: FrameLayout,
    bits: number,
    byteOffset: number,
  ): Promise<FlacFile> {
    const info = await readStreamInfo(source, byteOffset);
    const { samplesPerFrame } = layout;
    if (info.channels !== samplesPerFrame.length || info.bits !== bits) {
      const message = `the FLAC file has ${info.channels} channels of ${info.bits} bits, its header says ${samplesPerFrame.length} of ${bits}.`;
      throw unreadable(source.name, byteOffset + 8, message);
    }
    if (samplesPerFrame.some((count) => count !== samplesPerFrame[0])) {
      const message = `${source.name}: signals of different rates in one FLAC file are not read.`;
      throw new PurkinjeError('UnsupportedFormat', message, { file: source.name });
    }
    if (info.samples === 0) {
      const message = `${source.name}: a FLAC file that does not say its length is not read.`;
      throw new PurkinjeError('UnsupportedFormat', message, { file: source.name });
    }
    return new FlacFile(source, info, samplesPerFrame[0]);
  }

  async read(requests: readonly SignalRequest[], from: number, to: number): Promise<void> {
    const [begin, end] = [from * this.#samplesPerFrame, to * this.#samplesPerFrame];
    for await (const frame of this.#flacFrames.between(begin, end)) {
      const channels = await this.#decode(frame);
      const first = Math.max(begin, frame.firstSample);
      const last = Math.min(end, frame.firstSample + frame.blockSize);
      for (const { position, into, intoOffset } of requests) {
        const values = channels[position].subarray(first - frame.firstSample, last - frame.firstSample);
        this.#store(values, into, intoOffset + first - begin);
      }
    }
  }

  async close(): Promise<void> {
    this.#decoder?.free();
    this.#decoder = undefined;
    await this.#source.close();
  }

  async #decode(frame: FlacFrame): Promise<Float32Array[]> {
    if (frame.data.length > MAX_FRAME_BYTES) {
      const message = `${this.#source.name}: a FLAC frame of ${frame.data.length} bytes is longer than can be read.`;
      throw new PurkinjeError('UnsupportedFormat', message, { file: this.#source.name });
    }
    this.#decoder ??= new FLACDecoder();
    await this.#decoder.ready;
    const { channelData, samplesDecoded, errors } = await this.#decoder.decodeFrames([frame.data]);
    if (errors.length > 0 || samplesDecoded !== frame.blockSize) {
      const message = `${this.#source.name}: the FLAC frame of sample ${frame.firstSample} can't be decoded.`;
      throw new PurkinjeError('StudyUnreadable', message, {
        ...{ file: this.#source.name, sampleIndex: frame.firstSample },
      });
    }
    return channelData;
  }

  #store(values: Float32Array, into: Int32Array, offset: number): void {
    for (let i = 0; i < values.length; i++) {
      const value = Math.round(values[i] * this.#scale);
      into[offset + i] = value === this.#sentinel ? MISSING_SAMPLE : value;
    }
  }
}
