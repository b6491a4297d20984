import { PurkinjeError } from '../domain/errors.ts';
import type { SampleIndex } from '../domain/units.ts';
import { inTransaction, nullable, optional } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';
import { appendTrail } from './trail.ts';

/** Kept with a record at a time of it, or over a stretch. */
export interface StudyMark {
  readonly id: number;
  readonly recordId: number;
  readonly kind: string;
  readonly from: SampleIndex;
  readonly to?: SampleIndex;
  readonly text: string;
  /** JSON whose shape belongs to the kind. */
  readonly details?: unknown;
  readonly author: string;
  readonly createdAt: string;
}

export type NewStudyMark = Omit<StudyMark, 'id' | 'createdAt'>;

interface MarkRow {
  id: number;
  record_id: number;
  kind: string;
  from_sample: number;
  to_sample: number | null;
  text: string;
  details: string | null;
  author: string;
  created_at: string;
}

/** In time order. */
export function listStudyMarks(database: LibraryDatabase, recordId: number): StudyMark[] {
  return database
    .prepare<[number], MarkRow>('SELECT * FROM study_mark WHERE record_id = ? ORDER BY from_sample, id')
    .all(recordId)
    .map(toMark);
}

export function insertStudyMark(database: LibraryDatabase, mark: NewStudyMark): StudyMark {
  return inTransaction(database, () => {
    const row = database
      .prepare<unknown[], MarkRow>(
        `INSERT INTO study_mark (record_id, kind, from_sample, to_sample, text, details, author, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
      )
      .get(...valuesOf(mark), mark.author, timestamp())!;
    tell(database, 'insert', mark.author, undefined, row);
    return toMark(row);
  });
}

/** @throws NotFound */
export function changeStudyMark(database: LibraryDatabase, id: number, mark: NewStudyMark): StudyMark {
  return inTransaction(database, () => {
    const old = requireRow(database, id, mark.recordId);
    const row = database
      .prepare<unknown[], MarkRow>(
        `UPDATE study_mark SET record_id = ?, kind = ?, from_sample = ?, to_sample = ?, text = ?, details = ?
         WHERE id = ? RETURNING *`,
      )
      .get(...valuesOf(mark), id)!;
    tell(database, 'change', mark.author, old, row);
    return toMark(row);
  });
}

/** @throws NotFound */
export function deleteStudyMark(
  database: LibraryDatabase,
  id: number,
  recordId: number,
  author: string,
): void {
  inTransaction(database, () => {
    const old = requireRow(database, id, recordId);
    database.prepare('DELETE FROM study_mark WHERE id = ?').run(id);
    tell(database, 'delete', author, old, undefined);
  });
}

function valuesOf(mark: NewStudyMark): unknown[] {
  const details = mark.details === undefined ? null : JSON.stringify(mark.details);
  return [mark.recordId, mark.kind, mark.from, nullable(mark.to), mark.text, details];
}

function requireRow(database: LibraryDatabase, id: number, recordId: number): MarkRow {
  const row = database
    .prepare<[number, number], MarkRow>('SELECT * FROM study_mark WHERE id = ? AND record_id = ?')
    .get(id, recordId);
  if (!row) throw new PurkinjeError('NotFound', 'This mark is not there any more: it was deleted meanwhile.');
  return row;
}

/** Without the text: a person's words may hold names, and the trail keeps ids only. */
function tell(
  database: LibraryDatabase,
  what: string,
  who: string,
  old: MarkRow | undefined,
  now: MarkRow | undefined,
): void {
  const place = (row: MarkRow | undefined): string | undefined =>
    row &&
    JSON.stringify({ kind: row.kind, from: row.from_sample, to: row.to_sample, letters: row.text.length });
  const object = `study-mark ${(now ?? old)!.id}`;
  appendTrail(database, { who, what: `${what} study-mark`, object, old: place(old), new: place(now) });
}

function toMark(row: MarkRow): StudyMark {
  return {
    id: row.id,
    recordId: row.record_id,
    kind: row.kind,
    from: row.from_sample,
    to: optional(row.to_sample),
    text: row.text,
    details: row.details === null ? undefined : (JSON.parse(row.details) as unknown),
    author: row.author,
    createdAt: row.created_at,
  };
}
