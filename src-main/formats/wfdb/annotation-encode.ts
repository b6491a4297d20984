import type { Annotation } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { AnnotationDefinition } from './annotation-codes.ts';
import {
  AUX,
  CHN,
  LEIPZIG_DEFINITIONS,
  MAX_CODE,
  NOTE_CODE,
  NUM,
  SKIP,
  SUB,
  codeTable,
} from './annotation-codes.ts';
import { definitionNotes } from './annotation-definitions.ts';
import { ByteWriter } from './byte-writer.ts';

export interface EncodeOptions {
  /** Codes for symbols of one's own. Left out: Leipzig's `X` and `b` are defined where they occur. */
  readonly definitions?: readonly AnnotationDefinition[];
  /** Written as the file's time resolution where given: ticks a second of the sample indices. */
  readonly samplingFrequency?: number;
  /** End each aux with a NUL, as the older tools do; most newer ones do not. */
  readonly terminateAux?: boolean;
}

/** A word's interval has 10 bits; a longer step needs a SKIP (annot(5)). */
const MAX_INTERVAL = 1023;
const MAX_AUX = 1023;

/**
 * Writes annotations as an MIT-format file, sorted by time (equal times keep their order).
 * @throws InvalidInput for a symbol without a code, an aux over 1023 bytes, a number that its field does not hold
 */
export function encodeAnnotations(
  annotations: readonly Annotation[],
  options: EncodeOptions = {},
): Uint8Array {
  const definitions = options.definitions ?? usedLeipzigDefinitions(annotations);
  const writer = new AnnotationWriter(codeTable(definitions), options.terminateAux ?? false);
  writer.writeDefinitions(definitionNotes(definitions, options.samplingFrequency));
  for (const annotation of inTimeOrder(annotations)) writer.write(annotation);
  return writer.finish();
}

function usedLeipzigDefinitions(annotations: readonly Annotation[]): AnnotationDefinition[] {
  const symbols = new Set(LEIPZIG_DEFINITIONS.map(({ symbol }) => symbol));
  return annotations.some(({ symbol }) => symbols.has(symbol)) ? [...LEIPZIG_DEFINITIONS] : [];
}

function inTimeOrder(annotations: readonly Annotation[]): readonly Annotation[] {
  const sorted = annotations.every(
    (annotation, index) => index === 0 || annotation.sampleIndex >= annotations[index - 1].sampleIndex,
  );
  return sorted ? annotations : [...annotations].sort((a, b) => a.sampleIndex - b.sampleIndex);
}

class AnnotationWriter {
  readonly #out = new ByteWriter();
  readonly #codes: Map<string, number>;
  readonly #terminateAux: boolean;
  #time = 0;
  #channel = 0;
  #number = 0;

  constructor(codes: Map<string, number>, terminateAux: boolean) {
    this.#codes = codes;
    this.#terminateAux = terminateAux;
  }

  /** Notes at time 0, then a step back and a null word, which nets time 0 and ends them (as the Leipzig files do). */
  writeDefinitions(notes: readonly string[]): void {
    for (const note of notes) {
      this.#word(NOTE_CODE, 0);
      this.#aux(note, false);
    }
    if (notes.length === 0) return;
    this.#skip(-1);
    this.#word(0, 1);
  }

  write(annotation: Annotation): void {
    const { sampleIndex, symbol, aux, subtype = 0, channel = 0, number = 0 } = annotation;
    const code = this.#codes.get(symbol) ?? codeInBrackets(symbol);
    if (code === undefined || code < 1) {
      throw refused(annotation, `the symbol "${symbol}" has no annotation code; define one from 42 to 49`);
    }
    if (!Number.isSafeInteger(sampleIndex) || sampleIndex < 0)
      throw refused(annotation, 'its time is impossible');
    if (!inRange(subtype, -128, 127) || !inRange(number, -128, 127) || !inRange(channel, 0, 255)) {
      throw refused(annotation, 'subtype and number go from -128 to 127, channel from 0 to 255');
    }
    this.#advance(sampleIndex - this.#time, code);
    this.#time = sampleIndex;
    if (subtype !== 0) this.#word(SUB, subtype & 0x3ff);
    if (channel !== this.#channel) this.#word(CHN, channel);
    if (number !== this.#number) this.#word(NUM, number & 0x3ff);
    this.#channel = channel;
    this.#number = number;
    if (aux !== undefined) this.#aux(aux, this.#terminateAux, annotation);
  }

  finish(): Uint8Array {
    this.#word(0, 0);
    return this.#out.finish();
  }

  #advance(interval: number, code: number): void {
    let left = interval;
    while (left > 0x7fffffff) {
      this.#skip(0x7fffffff);
      left -= 0x7fffffff;
    }
    if (left > MAX_INTERVAL) {
      this.#skip(left);
      left = 0;
    }
    this.#word(code, left);
  }

  #word(code: number, interval: number): void {
    this.#out.byte(interval & 0xff);
    this.#out.byte((code << 2) | (interval >> 8));
  }

  #skip(interval: number): void {
    this.#word(SKIP, 0);
    for (const shift of [16, 24, 0, 8]) this.#out.byte((interval >> shift) & 0xff);
  }

  #aux(text: string, terminate: boolean, annotation?: Annotation): void {
    const bytes = new TextEncoder().encode(terminate ? `${text}\0` : text);
    if (bytes.length > MAX_AUX)
      throw refused(annotation, `its aux has ${bytes.length} bytes; at most ${MAX_AUX} fit`);
    this.#word(AUX, bytes.length);
    this.#out.bytes(bytes);
    if (bytes.length & 1) this.#out.byte(0);
  }
}

function inRange(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}

/** `[17]` -> 17: how a code without a mnemonic is shown. */
function codeInBrackets(symbol: string): number | undefined {
  const code = Number(/^\[(\d{1,2})\]$/.exec(symbol)?.[1] ?? NaN);
  return code <= MAX_CODE ? code : undefined;
}

function refused(annotation: Annotation | undefined, why: string): PurkinjeError {
  const sampleIndex = annotation?.sampleIndex;
  const which = sampleIndex === undefined ? 'An annotation' : `The annotation at sample ${sampleIndex}`;
  return new PurkinjeError('InvalidInput', `${which} cannot be written: ${why}.`, { sampleIndex });
}
