/** Moving a library that is open: copied and read again by a job, finished in a moment, taken away when the program closes. */
import { existsSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import { writeFileDurably } from '../../store/durable-file.ts';
import { listJobs } from '../../store/jobs.ts';
import { timestamp } from '../../store/timestamp.ts';
import { appendTrail } from '../../store/trail.ts';
import type { Workstation } from '../workstation.ts';
import { completeCopy, LIST, readBackup, removeLibraryFiles } from './backup.ts';

/** In the folder that a library was moved away from: where it is now. */
const POINTER = 'moved.json';

/**
 * Makes the copy that a job wrote the library: what changed since is brought over and verified, the old folder points to the
 * new one, and nothing is written to the old one from here on. The program goes on at the new place when it is started again.
 * @throws FileMissing, StoreDamaged for a folder that the job did not write; Conflict while jobs are at work; DiskFull
 */
export async function finishMove(workstation: Workstation, folder: string): Promise<{ folder: string }> {
  const { library, moved } = workstation;
  const target = resolve(folder);
  await readBackup(target);
  const busy = listJobs(library.database).some(({ state }) => state === 'queued' || state === 'running');
  if (busy)
    throw new PurkinjeError(
      'Conflict',
      `Something is still at work. The copy in ${target} stays a backup; wait for it, then move to a new folder.`,
    );
  moved.to = target;
  try {
    appendTrail(library.database, { who: workstation.annotator(), what: 'move library', object: 'library' });
    await completeCopy(library, target);
    const logs = join(library.path, 'logs');
    if (existsSync(logs)) await cp(logs, join(target, 'logs'), { recursive: true });
    await rm(join(target, LIST));
    writeFileDurably(join(library.path, POINTER), JSON.stringify({ to: target, at: timestamp() }));
    return { folder: target };
  } catch (error) {
    moved.to = undefined;
    throw error;
  }
}

/** @throws Conflict once the library was moved: what is written here would be lost */
export function refuseMoved({ moved }: Workstation): void {
  if (moved.to !== undefined)
    throw new PurkinjeError(
      'Conflict',
      `The library was moved to ${moved.to}. Close the program and start it again: it opens the library there.`,
    );
}

/** Where a library is that was in a folder; the folder itself where it was not moved away. */
export function followMove(folder: string): string {
  const pointer = join(folder, POINTER);
  if (!existsSync(pointer)) return folder;
  const { to } = JSON.parse(readFileSync(pointer, 'utf8')) as { to?: unknown };
  return typeof to === 'string' && existsSync(join(to, 'library.sqlite')) ? to : folder;
}

/** Takes away what a moved library left behind; the pointer stays. Only once it is closed. */
export async function clearMoved({ library, moved }: Pick<Workstation, 'library' | 'moved'>): Promise<void> {
  if (moved.to !== undefined) await removeLibraryFiles(library.path);
}
