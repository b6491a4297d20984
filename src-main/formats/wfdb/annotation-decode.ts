import type { Annotation } from '../../domain/annotation.ts';
import type { RecordWarning } from '../../domain/record.ts';
import { decodeText } from '../text-bytes.ts';
import { unreadable } from '../unreadable.ts';
import type { AnnotationDefinition } from './annotation-codes.ts';
import { AUX, CHN, MAX_CODE, NOTE_CODE, NUM, SKIP, SUB, symbolTable } from './annotation-codes.ts';
import { DefinitionReader } from './annotation-definitions.ts';

export interface DecodedAnnotations {
  /** In the file's order; definitions and time-resolution notes are applied and left out. */
  readonly annotations: Annotation[];
  readonly definitions: readonly AnnotationDefinition[];
  /** Ticks a second of the sample indices, where the file says it; otherwise they count the record's frames. */
  readonly timeResolution?: number;
  readonly warnings: RecordWarning[];
}

/** What is being read: one annotation's fields, of which `channel` and `number` stay for those that follow. */
interface Pending {
  code: number;
  time: number;
  subtype: number;
  channel: number;
  number: number;
  aux: string | undefined;
}

/**
 * Reads an MIT-format annotation file (WFDB Applications Guide, annot(5)).
 * @param bytes the whole file
 * @param name as the user knows the file, for messages
 * @throws StudyUnreadable naming the byte: a word that is no annotation, a cut-off word, a time before the record
 */
export function decodeAnnotations(bytes: Uint8Array, name = 'annotations'): DecodedAnnotations {
  return new AnnotationDecoder(bytes, name).decode();
}

class AnnotationDecoder {
  readonly #bytes: Uint8Array;
  readonly #name: string;
  readonly #annotations: Annotation[] = [];
  readonly #warnings: RecordWarning[] = [];
  readonly #definitions = new DefinitionReader();
  readonly #auxTexts = new Map<string, string>();
  readonly #pending: Pending = { code: 0, time: 0, subtype: 0, channel: 0, number: 0, aux: undefined };
  #symbols = symbolTable();

  constructor(bytes: Uint8Array, name: string) {
    this.#bytes = bytes;
    this.#name = name;
  }

  decode(): DecodedAnnotations {
    this.#readWords();
    this.#flush();
    const { definitions, timeResolution } = this.#definitions;
    return { annotations: this.#annotations, definitions, timeResolution, warnings: this.#warnings };
  }

  #readWords(): void {
    const bytes = this.#bytes;
    let time = 0;
    let at = 0;
    for (;;) {
      if (at + 2 > bytes.length) {
        this.#warnCutOff(at);
        return;
      }
      const interval = bytes[at] | ((bytes[at + 1] & 3) << 8);
      const code = bytes[at + 1] >> 2;
      if (code <= MAX_CODE) {
        if (code === 0 && interval === 0) {
          this.#warnTrailing(at + 2);
          return;
        }
        this.#flush();
        time += interval;
        this.#begin(code, time, at);
        at += 2;
      } else if (code === SKIP) {
        if (at + 6 > bytes.length) throw this.#fault(at, 'a time skip is cut off');
        time += skipOf(bytes, at + 2);
        at += 6;
      } else {
        at = this.#modify(code, interval, at);
      }
    }
  }

  #begin(code: number, time: number, at: number): void {
    if (time < 0 && code !== 0)
      throw this.#fault(at, `an annotation lies ${-time} samples before the record`);
    const pending = this.#pending;
    pending.code = code;
    pending.time = time;
    pending.subtype = 0;
    pending.aux = undefined;
  }

  /** NUM, SUB, CHN or AUX of the annotation before it. @returns the byte after it */
  #modify(code: number, interval: number, at: number): number {
    const pending = this.#pending;
    if (code === AUX) {
      if (at + 2 + interval > this.#bytes.length)
        throw this.#fault(at, `a note of ${interval} bytes is cut off`);
      pending.aux = this.#auxText(at + 2, interval);
      return at + 2 + interval + (interval & 1);
    }
    if (code === SUB) pending.subtype = (interval << 24) >> 24;
    else if (code === CHN) pending.channel = interval & 0xff;
    else if (code === NUM) pending.number = (interval << 24) >> 24;
    else throw this.#fault(at, `code ${code} is not an annotation's`);
    return at + 2;
  }

  /** Hands over the pending annotation, unless it is a null one (which only moves the time) or a definition. */
  #flush(): void {
    const { code, time, subtype, channel, number, aux } = this.#pending;
    if (code === 0) return;
    this.#pending.code = 0;
    if (code === NOTE_CODE && time === 0 && aux !== undefined && this.#definitions.take(aux)) {
      this.#symbols = symbolTable(this.#definitions.definitions);
      return;
    }
    const annotation: { -readonly [K in keyof Annotation]: Annotation[K] } = {
      sampleIndex: time,
      symbol: this.#symbols[code],
    };
    if (aux !== undefined) annotation.aux = aux;
    if (subtype !== 0) annotation.subtype = subtype;
    if (channel !== 0) annotation.channel = channel;
    if (number !== 0) annotation.number = number;
    this.#annotations.push(annotation);
  }

  /** Texts repeat by the thousand, so each is made once. A terminating NUL is not part of it. */
  #auxText(start: number, length: number): string {
    let end = start + length;
    while (end > start && this.#bytes[end - 1] === 0) end--;
    let key = '';
    for (let at = start; at < end; at++) key += String.fromCharCode(this.#bytes[at]);
    let text = this.#auxTexts.get(key);
    if (text === undefined) {
      text = decodeText(this.#bytes.subarray(start, end));
      if (this.#auxTexts.size < 4096) this.#auxTexts.set(key, text);
    }
    return text;
  }

  #fault(byte: number, what: string): Error {
    return unreadable(this.#name, byte, `${what}. The file is damaged or is no MIT annotation file.`);
  }

  #warnCutOff(byte: number): void {
    const message = `${this.#name}, byte ${byte}: the file ends without its end mark; annotations may be missing.`;
    this.#warnings.push({ code: 'truncated', message });
  }

  #warnTrailing(byte: number): void {
    if (byte >= this.#bytes.length || this.#bytes.subarray(byte).every((value) => value === 0)) return;
    const message = `${this.#name}, byte ${byte}: what follows the end mark is not read.`;
    this.#warnings.push({ code: 'other', message });
  }
}

/** A 32-bit interval in PDP-11 order: high word first, each word low byte first. */
function skipOf(bytes: Uint8Array, at: number): number {
  return bytes[at + 2] | (bytes[at + 3] << 8) | (bytes[at] << 16) | (bytes[at + 1] << 24);
}
