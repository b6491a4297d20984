import { crc16, crc8 } from '../../../src-main/formats/wfdb/flac-crc.ts';

/** A FLAC stream of verbatim frames (RFC 9639), so that tests know every byte: `[channels][samples]`. */
export function flacOf(channels: readonly number[][], bits: number, blockSize: number): Uint8Array {
  const samples = channels[0].length;
  const bytes = [...header(channels.length, bits, blockSize, samples)];
  for (let first = 0, number = 0; first < samples; first += blockSize, number++) {
    const block = channels.map((values) => values.slice(first, first + blockSize));
    bytes.push(...frame(block, bits, number));
  }
  return Uint8Array.from(bytes);
}

function header(channels: number, bits: number, blockSize: number, samples: number): number[] {
  const rate = 96000;
  const info = [
    ...[blockSize >> 8, blockSize & 255, blockSize >> 8, blockSize & 255, 0, 0, 0, 0, 0, 0],
    ...[
      (rate >> 12) & 255,
      (rate >> 4) & 255,
      ((rate & 15) << 4) | ((channels - 1) << 1) | ((bits - 1) >> 4),
    ],
    ...[
      ((bits - 1) & 15) << 4,
      (samples >>> 24) & 255,
      (samples >> 16) & 255,
      (samples >> 8) & 255,
      samples & 255,
    ],
    ...new Array<number>(16).fill(0),
  ];
  return [...new TextEncoder().encode('fLaC'), 0x80, 0, 0, info.length, ...info];
}

const BITS_CODE: Readonly<Record<number, number>> = { 8: 1, 16: 4, 24: 6 };

function frame(block: readonly number[][], bits: number, number: number): number[] {
  const size = block[0].length - 1;
  const head = [0xff, 0xf8, 0x7b, ((block.length - 1) << 4) | (BITS_CODE[bits] << 1)];
  head.push(...coded(number), size >> 8, size & 255);
  head.push(crc8(Uint8Array.from(head), 0, head.length));
  for (const values of block) {
    head.push(0x02); // a verbatim subframe
    for (const value of values) {
      for (let shift = bits - 8; shift >= 0; shift -= 8) head.push((value >> shift) & 255);
    }
  }
  const crc = crc16(Uint8Array.from(head), 0, head.length);
  return [...head, crc >> 8, crc & 255];
}

function coded(number: number): number[] {
  if (number < 0x80) return [number];
  if (number < 0x800) return [0xc0 | (number >> 6), 0x80 | (number & 63)];
  return [0xe0 | (number >> 12), 0x80 | ((number >> 6) & 63), 0x80 | (number & 63)];
}
