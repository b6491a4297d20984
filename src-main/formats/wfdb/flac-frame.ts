import { crc16, crc8 } from './flac-crc.ts';

export interface FlacFrameHeader {
  readonly firstSample: number;
  readonly blockSize: number;
  readonly bytes: number;
}

/** RFC 9639, section 9.1: the longest frame header. */
export const MAX_FRAME_HEADER = 16;

/**
 * The frame header at `at`; undefined where there is none (no sync code, reserved values, a wrong CRC) or where the
 * bytes end before it does.
 * @param fixedBlockSize of a stream whose frames are numbered, not their samples
 */
export function parseFrameHeader(
  bytes: Uint8Array,
  at: number,
  fixedBlockSize: number,
): FlacFrameHeader | undefined {
  if (bytes[at] !== 0xff || (bytes[at + 1] & 0xfe) !== 0xf8 || at + 6 > bytes.length) return undefined;
  const sizeCode = bytes[at + 2] >> 4;
  const rateCode = bytes[at + 2] & 15;
  if (sizeCode === 0 || rateCode === 15 || bytes[at + 3] & 1) return undefined;
  const number = codedNumber(bytes, at + 4);
  if (!number) return undefined;
  const sizeAt = at + 4 + number.bytes;
  const sizeBytes = sizeCode === 6 ? 1 : sizeCode === 7 ? 2 : 0;
  const rateBytes = rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0;
  const crcAt = sizeAt + sizeBytes + rateBytes;
  if (crcAt >= bytes.length || crc8(bytes, at, crcAt) !== bytes[crcAt]) return undefined;
  const variable = (bytes[at + 1] & 1) === 1;
  return {
    firstSample: variable ? number.value : number.value * fixedBlockSize,
    blockSize: blockSizeOf(sizeCode, bytes, sizeAt),
    bytes: crcAt + 1 - at,
  };
}

function blockSizeOf(code: number, bytes: Uint8Array, at: number): number {
  if (code === 1) return 192;
  if (code <= 5) return 144 * 2 ** code;
  if (code === 6) return bytes[at] + 1;
  if (code === 7) return ((bytes[at] << 8) | bytes[at + 1]) + 1;
  return 2 ** code;
}

/** A number in UTF-8's way of coding, up to 36 bits. */
function codedNumber(bytes: Uint8Array, at: number): { value: number; bytes: number } | undefined {
  const first = bytes[at];
  if (first < 0x80) return { value: first, bytes: 1 };
  const length = Math.clz32(~(first << 24));
  if (length < 2 || length > 7 || at + length > bytes.length) return undefined;
  let value = first & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    if ((bytes[at + i] & 0xc0) !== 0x80) return undefined;
    value = value * 64 + (bytes[at + i] & 0x3f);
  }
  return { value, bytes: length };
}

/** Whether the bytes from `start` to `end` are a whole frame: their checksum is what their last two bytes say. */
export function isWholeFrame(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < MAX_FRAME_HEADER / 2) return false;
  return crc16(bytes, start, end - 2) === ((bytes[end - 2] << 8) | bytes[end - 1]);
}
