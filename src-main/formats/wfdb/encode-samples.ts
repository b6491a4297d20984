import { MISSING_SAMPLE } from '../../domain/record.ts';

/** The formats that records are written in. */
export type WritableFormat = 16 | 24 | 32 | 212;

/** Bits of a sample; the lowest value stands for a missing one, so it is no value. */
export const WRITABLE_BITS: Readonly<Record<WritableFormat, number>> = { 16: 16, 24: 24, 32: 32, 212: 12 };

/** What a format stores where a sample is missing (signal(5)). */
export function sentinelOf(format: WritableFormat): number {
  return -(2 ** (WRITABLE_BITS[format] - 1));
}

/**
 * Packs samples of one stream into bytes; keeps the odd sample of format 212 until its pair arrives.
 * Values are in range and missing ones are sentinels already.
 */
export class SampleEncoder {
  readonly #format: WritableFormat;
  #left: number | undefined;

  constructor(format: WritableFormat) {
    this.#format = format;
  }

  /** @param samples in the file's order: frame after frame */
  encode(samples: Int32Array): Uint8Array {
    return this.#format === 212
      ? this.#encode212(samples)
      : encodeWhole(samples, WRITABLE_BITS[this.#format] / 8);
  }

  /** The bytes of a last odd sample. */
  finish(): Uint8Array {
    if (this.#left === undefined) return new Uint8Array(0);
    return Uint8Array.of(this.#left & 0xff, (this.#left >> 8) & 0x0f);
  }

  #encode212(samples: Int32Array): Uint8Array {
    const all = this.#left === undefined ? samples : prepend(this.#left, samples);
    const pairs = all.length >> 1;
    const bytes = new Uint8Array(pairs * 3);
    for (let i = 0, at = 0; i < pairs; i++, at += 3) {
      const first = all[2 * i];
      const second = all[2 * i + 1];
      bytes[at] = first;
      bytes[at + 1] = ((first >> 8) & 0x0f) | ((second >> 4) & 0xf0);
      bytes[at + 2] = second;
    }
    this.#left = all.length & 1 ? all[all.length - 1] : undefined;
    return bytes;
  }
}

function encodeWhole(samples: Int32Array, bytesPerSample: number): Uint8Array {
  const bytes = new Uint8Array(samples.length * bytesPerSample);
  for (let i = 0, at = 0; i < samples.length; i++) {
    for (let shift = 0; shift < bytesPerSample * 8; shift += 8) bytes[at++] = samples[i] >> shift;
  }
  return bytes;
}

function prepend(value: number, samples: Int32Array): Int32Array {
  const all = new Int32Array(samples.length + 1);
  all[0] = value;
  all.set(samples, 1);
  return all;
}

/**
 * Interleaves channels into the file's order, with sentinels for missing samples.
 * @param onBadValue called for a value the format does not hold
 */
export function interleave(
  channels: readonly Int32Array[],
  format: WritableFormat,
  onBadValue: (channel: number, index: number, value: number) => never,
): Int32Array {
  const length = channels[0]?.length ?? 0;
  const sentinel = sentinelOf(format);
  const [low, high] = [sentinel + 1, -sentinel - 1];
  const all = new Int32Array(length * channels.length);
  channels.forEach((values, channel) => {
    for (let i = 0, to = channel; i < length; i++, to += channels.length) {
      const value = values[i];
      if (value === MISSING_SAMPLE) all[to] = sentinel;
      else if (value < low || value > high) onBadValue(channel, i, value);
      else all[to] = value;
    }
  });
  return all;
}
