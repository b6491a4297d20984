import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { StridedDecoder } from './strided-decoder.ts';

const SENTINEL = -512;

/**
 * Format 310: three 10-bit samples in two 16-bit words, low byte first: bits 1-10 of the first word, bits 1-10 of the
 * second, and bits 11-15 of both (the first word's lower).
 */
export const decode310: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  for (let i = 0, at = first, to = outOffset; i < count; i++, at += stride, to += outStride) {
    const unit = Math.floor(at / 3);
    const place = at - unit * 3;
    const byte = unit * 4;
    const word =
      place === 1 ? bytes[byte + 2] | (bytes[byte + 3] << 8) : bytes[byte] | (bytes[byte + 1] << 8);
    const bits = place === 2 ? (word >> 11) | ((bytes[byte + 3] >> 3) << 5) : word >> 1;
    const value = (bits << 22) >> 22;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
};

/** Format 311: three 10-bit samples in one 32-bit word, low byte first: bits 0-9, 10-19, 20-29. */
export const decode311: StridedDecoder = (bytes, first, stride, count, out, outOffset, outStride) => {
  for (let i = 0, at = first, to = outOffset; i < count; i++, at += stride, to += outStride) {
    const unit = Math.floor(at / 3);
    const place = at - unit * 3;
    const byte = unit * 4 + place;
    const value = ((bytes[byte] | (bytes[byte + 1] << 8)) << (22 - 2 * place)) >> 22;
    out[to] = value === SENTINEL ? MISSING_SAMPLE : value;
  }
};
