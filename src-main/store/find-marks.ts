import type { LibraryDatabase } from './database.ts';

/** Where a mark stands: sample index and mark id. Two integers a row: a search reads millions of them. */
export type MarkAt = readonly [sampleIndex: number, markId: number];

/** Ids of marks, which a library has few of, that fit. */
export function markIds(
  database: LibraryDatabase,
  fits: (mark: { readonly symbol: string; readonly aux: string }) => boolean,
): ReadonlySet<number> {
  const rows = database
    .prepare<[], { id: number; symbol: string; aux: string }>('SELECT id, symbol, aux FROM mark')
    .all();
  return new Set(rows.filter(fits).map(({ id }) => id));
}

/** All marks of a set, in time order. */
export function readMarksAt(database: LibraryDatabase, setId: number): MarkAt[] {
  return database
    .prepare('SELECT sample_index, mark_id FROM annotation WHERE set_id = ? ORDER BY sample_index, id')
    .raw()
    .all(setId) as unknown as MarkAt[];
}

/** Marks of some kinds alone, in time order. */
export function readSomeMarksAt(
  database: LibraryDatabase,
  setId: number,
  ids: ReadonlySet<number>,
): MarkAt[] {
  if (ids.size === 0) return [];
  return database
    .prepare(
      `SELECT sample_index, mark_id FROM annotation
       WHERE set_id = ? AND mark_id IN (SELECT value FROM json_each(?)) ORDER BY sample_index, id`,
    )
    .raw()
    .all(setId, JSON.stringify([...ids])) as unknown as MarkAt[];
}
