/** Moving a library that is open: copied and read again by a job, finished in a moment, taken away when the program closes. */
import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import { inTransaction } from '../../store/database.ts';
import { listJobs, type Job } from '../../store/jobs.ts';
import { openLibrary, type Library } from '../../store/library.ts';
import { appendTrail } from '../../store/trail.ts';
import { isBatchRunning } from '../batch/batch.ts';
import type { Workstation } from '../workstation.ts';
import { backUp, completeCopy, readBackup, type CopyOptions } from './backup.ts';
import { keepMovedFrom, movedFrom, removeLibraryFiles, tidyMoved } from './clear-moved.ts';
import { writePointer } from './moved-pointer.ts';

/**
 * Makes the copy that a job wrote the library: what changed since is brought over and verified, the old folder points to the
 * new one, and nothing is written to the old one from here on. The program goes on at the new place when it is started again.
 * @throws FileMissing, StoreDamaged for no backup; Conflict for one that no job of this library wrote, or while jobs are at
 * work; DiskFull
 */
export async function finishMove(workstation: Workstation, folder: string): Promise<{ folder: string }> {
  const { library, moved } = workstation;
  const target = resolve(folder);
  await readBackup(target);
  const jobs = listJobs(library.database);
  // Any other backup would lose what it holds: the database in it is replaced.
  if (!jobs.some((job) => isBackupTo(target, job)))
    throw new PurkinjeError(
      'Conflict',
      `${target} is not what this library was just copied to. Move it to a new folder.`,
    );
  const busy =
    isBatchRunning(workstation) || jobs.some(({ state }) => state === 'queued' || state === 'running');
  if (busy)
    throw new PurkinjeError(
      'Conflict',
      `Something is still at work. The copy in ${target} stays a backup; wait for it, then move to a new folder.`,
    );
  moved.to = target;
  try {
    tellOfMove(library, workstation.annotator());
    await completeCopy(library, target);
    await makeItTheLibrary(library.path, target);
    return { folder: target };
  } catch (error) {
    moved.to = undefined;
    throw error;
  }
}

function isBackupTo(folder: string, { kind, state, result }: Job): boolean {
  return kind === 'backup' && state === 'done' && (result as { folder?: unknown }).folder === folder;
}

/** @throws Conflict once the library was moved: what is written here would be lost */
export function refuseMoved({ moved }: Workstation): void {
  if (moved.to !== undefined)
    throw new PurkinjeError(
      'Conflict',
      `The library was moved to ${moved.to}. Close the program and start it again: it opens the library there.`,
    );
}

/**
 * Moves a closed library: copied, read again, and only then taken away from where it was; the pointer stays there.
 * @throws LibraryInUse, Conflict, StoreDamaged, DiskFull, Cancelled
 */
export async function moveLibrary(
  from: string,
  to: string,
  options: CopyOptions & { readonly who: string },
): Promise<void> {
  const library = openLibrary(from);
  try {
    tellOfMove(library, options.who);
    await backUp(library, to, options);
    await makeItTheLibrary(from, to);
  } finally {
    library.close();
  }
  await removeLibraryFiles(from);
}

/** Before the copy, so that this is in it: where the library was, for the start after a program that was killed. */
function tellOfMove({ path, database }: Library, who: string): void {
  inTransaction(database, () => {
    appendTrail(database, { who, what: 'move library', object: 'library' });
    keepMovedFrom(database, [...movedFrom(database).filter((folder) => folder !== path), path]);
  });
}

/** From the first line on a start goes to the new place; what a kill leaves undone after it, that start does. */
async function makeItTheLibrary(from: string, to: string): Promise<void> {
  const logs = join(from, 'logs');
  if (existsSync(logs)) await cp(logs, join(to, 'logs'), { recursive: true });
  writePointer(from, to);
  await tidyMoved(to);
}
