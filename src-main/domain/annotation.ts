import type { SampleIndex } from './units.ts';

/** A symbol at a sample index. `symbol` is WFDB's mnemonic (`N`, `V`, `+`, `~`, custom `X`, `b` ...). */
export interface Annotation {
  readonly sampleIndex: SampleIndex;
  readonly symbol: string;
  /** WFDB's aux string without its terminating NUL; undefined where there is none. */
  readonly aux?: string;
  /** WFDB subtype, channel and number fields; 0 unless given. */
  readonly subtype?: number;
  readonly channel?: number;
  readonly number?: number;
}

export type AnnotationOrigin = 'human' | 'machine';

/** Symbols that mark a beat (WFDB's isqrs, and Leipzig's custom `X` and `b`). */
const BEAT_SYMBOLS = new Set([...'NLRaVFJASEj/QBnef?r', 'X', 'b']);

export function isBeat(annotation: { readonly symbol: string }): boolean {
  return BEAT_SYMBOLS.has(annotation.symbol);
}

/** `+` begins a rhythm; its aux names it (`(N`, `(AVNRT`). */
export function isRhythmMark(annotation: { readonly symbol: string }): boolean {
  return annotation.symbol === '+';
}

/** `~` marks a change of signal quality. */
export function isQualityMark(annotation: { readonly symbol: string }): boolean {
  return annotation.symbol === '~';
}
