/** Moving a library that is open: copied and read again by a job, finished in a moment, taken away when the program closes. */
import { existsSync, readFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import { writeFileDurably } from '../../store/durable-file.ts';
import { listJobs, type Job } from '../../store/jobs.ts';
import { libraryFile } from '../../store/library-paths.ts';
import { timestamp } from '../../store/timestamp.ts';
import { appendTrail } from '../../store/trail.ts';
import { isBatchRunning } from '../batch/batch.ts';
import type { Workstation } from '../workstation.ts';
import { completeCopy, LIST, readBackup, removeLibraryFiles } from './backup.ts';

/** In the folder that a library was moved away from: where it is now. */
const POINTER = 'moved.json';

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
 * Where a library is that was in a folder, however often it was moved since; the folder itself where it was not.
 * @throws LibraryNotFound where the place that it was moved to is not there: a new, empty one must not be taken for it
 */
export function followMove(folder: string): string {
  const passed = new Set<string>();
  let at = folder;
  for (let to = pointerIn(at); to !== undefined; to = pointerIn(at)) {
    passed.add(at);
    const isThere = existsSync(libraryFile(to)) || existsSync(join(to, POINTER));
    if (passed.has(to) || !isThere) throw movedAway(at, to);
    at = to;
  }
  return at;
}

function pointerIn(folder: string): string | undefined {
  const pointer = join(folder, POINTER);
  if (!existsSync(pointer)) return undefined;
  return (JSON.parse(readFileSync(pointer, 'utf8')) as { readonly to: string }).to;
}

function movedAway(from: string, to: string): PurkinjeError {
  const pointer = join(from, POINTER);
  return new PurkinjeError(
    'LibraryNotFound',
    `The library was moved to ${to}, and is not there. Connect the disk that it is on, or name another folder; ` +
      `where it is gone for good, delete ${pointer} and start again.`,
    { file: pointer },
  );
}

/**
 * Takes away what a moved library left behind; the pointer stays. Only once it is closed, and only while the new place can
 * be seen: a disk may have been taken off since.
 */
export async function clearMoved({ library, moved }: Pick<Workstation, 'library' | 'moved'>): Promise<void> {
  if (moved.to !== undefined && existsSync(libraryFile(moved.to))) await removeLibraryFiles(library.path);
}
