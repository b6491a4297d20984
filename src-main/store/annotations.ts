import type { Annotation } from '../domain/annotation.ts';
import { inTransaction, ROWS_PER_TRANSACTION } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { openMarkTable } from './marks.ts';
import type { MarkTable } from './marks.ts';

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

/** Id, sample index, mark, and the rest in one number: a value of a row costs more than its arithmetic. */
type RawRow = [number, number, number, number];

/** subtype, channel, number: 16 bits each, above 3 bits of provenance; below 2^53. */
const REST = `provenance + (subtype & 65535) * 8 + (channel & 65535) * 524288 + (number & 65535) * 34359738368`;

export { ROWS_PER_TRANSACTION } from './database.ts';

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
      `SELECT id, sample_index, mark_id, ${REST} FROM annotation
       WHERE set_id = ? AND sample_index >= ? AND sample_index < ? ORDER BY sample_index, id`,
    )
    .raw()
    .all(setId, from, to) as RawRow[];
  return toColumns(rows, openMarkTable(database));
}

function toColumns(rows: readonly RawRow[], marks: MarkTable): AnnotationColumns {
  const { length } = rows;
  const columns = {
    id: new Float64Array(length),
    sampleIndex: new Int32Array(length),
    symbol: new Array<string>(length),
    aux: new Array<string | undefined>(length),
    subtype: new Int16Array(length),
    channel: new Int16Array(length),
    number: new Int16Array(length),
    provenance: new Array<Provenance>(length),
  };
  for (let i = 0; i < length; i++) {
    const [id, sampleIndex, markId, rest] = rows[i];
    const mark = marks.markOf(markId);
    columns.id[i] = id;
    columns.sampleIndex[i] = sampleIndex;
    columns.symbol[i] = mark.symbol;
    columns.aux[i] = mark.aux;
    columns.provenance[i] = PROVENANCES[rest % 8];
    if (rest < 8) continue;
    columns.subtype[i] = Math.floor(rest / 8) % 65536;
    columns.channel[i] = Math.floor(rest / 524288) % 65536;
    columns.number[i] = Math.floor(rest / 34359738368);
  }
  return columns;
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

/** Where an annotation of a set lies; undefined where the set has none of this id. */
export function sampleIndexOf(database: LibraryDatabase, setId: number, id: number): number | undefined {
  return database
    .prepare('SELECT sample_index FROM annotation WHERE id = ? AND set_id = ?')
    .pluck()
    .get(id, setId) as number | undefined;
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

/** All annotations of a set that nobody sees, in several short transactions: nothing to undo. */
export function deleteAnnotations(database: LibraryDatabase, setId: number): void {
  const some = database.prepare(
    'DELETE FROM annotation WHERE id IN (SELECT id FROM annotation WHERE set_id = ? LIMIT ?)',
  );
  while (some.run(setId, ROWS_PER_TRANSACTION).changes > 0);
}
