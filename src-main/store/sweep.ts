import { rmSync } from 'node:fs';
import type { LibraryDatabase } from './database.ts';
import { inTransaction } from './database.ts';
import { incomingFolder, recordingFolder } from './library-paths.ts';

/**
 * Removes what a killed import or classification left: temporary files, recordings of studies that were never
 * completed, sets that were never completed. Run by the owner before anything else works on the library, so that
 * nothing swept here is still being written.
 */
export function sweep(path: string, database: LibraryDatabase): void {
  rmSync(incomingFolder(path), { recursive: true, force: true });
  const hashes = database
    .prepare('SELECT content_hash FROM record JOIN study ON study.id = study_id WHERE NOT complete')
    .pluck()
    .all() as string[];
  for (const hash of hashes) rmSync(recordingFolder(path, hash), { recursive: true, force: true });
  // It may be the rest of a patient that was being erased.
  if (hashes.length > 0) database.pragma('secure_delete = ON');
  inTransaction(database, () => {
    database.exec(`
      CREATE TEMP TABLE swept_patient AS SELECT patient_id AS id FROM study WHERE NOT complete;
      DELETE FROM study WHERE NOT complete;
      DELETE FROM patient WHERE id IN (SELECT id FROM swept_patient)
        AND NOT EXISTS (SELECT 1 FROM study WHERE patient_id = patient.id);
      DROP TABLE swept_patient;
      DELETE FROM annotation_set WHERE NOT complete AND NOT EXISTS
        (SELECT 1 FROM job WHERE job.id = job_id AND state IN ('queued', 'running'));
    `);
  });
}
