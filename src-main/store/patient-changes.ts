import { PurkinjeError } from '../domain/errors.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { findPatient } from './patients.ts';
import type { Patient } from './patients.ts';
import { findStudy } from './studies.ts';
import { appendTrail } from './trail.ts';

/** Who changes, and why: kept in the trail. */
export interface Reason {
  readonly author: string;
  readonly why: string;
}

/**
 * Gives all studies of one patient to another, whose identity stays; the first is gone.
 * @throws NotFound, InvalidInput for one and the same
 */
export function mergePatients(
  database: LibraryDatabase,
  from: number,
  into: number,
  { author, why }: Reason,
): void {
  if (from === into) throw new PurkinjeError('InvalidInput', 'A patient is not merged with itself.');
  requirePatient(database, from);
  requirePatient(database, into);
  inTransaction(database, () => {
    const moved = ids(database, 'SELECT id FROM study WHERE patient_id = ?', from);
    database.prepare('UPDATE study SET patient_id = ? WHERE patient_id = ?').run(into, from);
    database.prepare('DELETE FROM patient WHERE id = ?').run(from);
    const event = { old: `patient ${from}`, new: `studies ${moved.join(' ')}`, why };
    appendTrail(database, { who: author, what: 'merge patients', object: `patient ${into}`, ...event });
  });
}

/** Gives a study to another patient; one without any study left is gone. @throws NotFound */
export function moveStudy(
  database: LibraryDatabase,
  studyId: number,
  into: number,
  { author, why }: Reason,
): void {
  const study = findStudy(database, studyId);
  if (!study) throw new PurkinjeError('NotFound', `There is no study ${studyId}.`);
  requirePatient(database, into);
  inTransaction(database, () => {
    database.prepare('UPDATE study SET patient_id = ? WHERE id = ?').run(into, studyId);
    database
      .prepare(
        'DELETE FROM patient WHERE id = ? AND NOT EXISTS (SELECT 1 FROM study WHERE patient_id = patient.id)',
      )
      .run(study.patientId);
    const event = { old: `patient ${study.patientId}`, new: `patient ${into}`, why };
    appendTrail(database, { who: author, what: 'move study', object: `study ${studyId}`, ...event });
  });
}

/** @throws NotFound */
export function requirePatient(database: LibraryDatabase, id: number): Patient {
  const patient = findPatient(database, id);
  if (!patient) throw new PurkinjeError('NotFound', `There is no patient ${id}.`);
  return patient;
}

function ids(database: LibraryDatabase, sql: string, id: number): number[] {
  return database.prepare(sql).pluck().all(id) as number[];
}
