import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { StridedDecoder } from './strided-decoder.ts';

const SENTINEL = -(2 ** 23);

/** Format 24: two's complement, three bytes, low byte first. */
export const decode24: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  const step = stride * 3;
  for (let i = 0, at = first * 3, to = outOffset; i < count; i++, at += step, to += outStride) {
    const value = ((bytes[at] << 8) | (bytes[at + 1] << 16) | (bytes[at + 2] << 24)) >> 8;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
};

/** Format 32: two's complement, four bytes, low byte first; its sentinel -2^31 is `MISSING_SAMPLE` itself. */
export const decode32: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  const step = stride * 4;
  for (let i = 0, at = first * 4, to = outOffset; i < count; i++, at += step, to += outStride) {
    out[to] = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
  }
};
