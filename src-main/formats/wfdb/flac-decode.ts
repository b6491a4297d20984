import { BitReader } from './bit-reader.ts';
import type { FlacFrameHeader } from './flac-frame.ts';
import { decodeSubframe } from './flac-subframe.ts';

/** How two channels are told from their difference (RFC 9639, section 9.1.3). */
const LEFT_SIDE = 8;
const SIDE_RIGHT = 9;
const MID_SIDE = 10;

/**
 * Decodes a frame whose header was read and whose checksum is right.
 * @param bits of a sample, from STREAMINFO
 * @returns `[channels][blockSize]`; undefined where the bytes are no frame of so many channels and bits
 */
export function decodeFlacFrame(
  data: Uint8Array,
  header: FlacFrameHeader,
  channels: number,
  bits: number,
): Int32Array[] | undefined {
  const assignment = data[3] >> 4;
  const sided = assignment >= LEFT_SIDE;
  if (assignment > MID_SIDE || channels !== (sided ? 2 : assignment + 1)) return undefined;
  const reader = new BitReader(data, header.bytes);
  const out: Int32Array[] = [];
  for (let channel = 0; channel < channels; channel++) {
    const isSide = sided && channel === (assignment === SIDE_RIGHT ? 0 : 1);
    const values = new Int32Array(header.blockSize);
    if (!decodeSubframe(reader, isSide ? bits + 1 : bits, values)) return undefined;
    out.push(values);
  }
  if (sided) joinSides(out[0], out[1], assignment);
  return out;
}

function joinSides(first: Int32Array, second: Int32Array, assignment: number): void {
  for (let i = 0; i < first.length; i++) {
    const [a, b] = [first[i], second[i]];
    if (assignment === LEFT_SIDE) second[i] = a - b;
    else if (assignment === SIDE_RIGHT) first[i] = a + b;
    else {
      const mid = 2 * a + (b & 1);
      first[i] = (mid + b) >> 1;
      second[i] = (mid - b) >> 1;
    }
  }
}
