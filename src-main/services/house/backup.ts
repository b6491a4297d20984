import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { openDatabase } from '../../store/database.ts';
import { syncFolder, writeFileDurably } from '../../store/durable-file.ts';
import { checkLibrary, type LibraryFault } from '../../store/full-check.ts';
import { databaseFaults } from '../../store/integrity.ts';
import { cancelJobsOfCopy } from '../../store/jobs.ts';
import { signalsFolder } from '../../store/library-paths.ts';
import { openLibrary, type Library } from '../../store/library.ts';
import { timestamp } from '../../store/timestamp.ts';
import { verifyTrail } from '../../store/trail.ts';
import { copyFile, hashOf, verifyFiles, type ListedFile } from './copied-files.ts';
import { inPartialFolder, requireFree } from './partial-folder.ts';

export interface Backup {
  readonly format: 'purkinje backup';
  readonly version: 1;
  readonly createdAt: string;
  readonly files: readonly ListedFile[];
}

export interface CopyOptions {
  readonly abortSignal?: AbortSignal;
  readonly onProgress?: (fraction: number, doing: string) => void;
}

export const LIST = 'backup.json';
export const DATABASE = 'library.sqlite';
/** Of a backup's time; the rest is reading the copy again. */
const COPY_SHARE = 0.6;
/** More than any database has. */
const EVERY_PAGE = 2 ** 31 - 1;

/**
 * Copies an open library to a new folder, and reads all of the copy again. The folder appears when it is whole.
 * @throws Conflict for a folder that is not empty, DiskFull, StoreDamaged, Cancelled
 */
export async function backUp(library: Library, target: string, options: CopyOptions = {}): Promise<Backup> {
  await requireFree(target, library.path);
  refuseInside(library.path, target);
  return inPartialFolder(target, async (partial) => {
    const files = await copyAll(library, partial, options);
    await verifyFiles(partial, files, {
      ...options,
      onProgress: (fraction) =>
        options.onProgress?.(COPY_SHARE + (1 - COPY_SHARE) * fraction, 'Reading the copy again'),
    });
    verifyDatabase(join(partial, DATABASE));
    const backup: Backup = { format: 'purkinje backup', version: 1, createdAt: timestamp(), files };
    writeFileDurably(join(partial, LIST), JSON.stringify(backup, undefined, 1));
    return backup;
  });
}

/** The database first, as of one moment; then the signals, which never change. */
async function copyAll(
  library: Library,
  partial: string,
  { abortSignal, onProgress }: CopyOptions,
): Promise<ListedFile[]> {
  const database = join(partial, DATABASE);
  onProgress?.(0, 'Copying the database');
  // In one step: SQLite begins anew whenever somebody else writes between two.
  await library.database.backup(database, { progress: () => EVERY_PAGE });
  settle(database);
  const files: ListedFile[] = [await listed(partial, DATABASE)];
  const hashes = contentHashesIn(database);
  for (const [done, hash] of hashes.entries()) {
    const folder = join(signalsFolder(library.path), hash);
    for (const name of await filesUnder(folder)) {
      throwIfCancelled(abortSignal);
      const path = `signals/${hash}/${name}`;
      files.push(await copyFile(join(folder, name), join(partial, path), path));
    }
    onProgress?.((COPY_SHARE * (done + 1)) / hashes.length, 'Copying the recordings');
  }
  return files;
}

/**
 * Brings a copy of an open library up to what the library is now: recordings that came since, then the database, verified;
 * recordings that were deleted or erased since go from the copy, too. After a failure it can be done again.
 * @throws DiskFull, StoreDamaged, Conflict where a study is deleted meanwhile
 */
export async function completeCopy(library: Library, target: string): Promise<void> {
  const fresh = join(target, `${DATABASE}.new`);
  await rm(fresh, { force: true });
  await library.database.backup(fresh, { progress: () => EVERY_PAGE });
  settle(fresh);
  const hashes = new Set(contentHashesIn(fresh));
  for (const hash of hashes) {
    const folder = join(signalsFolder(library.path), hash);
    for (const name of await filesUnder(folder))
      await bringOver(join(folder, name), join(signalsFolder(target), hash, name));
  }
  verifyDatabase(fresh);
  await rename(fresh, join(target, DATABASE));
  for (const copied of existsSync(signalsFolder(target)) ? await readdir(signalsFolder(target)) : [])
    if (!hashes.has(copied)) await rm(join(signalsFolder(target), copied), { recursive: true });
  // The library itself is taken away after this.
  syncFolder(target);
}

