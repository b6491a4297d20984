import { throwIfCancelled } from '../../domain/errors.ts';
import type { JobHandler } from '../../jobs/job-handler.ts';
import { backupInput, checkedInput, checkInput, eraseInput, restoreInput } from '../../jobs/job-inputs.ts';
import { beginErasure, finishErasure, type Erasure } from '../../store/erase-patient.ts';
import { checkLibrary, type LibraryFault } from '../../store/full-check.ts';
import { appendTrail } from '../../store/trail.ts';
import { backUp, readBackup, restore } from './backup.ts';

/**
 * Copies the library to a new folder, and reads the copy again.
 * @throws Conflict for a folder that is not empty, DiskFull, InvalidInput, StoreDamaged, Cancelled
 */
export const backupJob: JobHandler = async (input, { library, abortSignal, report }) => {
  const { folder, author } = checkedInput(backupInput, input);
  const { files } = await backUp(library, folder, { abortSignal, onProgress: report });
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const event = { what: 'back up', object: 'library', new: `${files.length} files` };
  appendTrail(library.database, { who: author, ...event });
  return { folder, files: files.length, bytes };
};

/**
 * Makes a library of a backup, in a new folder; both are read and compared, and the library is checked as one.
 * @throws FileMissing, StoreDamaged, Conflict for a folder that is not empty, StoreNewerThanApp, DiskFull, Cancelled
 */
export const restoreJob: JobHandler = async (input, { library, abortSignal, report }) => {
  const { backup, folder, author } = checkedInput(restoreInput, input);
  const faults = await restore(backup, folder, { abortSignal, onProgress: report });
  const { files, createdAt } = await readBackup(backup);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  appendTrail(library.database, {
    who: author,
    what: 'restore',
    object: 'library',
    new: `${files.length} files of a backup of ${createdAt}, to a folder of its own`,
  });
  return { folder, files: files.length, bytes, createdAt, faults };
};

/** Reads all of the library. @throws Cancelled */
export const checkJob: JobHandler = async (
  input,
  { library, abortSignal, report },
): Promise<{ faults: LibraryFault[] }> => {
  checkedInput(checkInput, input);
  return { faults: await checkLibrary(library, { abortSignal, onProgress: report }) };
};

/** Erases a patient. A killed one goes on; it can be cancelled until it begins. @throws NotFound, Cancelled */
export const eraseJob: JobHandler = async (
  input,
  { library, abortSignal, checkpoint, saveCheckpoint, commit, report },
) => {
  const { patientId, author, why } = checkedInput(eraseInput, input);
  throwIfCancelled(abortSignal);
  commit();
  const erasure =
    (checkpoint as Erasure | undefined) ?? beginErasure(library, patientId, { author, why }, saveCheckpoint);
  finishErasure(library, erasure, (fraction) => report(fraction, 'Erasing'));
  return { patientId, records: erasure.records.length };
};
