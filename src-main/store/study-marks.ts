import { PurkinjeError } from '../domain/errors.ts';
import type { SampleIndex } from '../domain/units.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { applyMarkChange, chosenColumns, nextMarkId, toMark, type MarkRow } from './study-mark-rows.ts';
import { timestamp } from './timestamp.ts';

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
  /** Who kept it, or changed it last. */
  readonly author: string;
  readonly createdAt: string;
}

export type NewStudyMark = Omit<StudyMark, 'id' | 'createdAt'>;

/** In time order. */
export function listStudyMarks(database: LibraryDatabase, recordId: number): StudyMark[] {
  return database
    .prepare<[number], MarkRow>('SELECT * FROM study_mark WHERE record_id = ? ORDER BY from_sample, id')
    .all(recordId)
    .map(toMark);
}

/** The study whose record a mark stands in; undefined once the mark is gone. */
export function studyOfMark(database: LibraryDatabase, id: number): number | undefined {
  return database
    .prepare<[number], number>(
      'SELECT study_id FROM study_mark JOIN record ON record.id = record_id WHERE study_mark.id = ?',
    )
    .pluck()
    .get(id) as number | undefined;
}

export function insertStudyMark(database: LibraryDatabase, mark: NewStudyMark): StudyMark {
  return inTransaction(database, () => {
    const row: MarkRow = {
      id: nextMarkId(database),
      record_id: mark.recordId,
      ...chosenColumns(mark),
      author: mark.author,
      created_at: timestamp(),
    };
    applyMarkChange(database, mark.recordId, { before: [], after: [row] }, mark.author);
    return toMark(row);
  });
}

/** @throws NotFound */
export function changeStudyMark(database: LibraryDatabase, id: number, mark: NewStudyMark): StudyMark {
  return inTransaction(database, () => {
    const old = requireRow(database, id, mark.recordId);
    const row: MarkRow = { ...old, ...chosenColumns(mark), author: mark.author };
    applyMarkChange(database, mark.recordId, { before: [old], after: [row] }, mark.author);
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
    applyMarkChange(database, recordId, { before: [old], after: [] }, author);
  });
}

function requireRow(database: LibraryDatabase, id: number, recordId: number): MarkRow {
  const row = database
    .prepare<[number, number], MarkRow>('SELECT * FROM study_mark WHERE id = ? AND record_id = ?')
    .get(id, recordId);
  if (!row) throw new PurkinjeError('NotFound', 'This mark is not there any more: it was deleted meanwhile.');
  return row;
}
