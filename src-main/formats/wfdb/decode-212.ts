import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { StridedDecoder } from './strided-decoder.ts';

const SENTINEL = -2048;

function decodeEven(
  bytes: Uint8Array,
  start: number,
  step: number,
  count: number,
  out: Int32Array,
  outOffset: number,
  outStride: number,
): void {
  for (let i = 0, at = start, to = outOffset; i < count; i++, at += step, to += outStride) {
    const value = ((bytes[at] | (bytes[at + 1] << 8)) << 20) >> 20;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
}

function decodeOdd(
  bytes: Uint8Array,
  start: number,
  step: number,
  count: number,
  out: Int32Array,
  outOffset: number,
  outStride: number,
): void {
  for (let i = 0, at = start, to = outOffset; i < count; i++, at += step, to += outStride) {
    const value = ((bytes[at + 2] | ((bytes[at + 1] & 0xf0) << 4)) << 20) >> 20;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
}

/**
 * Format 212: two 12-bit samples in three bytes: the first's low 8 bits, both's high 4 bits (the first's lower), the
 * second's low 8 bits. Samples of one parity lie at a constant step, so each parity has a loop of its own.
 */
export const decode212: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  const loop = (from: number, every: number, n: number, to: number, toStride: number): void => {
    const decodeParity = (from & 1) === 0 ? decodeEven : decodeOdd;
    decodeParity(bytes, (from >> 1) * 3, (every >> 1) * 3, n, out, to, toStride);
  };
  if ((stride & 1) === 0) {
    loop(first, stride, count, outOffset, outStride);
    return;
  }
  loop(first, stride * 2, (count + 1) >> 1, outOffset, outStride * 2);
  loop(first + stride, stride * 2, count >> 1, outOffset + outStride, outStride * 2);
};
