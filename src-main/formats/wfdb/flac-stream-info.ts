import type { ByteSource } from '../../domain/bytes.ts';
import { unreadable } from '../unreadable.ts';

/** What a FLAC file's STREAMINFO says (RFC 9639, section 8.2). */
export interface FlacStreamInfo {
  readonly minBlockSize: number;
  readonly maxBlockSize: number;
  readonly channels: number;
  readonly bits: number;
  /** Samples a channel; 0 where the file does not say. */
  readonly samples: number;
  /** Byte of the first frame. */
  readonly firstFrame: number;
}

const STREAMINFO_BYTES = 34;
/** More metadata blocks than any encoder writes; a file with more is garbage. */
const MAX_BLOCKS = 1024;

/**
 * Reads the metadata in front of a FLAC file's frames.
 * @param start byte at which the FLAC stream begins (a header's byte offset)
 * @throws StudyUnreadable
 */
export async function readStreamInfo(source: ByteSource, start: number): Promise<FlacStreamInfo> {
  const head = await source.read(start, 8 + STREAMINFO_BYTES);
  const isFlac =
    head.length === 8 + STREAMINFO_BYTES && String.fromCharCode(...head.subarray(0, 4)) === 'fLaC';
  if (!isFlac || (head[4] & 0x7f) !== 0) throw unreadable(source.name, start, 'this is no FLAC file.');
  const info = parseStreamInfo(head.subarray(8));
  if (info.maxBlockSize < 16) throw unreadable(source.name, start + 8, 'the FLAC block size is impossible.');
  return { ...info, firstFrame: await firstFrameAfter(source, start + 4) };
}

function parseStreamInfo(bytes: Uint8Array): Omit<FlacStreamInfo, 'firstFrame'> {
  const word = (at: number): number => (bytes[at] << 8) | bytes[at + 1];
  return {
    minBlockSize: word(0),
    maxBlockSize: word(2),
    channels: ((bytes[12] >> 1) & 7) + 1,
    bits: (((bytes[12] & 1) << 4) | (bytes[13] >> 4)) + 1,
    samples: (bytes[13] & 0x0f) * 2 ** 32 + word(14) * 2 ** 16 + word(16),
  };
}

async function firstFrameAfter(source: ByteSource, firstBlock: number): Promise<number> {
  let at = firstBlock;
  for (let block = 0; block < MAX_BLOCKS; block++) {
    const header = await source.read(at, 4);
    if (header.length < 4) break;
    at += 4 + ((header[1] << 16) | (header[2] << 8) | header[3]);
    if (header[0] & 0x80) return at;
  }
  throw unreadable(source.name, Math.min(at, source.size), "the FLAC file's metadata has no end.");
}
