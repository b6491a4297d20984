import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { StridedDecoder } from './strided-decoder.ts';

const SENTINEL = -32768;

/** Format 16: two's complement, low byte first. */
export const decode16: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  const step = stride * 2;
  for (let i = 0, at = first * 2, to = outOffset; i < count; i++, at += step, to += outStride) {
    const value = ((bytes[at] | (bytes[at + 1] << 8)) << 16) >> 16;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
};

/** Format 61: two's complement, high byte first. */
export const decode61: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  const step = stride * 2;
  for (let i = 0, at = first * 2, to = outOffset; i < count; i++, at += step, to += outStride) {
    const value = (((bytes[at] << 8) | bytes[at + 1]) << 16) >> 16;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
};

/** Format 160: offset binary, low byte first. */
export const decode160: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  const step = stride * 2;
  for (let i = 0, at = first * 2, to = outOffset; i < count; i++, at += step, to += outStride) {
    const value = (bytes[at] | (bytes[at + 1] << 8)) - 32768;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
};
