import type { ByteSource } from '../../domain/bytes.ts';
import { unreadable } from '../unreadable.ts';
import type { FlacFrameHeader } from './flac-frame.ts';
import { MAX_FRAME_HEADER, isWholeFrame, parseFrameHeader } from './flac-frame.ts';
import type { FlacStreamInfo } from './flac-stream-info.ts';

export interface FlacFrame {
  readonly header: FlacFrameHeader;
  readonly data: Uint8Array;
  /** Where it begins in the file. */
  readonly byte: number;
}

const READ_BYTES = 2 ** 18;
/** A search by halves ends here; what is left is walked through frame by frame. */
const SEARCH_BYTES = 2 ** 16;

/** Finds a FLAC file's frames without an index: by halves to the one that holds a sample, then one after another. */
export class FlacFrames {
  readonly #source: ByteSource;
  readonly #info: FlacStreamInfo;
  /** The largest a frame can be: every sample as it is, and some room for headers. */
  readonly #maxFrame: number;

  constructor(source: ByteSource, info: FlacStreamInfo) {
    this.#source = source;
    this.#info = info;
    this.#maxFrame =
      Math.ceil((info.maxBlockSize * info.channels * (info.bits + 1)) / 8) + 64 + 8 * info.channels;
  }

  /** The frames that hold samples [from, to), in order. */
  async *between(from: number, to: number): AsyncGenerator<FlacFrame> {
    let at = await this.#locate(from);
    let buffer: Uint8Array = new Uint8Array(0);
    let bufferStart = at;
    for (let sample = -1; sample < to;) {
      if (at - bufferStart + this.#maxFrame + MAX_FRAME_HEADER > buffer.length) {
        buffer = await this.#source.read(at, Math.max(READ_BYTES, this.#maxFrame + MAX_FRAME_HEADER));
        bufferStart = at;
      }
      const frame = this.#frameAt(buffer, at - bufferStart, at);
      sample = frame.header.firstSample + frame.header.blockSize;
      if (sample > from && frame.header.firstSample < to) yield frame;
      at += frame.data.length;
    }
  }

  /** @param byte of the frame in the file, for the message */
  #frameAt(buffer: Uint8Array, start: number, byte: number): FlacFrame {
    const header = parseFrameHeader(buffer, start, this.#info.maxBlockSize);
    const end = header && this.#endOf(buffer, start, header, byte);
    if (!header || end === undefined) {
      throw unreadable(this.#source.name, byte, 'a FLAC frame is damaged. Copy the file again.');
    }
    return { header, byte, data: buffer.subarray(start, end) };
  }

  /** A frame ends where the next one begins (or the file) and its checksum is right. */
  #endOf(buffer: Uint8Array, start: number, header: FlacFrameHeader, byte: number): number | undefined {
    const last = Math.min(buffer.length, start + this.#maxFrame);
    for (let at = start + header.bytes + 2; at < last; at++) {
      if (buffer[at] !== 0xff || (buffer[at + 1] & 0xfe) !== 0xf8) continue;
      const next = parseFrameHeader(buffer, at, this.#info.maxBlockSize);
      const follows = next?.firstSample === header.firstSample + header.blockSize;
      if (follows && isWholeFrame(buffer, start, at)) return at;
    }
    const atEnd = byte + (buffer.length - start) === this.#source.size;
    return atEnd && isWholeFrame(buffer, start, buffer.length) ? buffer.length : undefined;
  }

  /** The byte of a frame that begins at or before `sample`, not far before it. */
  async #locate(sample: number): Promise<number> {
    let low = this.#info.firstFrame;
    let high = this.#source.size;
    while (high - low > Math.max(SEARCH_BYTES, 2 * this.#maxFrame)) {
      const middle = Math.floor((low + high) / 2);
      const found = await this.#firstFrameFrom(middle);
      if (found && found.firstSample <= sample) low = found.byte;
      else high = middle;
    }
    return low;
  }

  /** The first whole frame from a byte on; bytes that only look like a header do not have a frame's checksum. */
  async #firstFrameFrom(byte: number): Promise<{ byte: number; firstSample: number } | undefined> {
    const buffer = await this.#source.read(byte, 2 * this.#maxFrame + MAX_FRAME_HEADER);
    for (let at = 0; at + 1 < buffer.length; at++) {
      if (buffer[at] !== 0xff || (buffer[at + 1] & 0xfe) !== 0xf8) continue;
      const header = parseFrameHeader(buffer, at, this.#info.maxBlockSize);
      const isFrame = header && this.#endOf(buffer, at, header, byte + at) !== undefined;
      if (isFrame) return { byte: byte + at, firstSample: header.firstSample };
    }
    return undefined;
  }
}
