import { rmSync } from 'node:fs';
import { PurkinjeError } from '../domain/errors.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import type { EditRows } from './edit-rows.ts';
import { recordingFolder } from './library-paths.ts';
import type { Library } from './library.ts';
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
 * Erases a patient: studies, records, labels, marks, signals, the inputs and results of the jobs that handled them.
 * The trail keeps that it was done, by ids. What is deleted is overwritten in the database file.
 * @throws NotFound; Conflict while a job is at work
 */
export function erasePatient(library: Library, patientId: number, { author, why }: Reason): void {
  const { database, path } = library;
  requirePatient(database, patientId);
  refuseWhileWorking(database);
  database.pragma('secure_delete = ON');
  const hashes = inTransaction(database, () => {
    const studies = ids(database, 'SELECT id FROM study WHERE patient_id = ?', patientId);
    const records = ids(
      database,
      'SELECT record.id FROM record JOIN study ON study.id = study_id WHERE patient_id = ?',
      patientId,
    );
    const content = database
      .prepare('SELECT content_hash FROM record JOIN study ON study.id = study_id WHERE patient_id = ?')
      .pluck()
      .all(patientId) as string[];
    database.prepare('DELETE FROM study WHERE patient_id = ?').run(patientId);
    database.prepare('DELETE FROM patient WHERE id = ?').run(patientId);
    forgetJobs(database, new Set(records));
    forgetPlace(database, new Set(records));
    forgetWords(database);
    const old = `studies ${studies.join(' ')}, records ${records.join(' ')}`;
    appendTrail(database, { who: author, what: 'erase patient', object: `patient ${patientId}`, old, why });
    return content;
  });
  for (const hash of hashes) rmSync(recordingFolder(path, hash), { recursive: true, force: true });
  // The write-ahead log still holds the pages as they were.
  database.pragma('wal_checkpoint(TRUNCATE)');
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

function requirePatient(database: LibraryDatabase, id: number): Patient {
  const patient = findPatient(database, id);
  if (!patient) throw new PurkinjeError('NotFound', `There is no patient ${id}.`);
  return patient;
}

function ids(database: LibraryDatabase, sql: string, id: number): number[] {
  return database.prepare(sql).pluck().all(id) as number[];
}

function refuseWhileWorking(database: LibraryDatabase): void {
  const working = database.prepare("SELECT id FROM job WHERE state IN ('queued', 'running') LIMIT 1").get();
  if (working)
    throw new PurkinjeError(
      'Conflict',
      'A job is at work. Wait for it or cancel it, then erase the patient.',
    );
}

/** Paths and warnings of an import, and what a classification tells, may hold names. */
function forgetJobs(database: LibraryDatabase, records: ReadonlySet<number>): void {
  const rows = database.prepare<[], { id: number; input: string; result: string | null }>(
    'SELECT id, input, result FROM job',
  );
  const forget = database.prepare(
    "UPDATE job SET input = '{}', result = NULL, checkpoint = NULL, error_message = NULL, doing = '' WHERE id = ?",
  );
  for (const { id, input, result } of rows.all()) {
    const { recordId } = JSON.parse(input) as { recordId?: number };
    const made = (JSON.parse(result ?? '{}') as { records?: { id: number }[] } | null)?.records ?? [];
    const concerned =
      made.some((record) => records.has(record.id)) || (recordId !== undefined && records.has(recordId));
    if (concerned) forget.run(id);
  }
}

function forgetPlace(database: LibraryDatabase, records: ReadonlySet<number>): void {
  const text = database.prepare("SELECT value FROM setting WHERE key = 'lastPlace'").pluck().get();
  const place = JSON.parse((text as string | undefined) ?? 'null') as { recordId?: number } | null;
  if (place?.recordId !== undefined && records.has(place.recordId))
    database.prepare("DELETE FROM setting WHERE key = 'lastPlace'").run();
}

/** Marks hold the words of notes: those that no annotation and no undo step refers to any more. */
function forgetWords(database: LibraryDatabase): void {
  const used = new Set(database.prepare('SELECT DISTINCT mark_id FROM annotation').pluck().all() as number[]);
  const edits = database.prepare<[], { before: string; after: string }>('SELECT before, after FROM edit');
  for (const { before, after } of edits.iterate())
    for (const rows of [before, after])
      for (const mark of (JSON.parse(rows) as EditRows).mark) used.add(mark);
  const remove = database.prepare('DELETE FROM mark WHERE id = ?');
  for (const id of database.prepare('SELECT id FROM mark').pluck().all() as number[])
    if (!used.has(id)) remove.run(id);
}
