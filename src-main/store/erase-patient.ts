import { rmSync } from 'node:fs';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { deleteRecords } from './delete-study.ts';
import { forgetImports, forgetJobs, forgetSettings, forgetWords } from './forget-patient.ts';
import { logsFolder, recordingFolder } from './library-paths.ts';
import type { Library } from './library.ts';
import { requirePatient } from './patient-changes.ts';
import type { Reason } from './patient-changes.ts';
import { askForScrub, LARGEST_AT_ONCE, scrub } from './scrub.ts';
import { appendTrail } from './trail.ts';

/** What is to be erased: plain JSON, so that a job goes on with it after a kill. */
export interface Erasure {
  readonly patientId: number;
  readonly records: readonly number[];
  readonly contentHashes: readonly string[];
}

/**
 * Erases a patient: studies, records, labels, marks, signals, the inputs and results of the jobs that handled them, what
 * imports were given, the log of bugs. This is its first half: nothing sees the studies any more, and the trail says that it was done, by ids. It is done in one
 * transaction with `keep`. A kill after it leaves the rest to the next opening's sweep, and to the job that goes on.
 * @param keep called with what `finishErasure` needs
 * @throws NotFound
 */
export function beginErasure(
  { database }: Library,
  patientId: number,
  { author, why }: Reason,
  keep: (erasure: Erasure) => void = () => {},
): Erasure {
  return inTransaction(database, () => {
    requirePatient(database, patientId);
    const studies = column<number>(database, 'SELECT id FROM study WHERE patient_id = ?', patientId);
    const ofRecords = (name: string): string =>
      `SELECT record.${name} FROM record JOIN study ON study.id = study_id WHERE patient_id = ? ORDER BY record.id`;
    const records = column<number>(database, ofRecords('id'), patientId);
    const contentHashes = column<string>(database, ofRecords('content_hash'), patientId);
    database.prepare('UPDATE study SET complete = 0 WHERE patient_id = ?').run(patientId);
    const old = `studies ${studies.join(' ')}, records ${records.join(' ')}`;
    appendTrail(database, { who: author, what: 'erase patient', object: `patient ${patientId}`, old, why });
    const erasure = { patientId, records, contentHashes };
    keep(erasure);
    return erasure;
  });
}

/**
 * The second half: what is deleted is overwritten in the database file, in transactions of 50 ms at most; then the file is
 * written anew (see `scrub.ts`). May be done again after a kill.
 * @param onProgress 0..1
 */
export function finishErasure(
  { database, path }: Library,
  { patientId, records, contentHashes }: Erasure,
  onProgress: (fraction: number) => void = () => {},
): void {
  database.pragma('secure_delete = ON');
  askForScrub(database);
  deleteRecords(database, records, onProgress);
  inTransaction(database, () => {
    database.prepare('DELETE FROM study WHERE patient_id = ?').run(patientId);
    database.prepare('DELETE FROM patient WHERE id = ?').run(patientId);
    forgetSettings(database, new Set(records));
  });
  forgetJobs(database, new Set(records));
  forgetImports(database);
  forgetWords(database);
  for (const hash of contentHashes) rmSync(recordingFolder(path, hash), { recursive: true, force: true });
  // A bug's words may be the path of a file.
  rmSync(logsFolder(path), { recursive: true, force: true });
  scrub(database, LARGEST_AT_ONCE);
  emptyLog(database);
}

/** Tries at emptying the log, and what is waited between two of them: others' reads end meanwhile. */
const LOG_TRIES = 50;
const LOG_WAIT_MS = 100;

/** The write-ahead log still holds the pages as they were. Only one that nobody reads from can be emptied. */
function emptyLog(database: LibraryDatabase): void {
  for (let tries = 0; tries < LOG_TRIES; tries++) {
    const [{ busy }] = database.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
    if (busy === 0) return;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOG_WAIT_MS);
  }
}

function column<Value>(database: LibraryDatabase, sql: string, id: number): Value[] {
  return database.prepare(sql).pluck().all(id) as Value[];
}
