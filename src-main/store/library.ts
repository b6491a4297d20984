import { existsSync, mkdirSync } from 'node:fs';
import { PurkinjeError } from '../domain/errors.ts';
import { openDatabase } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { requeueInterruptedJobs } from './jobs.ts';
import { quickCheck } from './integrity.ts';
import { libraryFile, signalsFolder } from './library-paths.ts';
import { migrate, schemaVersion } from './migrate.ts';
import { MIGRATIONS } from './migrations/index.ts';
import { scrub } from './scrub.ts';
import { takeJobLock, takeOwnerLock, withoutJobProcesses } from './owner-lock.ts';
import type { OwnerLock } from './owner-lock.ts';
import { sweep } from './sweep.ts';

export { LibraryInUse } from './owner-lock.ts';
export type { LibraryOwner } from './owner-lock.ts';

export interface OpenLibraryOptions {
  /** Make the library where there is none. */
  readonly create?: boolean;
  /** Where this owner answers, if it is known already; see `announce`. */
  readonly address?: string;
  /** It is opened by a window of its own, which nobody can join. */
  readonly inWindow?: boolean;
}

/** An open library. Held by whoever opened it; `close` frees the lock. */
export interface Library {
  readonly path: string;
  readonly database: LibraryDatabase;
  /** true where the owner before did not close it; it was checked and swept on opening. */
  readonly wasUnclean: boolean;
  /** Tells a second start where this owner answers. */
  announce(address: string): void;
  close(): void;
}

/**
 * Opens a library as its one owner: takes the lock, brings the schema up to date, checks it after an unclean end and
 * removes what a killed import left.
 * @throws LibraryInUse (with the owner's address), LibraryNotFound, StoreNewerThanApp, StoreDamaged
 */
export function openLibrary(path: string, options: OpenLibraryOptions = {}): Library {
  const file = libraryFile(path);
  if (!existsSync(file) && !options.create) throw notFound(path);
  mkdirSync(signalsFolder(path), { recursive: true });
  const { address, inWindow } = options;
  const lock = takeOwnerLock(path, { address, inWindow });
  try {
    return ownedLibrary(path, openSound(path, lock), lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/**
 * Joins a library that another process of this program owns: the job process of its owner. Changes no schema; as
 * long as it is open, no other owner opens the library.
 * @throws LibraryNotFound; StoreNewerThanApp or StoreDamaged where the schema is not this program's
 */
export function joinLibrary(path: string): Library {
  const file = libraryFile(path);
  if (!existsSync(file)) throw notFound(path);
  const releaseLock = takeJobLock(path);
  const database = openDatabase(file);
  const close = (): void => {
    database.close();
    releaseLock();
  };
  if (schemaVersion(database) !== MIGRATIONS.at(-1)!.version) {
    close();
    throw new PurkinjeError('StoreNewerThanApp', `${path} has another schema than this program.`, { file });
  }
  return { path, database, wasUnclean: false, announce: () => {}, close };
}

function openSound(path: string, lock: OwnerLock): LibraryDatabase {
  const file = libraryFile(path);
  let database: LibraryDatabase | undefined;
  try {
    database = openDatabase(file);
    migrate(database, file);
    if (lock.unclean) quickCheck(database, file);
    const opened = database;
    requeueInterruptedJobs(opened);
    withoutJobProcesses(path, () => {
      sweep(path, opened);
      scrub(opened);
    });
    return opened;
  } catch (error) {
    database?.close();
    throw damagedOr(error, file);
  }
}

function ownedLibrary(path: string, database: LibraryDatabase, lock: OwnerLock): Library {
  return {
    path,
    database,
    wasUnclean: lock.unclean,
    announce: lock.announce,
    close: () => {
      database.pragma('optimize');
      database.close();
      lock.release();
    },
  };
}

function notFound(path: string): PurkinjeError {
  return new PurkinjeError(
    'LibraryNotFound',
    `There is no library at ${path}. Name another folder, or make one.`,
    {
      file: path,
    },
  );
}

/** SQLite's own words for a damaged file become an error that says what to do. */
function damagedOr(error: unknown, file: string): unknown {
  const code = String((error as { code?: unknown }).code);
  if (!/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return error;
  return new PurkinjeError(
    'StoreDamaged',
    `${file} is damaged (${(error as Error).message}). Restore it from a backup; imported originals are still in signals/.`,
    { file },
    { cause: error },
  );
}