/** Copies a file that is not there yet: under another name until it was read again. */
async function bringOver(from: string, to: string): Promise<void> {
  if (existsSync(to)) return;
  const partial = `${to}.partial`;
  await rm(partial, { force: true });
  const listed = await copyFile(from, partial, basename(partial));
  await verifyFiles(dirname(partial), [listed]);
  await rename(partial, to);
  syncFolder(dirname(to));
}

/** One file without a write-ahead log beside it, so that its hash stays what it is; of the work under way nothing goes on in it. */
function settle(file: string): void {
  const database = openDatabase(file);
  cancelJobsOfCopy(database);
  database.pragma('journal_mode = DELETE');
  database.close();
}

async function listed(folder: string, path: string): Promise<ListedFile> {
  const { size } = await stat(join(folder, path));
  return { path, bytes: size, sha256: (await hashOf(join(folder, path)))! };
}

function contentHashesIn(file: string): string[] {
  const database = openDatabase(file, { readOnly: true });
  const hashes = database.prepare('SELECT content_hash FROM record ORDER BY id').pluck().all() as string[];
  database.close();
  return hashes;
}

/** @throws Conflict where its study was deleted meanwhile */
async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new PurkinjeError(
      'Conflict',
      `A recording was deleted while it was copied, or is missing (${folder}). Begin again; if that fails too, run the full check.`,
      { file: folder },
    );
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

function verifyDatabase(file: string): void {
  const database = openDatabase(file, { readOnly: true });
  try {
    const trail = verifyTrail(database);
    const faults = [
      ...databaseFaults(database),
      ...(trail.sound ? [] : [`trail, entry ${trail.sequence}: ${trail.reason}`]),
    ];
    if (faults.length > 0)
      throw new PurkinjeError(
        'StoreDamaged',
        `The library itself is damaged: ${faults[0]}. It was copied no further.`,
        { file },
      );
  } finally {
    database.close();
  }
}

/** @throws InvalidInput */
export function refuseInside(library: string, target: string): void {
  const way = relative(resolve(library), resolve(target));
  // Absolute: on another drive of Windows.
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way))
    throw new PurkinjeError(
      'InvalidInput',
      'A backup inside the library would be lost with it. Name a folder elsewhere.',
    );
}

/** What a backup folder lists. @throws FileMissing, StoreDamaged */
export async function readBackup(folder: string): Promise<Backup> {
  const text = await readFile(join(folder, LIST), 'utf8').catch(() => {
    throw new PurkinjeError('FileMissing', `${folder} is no backup: it has no ${LIST}.`, { file: folder });
  });
  const backup = parsed(text);
  const safe = backup?.files?.every(
    ({ path }) => path === DATABASE || (/^signals\/[0-9a-f]+\//.test(path) && !path.includes('..')),
  );
  if (backup?.format !== 'purkinje backup' || backup.version !== 1 || safe !== true)
    throw new PurkinjeError('StoreDamaged', `${join(folder, LIST)} is damaged, or of a newer program.`, {
      file: folder,
    });
  return backup as Backup;
}

function parsed(text: string): Partial<Backup> | undefined {
  try {
    return JSON.parse(text) as Backup;
  } catch {
    return undefined;
  }
}

/**
 * Makes a library of a backup in a new folder: every file is read and compared on both sides, then the whole library is
 * checked as one.
 * @returns the faults that the check found: none, unless the backup was made of a library with faults
 * @throws FileMissing, StoreDamaged, Conflict, StoreNewerThanApp, DiskFull, Cancelled
 */
export async function restore(
  folder: string,
  target: string,
  options: CopyOptions = {},
): Promise<LibraryFault[]> {
  await requireFree(target);
  const { files } = await readBackup(folder);
  const { abortSignal, onProgress } = options;
  const share = (from: number, to: number, doing: string) => ({
    abortSignal,
    onProgress: (fraction: number) => onProgress?.(from + (to - from) * fraction, doing),
  });
  await verifyFiles(folder, files, share(0, 0.25, 'Reading the backup'));
  return inPartialFolder(target, async (partial) => {
    for (const [done, { path }] of files.entries()) {
      throwIfCancelled(abortSignal);
      await copyFile(join(folder, path), join(partial, path), path);
      onProgress?.(0.25 + (0.25 * (done + 1)) / files.length, 'Copying');
    }
    await verifyFiles(partial, files, share(0.5, 0.75, 'Reading the copy again'));
    return checkedAsOne(partial, share(0.75, 1, 'Checking the library'));
  });
}

async function checkedAsOne(folder: string, options: CopyOptions): Promise<LibraryFault[]> {
  const library = openLibrary(folder);
  try {
    return await checkLibrary(library, options);
  } finally {
    library.close();
  }
}
