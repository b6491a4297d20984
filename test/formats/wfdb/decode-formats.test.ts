import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import {
  bytesOfSamples,
  packedFormat,
  samplesInBytes,
} from '../../../src-main/formats/wfdb/signal-format.ts';
import { makeRandom } from '../../../src-main/domain/random.ts';

type Bit = (bytes: Uint8Array, index: number) => number;
/** Bit `index` of a little-endian stream: bit 0 is the lowest of byte 0. */
const bit: Bit = (bytes, index) => (bytes[index >> 3] >> (index & 7)) & 1;

/** Where each bit of sample k lies, lowest first, as signal(5) words it: an independent statement of each format. */
const BITS_OF: Readonly<Record<number, (k: number) => number[]>> = {
  16: (k) => run(k * 16, 16),
  24: (k) => run(k * 24, 24),
  32: (k) => run(k * 32, 32),
  61: (k) => [...run(k * 16 + 8, 8), ...run(k * 16, 8)],
  80: (k) => run(k * 8, 8),
  160: (k) => run(k * 16, 16),
  212: (k) => {
    const unit = (k >> 1) * 24;
    return k & 1 ? [...run(unit + 16, 8), ...run(unit + 12, 4)] : run(unit, 12);
  },
  310: (k) => {
    const unit = Math.floor(k / 3) * 32;
    return [run(unit + 1, 10), run(unit + 17, 10), [...run(unit + 11, 5), ...run(unit + 27, 5)]][k % 3];
  },
  311: (k) => run(Math.floor(k / 3) * 32 + (k % 3) * 10, 10),
};

function run(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + i);
}

function valueOf(code: number, bytes: Uint8Array, k: number): number {
  const positions = BITS_OF[code](k);
  const unsigned = positions.reduce((sum, position, i) => sum + bit(bytes, position) * 2 ** i, 0);
  const half = 2 ** (positions.length - 1);
  const offsetBinary = code === 80 || code === 160;
  const value = offsetBinary || unsigned >= half ? unsigned - (offsetBinary ? half : 2 * half) : unsigned;
  return value === -half ? MISSING_SAMPLE : value;
}

const CODES = Object.keys(BITS_OF).map(Number);

describe.each(CODES)('signal format %i', (code) => {
  const format = packedFormat(code)!;
  const random = makeRandom(code);
  const bytes = Uint8Array.from({ length: 1200 }, () => random.integer(256));
  const held = samplesInBytes(format, bytes.length);

  it('takes each bit from where signal(5) puts it, at any start and step', () => {
    for (const stride of [1, 2, 3, 5, 12, 19]) {
      for (const first of [0, 1, 2, 3, 7]) {
        const count = Math.floor((held - first - 1) / stride) + 1;
        const out = new Int32Array(2 * count + 1);
        format.decode(bytes, first, stride, count, out, 1, 2);
        const expected = Array.from({ length: count }, (_, i) => valueOf(code, bytes, first + i * stride));
        expect(Array.from({ length: count }, (_, i) => out[1 + 2 * i])).toEqual(expected);
      }
    }
  });

  it('has its sentinel read as missing', () => {
    const bits = BITS_OF[code](0).length;
    const stored = new Uint8Array(4);
    if (code !== 80 && code !== 160) {
      const top = BITS_OF[code](0)[bits - 1];
      stored[top >> 3] = 1 << (top & 7);
    }
    const out = new Int32Array(1);
    format.decode(stored, 0, 1, 1, out, 0, 1);
    expect(out[0]).toBe(MISSING_SAMPLE);
    expect(format.sentinel).toBe(-(2 ** (bits - 1)));
  });

  it('counts bytes and samples alike', () => {
    for (let samples = 0; samples < 50; samples++) {
      const size = bytesOfSamples(format, samples);
      const highest = Math.max(-1, ...run(0, samples).flatMap((k) => BITS_OF[code](k)));
      expect(size).toBe(Math.floor(highest / 8) + 1);
      // The third sample of format 310 lies in bits that the first two leave free.
      const free = code === 310 && samples % 3 === 2 ? 1 : 0;
      expect(samplesInBytes(format, size)).toBe(samples + free);
      if (samples > 0) expect(samplesInBytes(format, size - 1)).toBeLessThan(samples);
    }
  });
});
