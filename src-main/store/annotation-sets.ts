import type { AnnotationOrigin } from '../domain/annotation.ts';
import { deleteAnnotations } from './annotations.ts';
import { optional } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

/** Annotations of one record by one reader: a human, a file that came with it, or a model. */
export interface AnnotationSet {
  readonly id: number;
  readonly recordId: number;
  readonly name: string;
  readonly origin: AnnotationOrigin;
  /** The suffix or name of the file that it came in (`atr`); undefined where it was made here. */
  readonly importedAs?: string;
  readonly author: string;
  readonly modelVersionId?: number;
  /** What its maker tells about it, as JSON: channels it did without, parameters ... */
  readonly details?: unknown;
  readonly createdAt: string;
}

export interface NewAnnotationSet extends Omit<AnnotationSet, 'id' | 'createdAt'> {
  /** The job that still writes it: it stays unseen until `completeAnnotationSet`. */
  readonly pendingFor?: { readonly jobId?: number };
}

interface SetRow {
  id: number;
  record_id: number;
  name: string;
  origin: AnnotationOrigin;
  imported_as: string | null;
  author: string;
  model_version_id: number | null;
  details: string | null;
  created_at: string;
}

export function insertAnnotationSet(database: LibraryDatabase, set: NewAnnotationSet): number {
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO annotation_set (record_id, name, origin, imported_as, author, model_version_id, details, job_id,
        complete, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      set.recordId,
      set.name,
      set.origin,
      set.importedAs,
      set.author,
      set.modelVersionId,
      set.details === undefined ? null : JSON.stringify(set.details),
      set.pendingFor?.jobId,
      set.pendingFor ? 0 : 1,
      timestamp(),
    );
  return Number(lastInsertRowid);
}

/** Makes a pending set visible. */
export function completeAnnotationSet(database: LibraryDatabase, id: number, details?: unknown): void {
  database
    .prepare('UPDATE annotation_set SET complete = 1, details = coalesce(?, details) WHERE id = ?')
    .run(details === undefined ? null : JSON.stringify(details), id);
}

/** Sets of a record that are complete, oldest first. */
export function listAnnotationSets(database: LibraryDatabase, recordId: number): AnnotationSet[] {
  return database
    .prepare<[number], SetRow>('SELECT * FROM annotation_set WHERE complete AND record_id = ? ORDER BY id')
    .all(recordId)
    .map(toSet);
}

export function findAnnotationSet(database: LibraryDatabase, id: number): AnnotationSet | undefined {
  const row = database
    .prepare<[number], SetRow>('SELECT * FROM annotation_set WHERE complete AND id = ?')
    .get(id);
  return row && toSet(row);
}

/** Whether a job still writes this set, of a study that is there: what it wrote before a kill is in it. */
export function isPendingSet(database: LibraryDatabase, id: number, jobId: number): boolean {
  return (
    database
      .prepare(
        `SELECT 1 FROM annotation_set AS of_job JOIN record ON record.id = record_id JOIN study ON study.id = study_id
         WHERE NOT of_job.complete AND study.complete AND of_job.id = ? AND job_id = ?`,
      )
      .get(id, jobId) !== undefined
  );
}

/**
 * With its annotations, edits and predictions. Unseen at once; its rows go in several short transactions, what a kill
 * leaves is swept.
 */
export function deleteAnnotationSet(database: LibraryDatabase, id: number): void {
  database.prepare('UPDATE annotation_set SET complete = 0, job_id = NULL WHERE id = ?').run(id);
  deleteAnnotations(database, id);
  database.prepare('DELETE FROM annotation_set WHERE id = ?').run(id);
}

function toSet(row: SetRow): AnnotationSet {
  return {
    id: row.id,
    recordId: row.record_id,
    name: row.name,
    origin: row.origin,
    importedAs: optional(row.imported_as),
    author: row.author,
    modelVersionId: optional(row.model_version_id),
    details: row.details === null ? undefined : (JSON.parse(row.details) as unknown),
    createdAt: row.created_at,
  };
}
