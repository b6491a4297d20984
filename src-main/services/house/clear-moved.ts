/** What a moved library leaves in its old folder, and its end: when the program closes, else at the next start. */
import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isPurkinjeError } from '../../domain/errors.ts';
import { openDatabase, type LibraryDatabase } from '../../store/database.ts';
import { libraryFile, signalsFolder } from '../../store/library-paths.ts';
import { LibraryInUse, type Library } from '../../store/library.ts';
import { takeOwnerLock, withoutJobProcesses } from '../../store/owner-lock.ts';
import { readSetting, writeSetting } from '../../store/settings.ts';
import type { Workstation } from '../workstation.ts';
import { DATABASE, LIST } from './backup.ts';
import { followMove, POINTER } from './moved-pointer.ts';
import { COMING_BACK } from './partial-folder.ts';

/** The setting that names the folders whose clearing nobody has seen yet. */
const MOVED_FROM = 'movedFrom';

export function movedFrom(database: LibraryDatabase): string[] {
  const value = readSetting(database, MOVED_FROM);
  return Array.isArray(value) ? value.filter((folder) => typeof folder === 'string') : [];
}

export function keepMovedFrom(database: LibraryDatabase, folders: readonly string[]): void {
  writeSetting(database, MOVED_FROM, folders.length === 0 ? undefined : folders);
}

/** At the new place: no list of a backup any more, no pointer away from it, from a move before this one, and no mark of a move back. */
export async function tidyMoved(to: string): Promise<void> {
  await rm(join(to, POINTER), { force: true });
  await rm(join(to, LIST), { force: true });
  await rm(join(to, COMING_BACK), { force: true });
}

/**
 * Takes away what a moved library left behind; the pointer stays. Only once it is closed, and only while the new place can
 * be seen: a disk may have been taken off since.
 */
export async function clearMoved({ library, moved }: Pick<Workstation, 'library' | 'moved'>): Promise<void> {
  if (moved.to !== undefined && existsSync(libraryFile(moved.to))) await removeLibraryFiles(library.path);
}

/**
 * Ends the moves to this library that a kill cut off before the old folder was cleared. An old folder is cleared only if it
 * points here, nobody has it open and all of its trail is in this library's.
 * @param tell takes a sentence for the status bar: that a folder was cleared, or why it still holds data
 */
export async function finishKilledMoves(library: Library, tell: (notice: string) => void): Promise<void> {
  const folders = movedFrom(library.database);
  if (folders.length === 0) return;
  await tidyMoved(library.path);
  const open: string[] = [];
  for (const folder of folders) if (!(await isCleared(folder, library, tell))) open.push(folder);
  keepMovedFrom(library.database, open);
}

/** Whether nothing is left to be done in `folder`. */
async function isCleared(folder: string, library: Library, tell: (notice: string) => void): Promise<boolean> {
  if (folder === library.path) return true;
  // The disk may be away.
  if (!existsSync(folder)) return false;
  if (!existsSync(libraryFile(folder)) && !existsSync(signalsFolder(folder))) return true;
  // Somebody chose the place for a backup since.
  if (existsSync(join(folder, LIST))) return true;
  try {
    if (!existsSync(join(folder, POINTER)) || followMove(folder) !== library.path) return true;
    if (existsSync(libraryFile(folder)) && !holdsTrailOf(library, folder)) {
      tell(`${folder} says that its library was moved here, and holds another one. It was left alone.`);
      return false;
    }
    takeOwnerLock(folder).release();
    withoutJobProcesses(folder, () => {});
    await removeLibraryFiles(folder);
  } catch (error) {
    // The program that moved it is still open, and clears it when it closes.
    if (error instanceof LibraryInUse) return false;
    tell(`The library was moved here from ${folder}, which still holds its data: ${reasonOf(error)}`);
    return false;
  }
  tell(
    `The library was moved here from ${folder}. The program ended before it had cleared that folder; it is cleared now.`,
  );
  return true;
}

function reasonOf(error: unknown): string {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (isPurkinjeError(error)) return message;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${path ?? 'it'} may not be deleted by this user. Delete it by hand.`;
  return `${message}. Delete it by hand.`;
}

/** Whether the last entry of the other library's trail is one of this library's. */
function holdsTrailOf({ database }: Library, folder: string): boolean {
  const other = openDatabase(libraryFile(folder), { readOnly: true });
  try {
    const last = other.prepare('SELECT hash FROM trail ORDER BY sequence DESC LIMIT 1').pluck().get();
    return database.prepare('SELECT 1 FROM trail WHERE hash = ?').get(last) !== undefined;
  } finally {
    other.close();
  }
}

/** Takes a closed library away: what a library consists of, nothing else of its folder. The database goes last: it says what is left. */
export async function removeLibraryFiles(from: string): Promise<void> {
  for (const name of [
    'signals',
    'incoming',
    'logs',
    `${DATABASE}-wal`,
    `${DATABASE}-shm`,
    DATABASE,
    'owner.lock',
    'jobs.lock',
  ])
    await rm(join(from, name), { recursive: true, force: true });
}
