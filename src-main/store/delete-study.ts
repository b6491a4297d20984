import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PurkinjeError } from '../domain/errors.ts';
import { deleteAnnotationSet } from './annotation-sets.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { forgetJobs, forgetWords } from './forget-patient.ts';
import { incomingFolder, recordingFolder } from './library-paths.ts';
import type { Library } from './library.ts';
import { deletePatientWithoutStudy, findStudy } from './studies.ts';
import { appendTrail } from './trail.ts';

/** What is to be deleted; plain values, so that a thread can be handed it. */
export interface StudyDeletion {
  readonly studyId: number;
  readonly patientId: number;
  readonly records: readonly number[];
  readonly contentHashes: readonly string[];
}

/**
 * Takes a study out of sight, in one short transaction; the trail keeps that it was there. What it leaves is deleted by
 * `finishStudyDeletion`, or by the next opening's sweep.
 * @throws NotFound
 */
export function beginStudyDeletion(
  { database }: Library,
  studyId: number,
  author: string,
  why?: string,
): StudyDeletion {
  return inTransaction(database, () => {
    const study = findStudy(database, studyId);
    if (!study) throw new PurkinjeError('NotFound', `There is no study ${studyId}.`);
    const rows = database
      .prepare<[number], { id: number; content_hash: string }>(
        'SELECT id, content_hash FROM record WHERE study_id = ? ORDER BY id',
      )
      .all(studyId);
    const contentHashes = rows.map((row) => row.content_hash);
    database.prepare('UPDATE study SET complete = 0 WHERE id = ?').run(studyId);
    // Without its name, which may be a patient's: the trail keeps ids.
    const event = { what: 'delete', object: `study ${studyId}`, old: contentHashes.join(' ') };
    appendTrail(database, { who: author, ...event, why });
    return { studyId, patientId: study.patientId, records: rows.map(({ id }) => id), contentHashes };
  });
}

/**
 * Deletes its records, sets and signal files, in transactions of 50 ms at most; its patient too where it was the last
 * study, and what jobs were given and told of it. A record's row and its folder go in one transaction: whatever a kill leaves is known to the sweep, by either.
 */
export function finishStudyDeletion(
  { database, path }: Pick<Library, 'database' | 'path'>,
  { studyId, patientId, records, contentHashes }: StudyDeletion,
): void {
  for (const [at, recordId] of records.entries()) {
    let aside: string | undefined;
    deleteRecord(database, recordId, () => {
      aside = setAside({ database, path }, contentHashes[at], studyId);
    });
    if (aside !== undefined) rmSync(aside, { recursive: true, force: true });
  }
  inTransaction(database, () => {
    database.prepare('DELETE FROM study WHERE id = ?').run(studyId);
    deletePatientWithoutStudy(database, patientId);
  });
  // Its patient may be gone with it, and could not be erased any more.
  forgetJobs(database, new Set(records));
  forgetWords(database);
}

/**
 * Moves a recording's folder to where the sweep takes it from, unless an import has put the same recording there anew: it
 * inserts its row before, and no row comes between while this transaction lasts.
 */
function setAside(
  { database, path }: Pick<Library, 'database' | 'path'>,
  hash: string,
  studyId: number,
): string | undefined {
  const folder = recordingFolder(path, hash);
  const again = database.prepare('SELECT 1 FROM record WHERE content_hash = ?').get(hash);
  if (again !== undefined || !existsSync(folder)) return undefined;
  mkdirSync(incomingFolder(path), { recursive: true });
  const aside = join(incomingFolder(path), `deleted-${studyId}-${hash}`);
  renameSync(folder, aside);
  return aside;
}

/** Deletes the rows of records with all that hangs on them, a set at a time. */
export function deleteRecords(
  database: LibraryDatabase,
  records: readonly number[],
  onProgress: (fraction: number) => void = () => {},
): void {
  for (const [done, recordId] of records.entries()) {
    onProgress(done / records.length);
    deleteRecord(database, recordId);
  }
}

/** @param atOnce is done in the transaction in which the record's own row goes */
function deleteRecord(database: LibraryDatabase, recordId: number, atOnce: () => void = () => {}): void {
  const setsOf = database.prepare('SELECT id FROM annotation_set WHERE record_id = ?').pluck();
  for (const setId of setsOf.all(recordId) as number[]) deleteAnnotationSet(database, setId);
  inTransaction(database, () => {
    database.prepare('DELETE FROM record WHERE id = ?').run(recordId);
    atOnce();
  });
}
