import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { StridedDecoder } from './strided-decoder.ts';

const SENTINEL = -2048;

/** Where one parity's sample lies in its three bytes: its low byte, and its nibble of the middle one. */
interface Parity {
  readonly low: 0 | 2;
  readonly mask: 0x0f | 0xf0;
  readonly shift: 8 | 4;
}
const EVEN: Parity = { low: 0, mask: 0x0f, shift: 8 };
const ODD: Parity = { low: 2, mask: 0xf0, shift: 4 };

function decodeParity(
  bytes: Uint8Array,
  { low, mask, shift }: Parity,
  start: number,
  step: number,
  count: number,
  out: Int32Array,
  outOffset: number,
  outStride: number,
): void {
  for (let i = 0, at = start, to = outOffset; i < count; i++, at += step, to += outStride) {
    const value = ((bytes[at + low] | ((bytes[at + 1] & mask) << shift)) << 20) >> 20;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
}

/**
 * Format 212: two 12-bit samples in three bytes: the first's low 8 bits, both's high 4 bits (the first's lower), the
 * second's low 8 bits. Samples of one parity lie at a constant step, so each parity is a loop by itself.
 */
export const decode212: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  const loop = (from: number, every: number, n: number, to: number, toStride: number): void => {
    const parity = (from & 1) === 0 ? EVEN : ODD;
    decodeParity(bytes, parity, (from >> 1) * 3, (every >> 1) * 3, n, out, to, toStride);
  };
  if ((stride & 1) === 0) {
    loop(first, stride, count, outOffset, outStride);
    return;
  }
  loop(first, stride * 2, (count + 1) >> 1, outOffset, outStride * 2);
  loop(first + stride, stride * 2, count >> 1, outOffset + outStride, outStride * 2);
};
