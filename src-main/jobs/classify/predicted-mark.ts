import { beatClassByCode } from '../../domain/beat-class.ts';

/** The symbol and aux that a predicted class is written with. A model of classes outside the table writes `?` with its code. */
export function markOfCode(code: string): { readonly symbol: string; readonly aux?: string } {
  const beatClass = beatClassByCode(code);
  if (beatClass === undefined) return { symbol: '?', aux: code };
  return beatClass.aux === ''
    ? { symbol: beatClass.symbol }
    : { symbol: beatClass.symbol, aux: beatClass.aux };
}
