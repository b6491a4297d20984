import type { ByteSource } from '../../domain/bytes.ts';
import { decodeFours24, foursOf } from './decode-fours.ts';
import { unreadable } from '../unreadable.ts';
import { decodeLent24 } from './lent-fours.ts';
import type { FrameLayout, FrameSource, SignalRequest } from './frame-source.ts';
import type { PackedFormat } from './signal-format.ts';
import { bytesOfSamples, samplesInBytes } from './signal-format.ts';

/** Bytes read at once: large enough that a read's cost does not count, small enough that memory stays bounded. */
const READ_BYTES = 4 * 2 ** 20;
/** Bytes decoded for one signal after another: they stay in the second-level cache (256 kB or more everywhere). */
const CACHED_BYTES = 64 * 2 ** 10;

/** A signal file of a packed format: any window is at a known place. Reads only the window's bytes. */
export class PackedFile implements FrameSource {
  readonly frames: number;
  readonly #source: ByteSource;
  readonly #format: PackedFormat;
  readonly #layout: FrameLayout;
  readonly #byteOffset: number;

  constructor(source: ByteSource, format: PackedFormat, layout: FrameLayout, byteOffset: number) {
    this.#source = source;
    this.#format = format;
    this.#layout = layout;
    this.#byteOffset = byteOffset;
    const samples = samplesInBytes(format, Math.max(0, source.size - byteOffset));
    this.frames = Math.floor(samples / layout.frameLength);
  }

  async read(requests: readonly SignalRequest[], from: number, to: number): Promise<void> {
    const framesAtOnce = this.#framesIn(READ_BYTES);
    for (let start = from; start < to; start += framesAtOnce) {
      const end = Math.min(to, start + framesAtOnce);
      await this.#readChunk(requests, start, end, start - from);
    }
  }

  close(): Promise<void> {
    return this.#source.close();
  }

  #framesIn(bytes: number): number {
    const { unitBytes, unitSamples } = this.#format;
    return Math.max(1, Math.floor(((bytes / unitBytes) * unitSamples) / this.#layout.frameLength));
  }

  /** @param done frames of the request that are filled already */
  async #readChunk(
    requests: readonly SignalRequest[],
    from: number,
    to: number,
    done: number,
  ): Promise<void> {
    const { frameLength } = this.#layout;
    const { unitBytes, unitSamples } = this.#format;
    const firstUnit = Math.floor((from * frameLength) / unitSamples);
    const begin = this.#byteOffset + firstUnit * unitBytes;
    const end = this.#byteOffset + bytesOfSamples(this.#format, to * frameLength);
    const source = this.#source;
    const bytes = await (source.readPassing?.(begin, end - begin) ?? source.read(begin, end - begin));
    if (bytes.length < end - begin) {
      const message = `${end - begin - bytes.length} bytes fewer than a moment ago. Was the file changed while open?`;
      throw unreadable(this.#source.name, begin + bytes.length, message);
    }
    const skipped = from * frameLength - firstUnit * unitSamples;
    this.#decode(bytes, skipped, to - from, requests, done);
  }

  #decode(
    bytes: Uint8Array,
    skipped: number,
    frames: number,
    requests: readonly SignalRequest[],
    done: number,
  ): void {
    const { frameLength, offsets, samplesPerFrame } = this.#layout;
    const step = this.#framesIn(CACHED_BYTES);
    const byKernel = this.#decodeFours(bytes, frames, requests, done);
    for (let start = byKernel; start < frames; start += step) {
      const count = Math.min(step, frames - start);
      for (const { position, into, intoOffset } of requests) {
        const each = samplesPerFrame[position];
        const first = skipped + start * frameLength + offsets[position];
        const to = intoOffset + (done + start) * each;
        for (let c = 0; c < each; c++) {
          this.#format.decode(bytes, first + c, frameLength, count, into, to + c, each);
        }
      }
    }
  }
  /** @returns frames that were decoded by a kernel, from the first on: none, or all but the last three */
  #decodeFours(bytes: Uint8Array, frames: number, requests: readonly SignalRequest[], done: number): number {
    const step = this.#framesIn(CACHED_BYTES) & ~3;
    if (this.#format.code !== 24 || step === 0) return 0;
    const end = frames & ~3;
    const fours = foursOf(requests, this.#layout);
    if (!fours) return decodeLent24(requests, bytes, this.#layout, end, done, step) ? end : 0;
    const frameBytes = this.#layout.frameLength * this.#format.unitBytes;
    for (let start = 0; start < end; start += step) {
      const count = Math.min(step, end - start);
      decodeFours24(fours, bytes.subarray(start * frameBytes), this.#layout, count, done + start);
    }
    return end;
  }
}
