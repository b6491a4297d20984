import { existsSync, renameSync, rmSync } from 'node:fs';
import { PurkinjeError } from '../../domain/errors.ts';
import { withoutMachineNote } from '../../domain/machine-note.ts';
import type { ImportedAnnotations } from '../../domain/record.ts';
import { completeAnnotationSet, insertAnnotationSet } from '../../store/annotation-sets.ts';
import { insertAnnotations, ROWS_PER_TRANSACTION } from '../../store/annotations.ts';
import { inTransaction } from '../../store/database.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { syncFolder } from '../../store/durable-file.ts';
import { recordingFolder, signalsFolder } from '../../store/library-paths.ts';
import type { Library } from '../../store/library.ts';
import { insertRecord } from '../../store/records.ts';
import type { NewRecord } from '../../store/records.ts';

/** Annotators whose files programs write by convention: detected R peaks, predictions (WFDB; our command line). */
const MACHINE_ANNOTATORS = new Set(['qrs', 'prd']);
/** Said of a machine's set that came in a file: its probabilities did not. */
const IMPORTED = ' (machine, imported)';
/** PhysioNet's name for the audited set. */
const REFERENCE_ANNOTATOR = 'atr';

/**
 * Brings a whole recording from `incoming/` into its place, with its rows, under a study that is still pending. The row
 * comes before the folder, so that whatever a kill leaves is known to the sweep.
 * @returns the record's id
 * @throws Conflict while a study that had the same recording is still being deleted; what the file system throws; nothing is
 * left of it then
 */
export function keepRecord(
  library: Library,
  staged: string,
  record: NewRecord,
  annotations: readonly ImportedAnnotations[],
): number {
  const { database } = library;
  const recordId = insertNew(database, record);
  const folder = recordingFolder(library.path, record.contentHash);
  try {
    putInPlace(staged, folder);
    syncFolder(signalsFolder(library.path));
    keepAllAnnotations(database, recordId, record.description.name, annotations);
  } catch (error) {
    // The other recordings of the study may go on: none of its records is without signals, or with half its annotations.
    database.prepare('DELETE FROM record WHERE id = ?').run(recordId);
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
  return recordId;
}

function keepAllAnnotations(
  database: LibraryDatabase,
  recordId: number,
  recordName: string,
  annotations: readonly ImportedAnnotations[],
): void {
  const keepSets = (): void => {
    for (const set of annotations) keepAnnotations(database, recordId, recordName, set);
  };
  const rows = annotations.reduce((sum, set) => sum + set.annotations.length, 0);
  // A dozen small sets are one transaction, not three dozen; large ones are several, so that each is short.
  if (rows <= ROWS_PER_TRANSACTION) inTransaction(database, keepSets);
  else keepSets();
}

function putInPlace(staged: string, folder: string): void {
  // A folder without a row is a stranger: what is known was recognised before.
  if (existsSync(folder)) rmSync(folder, { recursive: true });
  renameSync(staged, folder);
}

/** @throws Conflict while a study that had the same recording is still being deleted */
function insertNew(database: LibraryDatabase, record: NewRecord): number {
  try {
    return inTransaction(database, () => insertRecord(database, record));
  } catch (error) {
    if ((error as { code?: string }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    const { name } = record.description;
    throw new PurkinjeError(
      'Conflict',
      `${name} is just being deleted from the library. Import it again in a moment.`,
    );
  }
}

function keepAnnotations(
  database: LibraryDatabase,
  recordId: number,
  recordName: string,
  { name, annotations: all }: ImportedAnnotations,
): void {
  const { madeBy, annotations } = withoutMachineNote(all);
  const ofMachine = madeBy !== undefined || MACHINE_ANNOTATORS.has(name);
  const setId = insertAnnotationSet(database, {
    recordId,
    name: ofMachine ? importedMachineName(madeBy ?? name) : name === REFERENCE_ANNOTATOR ? 'reference' : name,
    origin: ofMachine ? 'machine' : 'human',
    importedAs: name,
    author: `${recordName}.${name}`,
    pendingFor: {},
  });
  for (let from = 0; from < annotations.length; from += ROWS_PER_TRANSACTION)
    insertAnnotations(database, setId, annotations.slice(from, from + ROWS_PER_TRANSACTION), 'imported');
  completeAnnotationSet(database, setId);
}

/** Not twice, however often it goes out and comes back. */
function importedMachineName(name: string): string {
  return name.endsWith(IMPORTED) ? name : name + IMPORTED;
}
