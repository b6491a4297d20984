import type { LibraryDatabase } from './database.ts';
import { inTransaction } from './database.ts';
import { appendTrail } from './trail.ts';
import { timestamp } from './timestamp.ts';

/** What is imported for one patient visit. */
export interface Study {
  readonly id: number;
  readonly patientId: number;
  readonly name: string;
  /** Where it was imported from, as the user named it. */
  readonly source: string;
  /** Made by the simulator: its results are no clinical evidence. */
  readonly simulated: boolean;
  /** With zone. */
  readonly importedAt: string;
}

export type NewStudy = Omit<Study, 'id' | 'importedAt'>;

interface StudyRow {
  id: number;
  patient_id: number;
  name: string;
  source: string;
  simulated: number;
  imported_at: string;
}

/** A study that nothing sees until `completeStudy`. */
export function insertPendingStudy(database: LibraryDatabase, study: NewStudy): number {
  const { lastInsertRowid } = database
    .prepare('INSERT INTO study (patient_id, name, source, simulated, imported_at) VALUES (?, ?, ?, ?, ?)')
    .run(study.patientId, study.name, study.source, study.simulated ? 1 : 0, timestamp());
  return Number(lastInsertRowid);
}

/** Makes a study and all that was written for it visible at once. */
export function completeStudy(database: LibraryDatabase, id: number, author: string): void {
  inTransaction(database, () => {
    database
      .prepare(
        'UPDATE annotation_set SET complete = 1 WHERE record_id IN (SELECT id FROM record WHERE study_id = ?)',
      )
      .run(id);
    database.prepare('UPDATE study SET complete = 1 WHERE id = ?').run(id);
    const hashes = database
      .prepare('SELECT content_hash FROM record WHERE study_id = ? ORDER BY id')
      .pluck()
      .all(id);
    appendTrail(database, { who: author, what: 'import', object: `study ${id}`, new: hashes.join(' ') });
  });
}

/**
 * Takes away a study that was never completed, its patient too where it was the only one. Its folders are the caller's.
 * @returns false where there is no such study, or it is complete
 */
export function deletePendingStudy(database: LibraryDatabase, id: number): boolean {
  return inTransaction(database, () => {
    const patientId = database
      .prepare('DELETE FROM study WHERE id = ? AND NOT complete RETURNING patient_id')
      .pluck()
      .get(id);
    if (patientId !== undefined) deletePatientWithoutStudy(database, patientId as number);
    return patientId !== undefined;
  });
}

/** Newest first. */
export function listStudies(database: LibraryDatabase): Study[] {
  const rows = database.prepare<[], StudyRow>('SELECT * FROM study WHERE complete ORDER BY id DESC').all();
  return rows.map(toStudy);
}

export function findStudy(database: LibraryDatabase, id: number): Study | undefined {
  const row = database.prepare<[number], StudyRow>('SELECT * FROM study WHERE complete AND id = ?').get(id);
  return row && toStudy(row);
}

/** Deletes a patient of whom no study is left. */
export function deletePatientWithoutStudy(database: LibraryDatabase, id: number): void {
  database
    .prepare(
      'DELETE FROM patient WHERE id = ? AND NOT EXISTS (SELECT 1 FROM study WHERE patient_id = patient.id)',
    )
    .run(id);
}

function toStudy(row: StudyRow): Study {
  return {
    id: row.id,
    patientId: row.patient_id,
    name: row.name,
    source: row.source,
    simulated: row.simulated === 1,
    importedAt: row.imported_at,
  };
}
