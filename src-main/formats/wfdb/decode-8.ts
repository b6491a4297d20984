import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { StridedDecoder } from './strided-decoder.ts';

const SENTINEL = -128;

/** Format 8: the differences themselves; `difference-file` sums them up. They have no sentinel. */
export const decode8: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  for (let i = 0, at = first, to = outOffset; i < count; i++, at += stride, to += outStride) {
    out[to] = (bytes[at] << 24) >> 24;
  }
};

/** Format 80: offset binary, one byte. */
export const decode80: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  for (let i = 0, at = first, to = outOffset; i < count; i++, at += stride, to += outStride) {
    const value = bytes[at] - 128;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
};
