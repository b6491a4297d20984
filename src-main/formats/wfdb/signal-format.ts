import { decode16, decode160, decode61 } from './decode-16.ts';
import { decode212 } from './decode-212.ts';
import { decode24, decode32 } from './decode-24.ts';
import { decode310, decode311 } from './decode-310.ts';
import { decode8, decode80 } from './decode-8.ts';
import type { StridedDecoder } from './strided-decoder.ts';

/** A format of signal(5) whose samples lie at known places: `unitSamples` samples fill `unitBytes` bytes. */
export interface PackedFormat {
  readonly code: number;
  readonly bits: number;
  readonly unitSamples: number;
  readonly unitBytes: number;
  /** Bytes that the first n samples of a unit take, n = 0 ... unitSamples - 1. */
  readonly partialBytes: readonly number[];
  /** Stored where there is no sample; undefined where the format has none. */
  readonly sentinel: number | undefined;
  readonly decode: StridedDecoder;
}

function whole(code: number, bytes: number, decode: StridedDecoder, sentinel?: number): PackedFormat {
  return { code, bits: bytes * 8, unitSamples: 1, unitBytes: bytes, partialBytes: [0], sentinel, decode };
}

const FORMATS: readonly PackedFormat[] = [
  whole(8, 1, decode8),
  whole(16, 2, decode16, -32768),
  whole(24, 3, decode24, -(2 ** 23)),
  whole(32, 4, decode32, -(2 ** 31)),
  whole(61, 2, decode61, -32768),
  whole(80, 1, decode80, -128),
  whole(160, 2, decode160, -32768),
  {
    ...{ code: 212, bits: 12, unitSamples: 2, unitBytes: 3, partialBytes: [0, 2] },
    ...{ sentinel: -2048, decode: decode212 },
  },
  {
    ...{ code: 310, bits: 10, unitSamples: 3, unitBytes: 4, partialBytes: [0, 2, 4] },
    ...{ sentinel: -512, decode: decode310 },
  },
  {
    ...{ code: 311, bits: 10, unitSamples: 3, unitBytes: 4, partialBytes: [0, 2, 3] },
    ...{ sentinel: -512, decode: decode311 },
  },
];

const BY_CODE = new Map(FORMATS.map((format) => [format.code, format]));

/** undefined for a code that is no packed format (FLAC's, the null format 0, unknown ones). */
export function packedFormat(code: number): PackedFormat | undefined {
  return BY_CODE.get(code);
}

/** Bits a sample of the FLAC formats of signal(5). */
export const FLAC_BITS: ReadonlyMap<number, number> = new Map([
  [508, 8],
  [516, 16],
  [524, 24],
]);

/** Bytes that the first `samples` samples of a stream take. */
export function bytesOfSamples(format: PackedFormat, samples: number): number {
  const units = Math.floor(samples / format.unitSamples);
  return units * format.unitBytes + format.partialBytes[samples - units * format.unitSamples];
}

/** Samples that `bytes` bytes hold completely. */
export function samplesInBytes(format: PackedFormat, bytes: number): number {
  const units = Math.floor(bytes / format.unitBytes);
  const left = bytes - units * format.unitBytes;
  let partial = 0;
  while (partial + 1 < format.unitSamples && format.partialBytes[partial + 1] <= left) partial++;
  return units * format.unitSamples + partial;
}
