import type { AnnotationDefinition } from './annotation-codes.ts';
import { MAX_CODE } from './annotation-codes.ts';

const BEGIN = '## annotation type definitions';
const END = '## end of definitions';
const RESOLUTION = '## time resolution: ';

/** Collects what the notes at a file's beginning define (WFDB's annopen): the tick of its times and its own codes. */
export class DefinitionReader {
  readonly definitions: AnnotationDefinition[] = [];
  timeResolution: number | undefined;
  #inside = false;

  /** @returns whether the note was a definition, so that it is no annotation */
  take(aux: string): boolean {
    if (aux.startsWith(RESOLUTION)) return this.#takeResolution(aux.slice(RESOLUTION.length));
    if (aux.startsWith(BEGIN) || aux.startsWith(END)) {
      this.#inside = aux.startsWith(BEGIN);
      return true;
    }
    return this.#inside && this.#takeDefinition(aux);
  }

  #takeResolution(text: string): boolean {
    const resolution = Number(text);
    if (!(resolution > 0) || !Number.isFinite(resolution)) return false;
    this.timeResolution = resolution;
    return true;
  }

  #takeDefinition(aux: string): boolean {
    const match = /^(\d+) (\S+) ?([^]*)$/.exec(aux);
    const code = Number(match?.[1]);
    if (!match || code < 1 || code > MAX_CODE) return false;
    this.definitions.push({ code, symbol: match[2], description: match[3] });
    return true;
  }
}

/** The notes that define `definitions` and the tick, in the order that a reader expects. */
export function definitionNotes(
  definitions: readonly AnnotationDefinition[],
  timeResolution: number | undefined,
): string[] {
  const notes = timeResolution === undefined ? [] : [`${RESOLUTION}${timeResolution}`];
  if (definitions.length === 0) return notes;
  const lines = definitions.map(({ code, symbol, description }) => `${code} ${symbol} ${description}`);
  return [...notes, BEGIN, ...lines, END];
}
