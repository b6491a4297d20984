import { isBeat } from '../../domain/annotation.ts';
import { beatClassOf, type BeatClass } from '../../domain/beat-class.ts';
import { readColumns } from '../../store/annotations.ts';
import type { LibraryDatabase } from '../../store/database.ts';

export interface SetBeat {
  readonly id: number;
  readonly sampleIndex: number;
  readonly code: string;
  readonly beatClass: BeatClass | undefined;
}

/** Beats of a set with `from <= sampleIndex < to`, in time order. */
export function beatsBetween(
  database: LibraryDatabase,
  setId: number,
  from?: number,
  to?: number,
): SetBeat[] {
  const { id, sampleIndex, symbol, aux } = readColumns(database, setId, from, to);
  return Array.from(id, (one, i) => ({ one, i }))
    .filter(({ i }) => isBeat({ symbol: symbol[i] }))
    .map(({ one, i }) => {
      const beatClass = beatClassOf({ symbol: symbol[i], aux: aux[i] });
      return { id: one, sampleIndex: sampleIndex[i], beatClass, code: beatClass?.code ?? symbol[i] };
    });
}

/** Up to `most` beats of one class that follow one another around a time: positions, first and last inclusive. */
export function runAround(
  beats: readonly SetBeat[],
  at: number,
  most: number,
): { readonly first: number; readonly last: number } | undefined {
  if (beats.length === 0) return undefined;
  const distance = (i: number): number => Math.abs(beats[i].sampleIndex - at);
  let nearest = 0;
  for (let i = 1; i < beats.length; i++) if (distance(i) < distance(nearest)) nearest = i;
  const same = (i: number): boolean => i >= 0 && i < beats.length && beats[i].code === beats[nearest].code;
  let [first, last] = [nearest, nearest];
  while (last - first + 1 < most && (same(first - 1) || same(last + 1))) {
    const left = same(first - 1) ? distance(first - 1) : Infinity;
    const right = same(last + 1) ? distance(last + 1) : Infinity;
    if (left <= right) first--;
    else last++;
  }
  return { first, last };
}
