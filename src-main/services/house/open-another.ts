import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import { listJobs } from '../../store/jobs.ts';
import { libraryFile } from '../../store/library-paths.ts';
import { isBatchRunning } from '../batch/batch.ts';
import type { Workstation } from '../workstation.ts';
import { followMove } from './moved-pointer.ts';

/**
 * Leaves the open library for another one: the shell closes this and opens that, in the same window.
 * @param folder of a library that was restored or moved
 * @throws LibraryNotFound where there is none; Conflict for the one that is open, while jobs are at work, and without a window
 */
export function openAnother(workstation: Workstation, folder: string): { folder: string } {
  const { library, leaving, shell } = workstation;
  const target = resolve(folder);
  if (!existsSync(libraryFile(followMove(target))))
    throw new PurkinjeError('LibraryNotFound', `There is no library in ${target}.`);
  if (followMove(target) === library.path)
    throw new PurkinjeError('Conflict', `The library in ${target} is open already.`);
  const busy = listJobs(library.database).some(({ state }) => state === 'queued' || state === 'running');
  if (busy || isBatchRunning(workstation))
    throw new PurkinjeError('Conflict', `Something is still at work. Wait for it, then open ${target}.`);
  if (shell === 'cli')
    throw new PurkinjeError('Conflict', `A command works on one library: name the other with --library.`);
  leaving.to(target);
  return { folder: target };
}
