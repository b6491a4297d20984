import { unreadable } from '../unreadable.ts';
import { AUX, SKIP } from './annotation-codes.ts';
import { ByteWriter } from './byte-writer.ts';

/** One word of an MIT annotation file as it stands, with what belongs to it. */
export interface AnnotationWord {
  readonly code: number;
  /** The word's low 10 bits: a time step, a field's value, or the length of an aux. */
  readonly interval: number;
  /** A SKIP's four bytes; an aux's bytes with the one that pads it to even. */
  readonly payload?: Uint8Array;
  /** Where the word stood in the file. */
  readonly byte: number;
}

/** A file word by word: written again it is the same file, byte for byte, whatever tool wrote it. */
export interface AnnotationWords {
  readonly words: readonly AnnotationWord[];
  /** What follows the end mark, and the end mark. */
  readonly trailing: Uint8Array;
}

/**
 * Reads an MIT annotation file without interpreting it: for copies that must stay exact, also where the file spells
 * something in a way that `encodeAnnotations` would not.
 * @throws StudyUnreadable for a word whose bytes are cut off
 */
export function readAnnotationWords(bytes: Uint8Array, name = 'annotations'): AnnotationWords {
  const words: AnnotationWord[] = [];
  let at = 0;
  while (at + 2 <= bytes.length) {
    const interval = bytes[at] | ((bytes[at + 1] & 3) << 8);
    const code = bytes[at + 1] >> 2;
    if (code === 0 && interval === 0) break;
    const length = code === SKIP ? 4 : code === AUX ? interval + (interval & 1) : 0;
    const end = at + 2 + length;
    if (end > bytes.length) throw unreadable(name, at, 'an annotation word is cut off.');
    const payload = length > 0 ? { payload: bytes.slice(at + 2, end) } : {};
    words.push({ code, interval, byte: at, ...payload });
    at = end;
  }
  return { words, trailing: bytes.slice(at) };
}

/** The file that the words were read from. */
export function writeAnnotationWords({ words, trailing }: AnnotationWords): Uint8Array {
  const out = new ByteWriter();
  for (const { code, interval, payload } of words) {
    out.byte(interval & 0xff);
    out.byte((code << 2) | (interval >> 8));
    if (payload) out.bytes(payload);
  }
  out.bytes(trailing);
  return out.finish();
}
