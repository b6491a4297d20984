import type { Annotation } from '../domain/annotation.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { openMarkTable } from './marks.ts';

/**
 * How a label came to be: made without seeing a prediction, with it on screen, by accepting it, for many at once,
 * from a file, by a machine. The order is what the database keeps: never change it, only add.
 */
export const PROVENANCES = ['blind', 'shown', 'accepted', 'bulk', 'imported', 'machine'] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** Annotations as columns, in order of sample index and id; all of one length. The arrays are the caller's. */
export interface AnnotationColumns {
  readonly id: Float64Array;
  readonly sampleIndex: Int32Array;
  readonly symbol: readonly string[];
  readonly aux: readonly (string | undefined)[];
  readonly subtype: Int16Array;
  readonly channel: Int16Array;
  readonly number: Int16Array;
  readonly provenance: readonly Provenance[];
}

/** One annotation with what only the store knows about it. */
export interface StoredAnnotation extends Annotation {
  readonly id: number;
  readonly provenance: Provenance;
}

type RawRow = [number, number, number, number, number, number, number];

const COLUMNS = 'id, sample_index, mark_id, subtype, channel, number, provenance';

/** Rows of one transaction of a job, so that it lasts well under 50 ms (0.001-0.002 ms a row). */
export const ROWS_PER_TRANSACTION = 10_000;

/**
 * The annotations of a set with `from <= sampleIndex < to`.
 * @param to exclusive; the whole set by default
 */
export function readColumns(
  database: LibraryDatabase,
  setId: number,
  from = 0,
  to: number = Number.MAX_SAFE_INTEGER,
): AnnotationColumns {
  const rows = database
    .prepare(
      `SELECT ${COLUMNS} FROM annotation WHERE set_id = ? AND sample_index >= ? AND sample_index < ?
       ORDER BY sample_index, id`,
    )
    .raw()
    .all(setId, from, to) as RawRow[];
  const marks = openMarkTable(database);
  const byRow = rows.map((row) => marks.markOf(row[2]));
  return {
    id: Float64Array.from(rows, (row) => row[0]),
    sampleIndex: Int32Array.from(rows, (row) => row[1]),
    symbol: byRow.map((mark) => mark.symbol),
    aux: byRow.map((mark) => mark.aux),
    subtype: Int16Array.from(rows, (row) => row[3]),
    channel: Int16Array.from(rows, (row) => row[4]),
    number: Int16Array.from(rows, (row) => row[5]),
    provenance: rows.map((row) => PROVENANCES[row[6]]),
  };
}

/** The same, one object an annotation. */
export function readAnnotations(
  database: LibraryDatabase,
  setId: number,
  from?: number,
  to?: number,
): StoredAnnotation[] {
  const columns = readColumns(database, setId, from, to);
  return Array.from(columns.id, (id, i) => ({
    id,
    sampleIndex: columns.sampleIndex[i],
    symbol: columns.symbol[i],
    aux: columns.aux[i],
    subtype: columns.subtype[i],
    channel: columns.channel[i],
    number: columns.number[i],
    provenance: columns.provenance[i],
  }));
}

export function countAnnotations(database: LibraryDatabase, setId: number): number {
  return database.prepare('SELECT count(*) FROM annotation WHERE set_id = ?').pluck().get(setId) as number;
}

/** How many of each symbol + aux a set holds, most frequent first. */
export function countByMark(
  database: LibraryDatabase,
  setId: number,
): { symbol: string; aux?: string; count: number }[] {
  const rows = database
    .prepare<[number], { symbol: string; aux: string; count: number }>(
      `SELECT symbol, aux, count(*) AS count FROM annotation JOIN mark ON mark.id = mark_id
       WHERE set_id = ? GROUP BY mark_id ORDER BY count DESC, symbol, aux`,
    )
    .all(setId);
  return rows.map(({ symbol, aux, count }) => ({ symbol, aux: aux === '' ? undefined : aux, count }));
}

/**
 * Appends annotations that are no edit of anybody (imported, found by a machine): nothing to undo.
 * One transaction: hand at most `ROWS_PER_TRANSACTION` at once from a job.
 */
export function insertAnnotations(
  database: LibraryDatabase,
  setId: number,
  annotations: readonly Annotation[],
  provenance: Provenance,
): void {
  const marks = openMarkTable(database);
  const insert = database.prepare(
    `INSERT INTO annotation (set_id, sample_index, mark_id, subtype, channel, number, provenance)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const code = PROVENANCES.indexOf(provenance);
  inTransaction(database, () => {
    for (const { sampleIndex, symbol, aux, subtype = 0, channel = 0, number = 0 } of annotations)
      insert.run(setId, sampleIndex, marks.idOf({ symbol, aux }), subtype, channel, number, code);
  });
}
