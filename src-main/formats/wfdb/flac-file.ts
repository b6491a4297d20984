import type { ByteSource } from '../../domain/bytes.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { MISSING_SAMPLE } from '../../domain/record.ts';
import { unreadable } from '../unreadable.ts';
import { decodeFlacFrame } from './flac-decode.ts';
import { FlacFrames } from './flac-frames.ts';
import type { FlacFrame } from './flac-frames.ts';
import type { FlacStreamInfo } from './flac-stream-info.ts';
import { readStreamInfo } from './flac-stream-info.ts';
import type { FrameLayout, FrameSource, SignalRequest } from './frame-source.ts';

/** What silence takes: frames of at least 10 bytes and at most 65535 samples (RFC 9639, section 9). */
function mostSamples(bytes: number): number {
  return Math.floor(Math.max(0, bytes) / 10) * 65535;
}

/** A FLAC signal file: each signal is a channel. A window is read from the frames that hold it. */
export class FlacFile implements FrameSource {
  readonly frames: number;
  readonly #source: ByteSource;
  readonly #flacFrames: FlacFrames;
  readonly #samplesPerFrame: number;
  readonly #info: FlacStreamInfo;
  readonly #sentinel: number;

  private constructor(source: ByteSource, info: FlacStreamInfo, samplesPerFrame: number) {
    this.#source = source;
    this.#flacFrames = new FlacFrames(source, info);
    this.#samplesPerFrame = samplesPerFrame;
    this.frames = Math.floor(info.samples / samplesPerFrame);
    this.#info = info;
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
    if (info.samples > mostSamples(source.size - info.firstFrame)) {
      const message = `the FLAC file says it has ${info.samples} samples, which its bytes can't hold. Copy it again.`;
      throw unreadable(source.name, source.size, message);
    }
    return new FlacFile(source, info, samplesPerFrame[0]);
  }

  async read(requests: readonly SignalRequest[], from: number, to: number): Promise<void> {
    const [begin, end] = [from * this.#samplesPerFrame, to * this.#samplesPerFrame];
    for await (const frame of this.#flacFrames.between(begin, end)) {
      const channels = this.#decode(frame);
      const first = Math.max(begin, frame.header.firstSample);
      const last = Math.min(end, frame.header.firstSample + frame.header.blockSize);
      for (const { position, into, intoOffset } of requests) {
        const values = channels[position].subarray(
          first - frame.header.firstSample,
          last - frame.header.firstSample,
        );
        this.#store(values, into, intoOffset + first - begin);
      }
    }
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  #decode(frame: FlacFrame): Int32Array[] {
    const channels = decodeFlacFrame(frame.data, frame.header, this.#info.channels, this.#info.bits);
    if (channels) return channels;
    throw unreadable(this.#source.name, frame.byte, 'a FLAC frame is damaged. Copy the file again.');
  }

  #store(values: Int32Array, into: Int32Array, offset: number): void {
    for (let i = 0; i < values.length; i++) {
      into[offset + i] = values[i] === this.#sentinel ? MISSING_SAMPLE : values[i];
    }
  }
}
