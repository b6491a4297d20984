import { isBeat } from '../domain/annotation.ts';
import { countByMark } from './annotations.ts';
import type { LibraryDatabase } from './database.ts';

export interface SetCount {
  readonly beats: number;
  readonly annotations: number;
}

/** How many beats and annotations a set holds; counted once, and again after an edit. */
export function countSet(database: LibraryDatabase, setId: number): SetCount {
  const kept = database
    .prepare<[number], SetCount>('SELECT beats, annotations FROM set_count WHERE set_id = ?')
    .get(setId);
  if (kept) return kept;
  const marks = countByMark(database, setId);
  const sum = (some: typeof marks): number => some.reduce((all, { count }) => all + count, 0);
  const counted = { beats: sum(marks.filter(isBeat)), annotations: sum(marks) };
  // Within a transaction more rows may follow without an edit of their own (an import, a copy); threads only read.
  if (!database.inTransaction && !database.readonly)
    database
      .prepare('INSERT OR REPLACE INTO set_count VALUES (?, ?, ?)')
      .run(setId, counted.beats, counted.annotations);
  return counted;
}
