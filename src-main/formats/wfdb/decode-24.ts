import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { StridedDecoder } from './strided-decoder.ts';

const SENTINEL = -(2 ** 23);

/**
 * Format 24: two's complement, three bytes, low byte first. A sample is the upper three bytes of the word that begins a
 * byte before it: one load instead of three. Only the very first sample has no byte before it.
 */
export const decode24: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const step = stride * 3;
  const end = outOffset + count * outStride;
  let at = first * 3 - 1;
  let to = outOffset;
  if (at < 0 && to < end) {
    const value = ((bytes[0] << 8) | (bytes[1] << 16) | (bytes[2] << 24)) >> 8;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
    at += step;
    to += outStride;
  }
  for (; to < end; at += step, to += outStride) {
    const value = view.getInt32(at, true) >> 8;
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
