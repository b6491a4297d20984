import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { PurkinjeError } from '../domain/errors.ts';
import type { LibraryDatabase } from './database.ts';
import { writeFileDurably } from './durable-file.ts';

/** Who holds a library, as `owner.json` tells a second start. */
export interface LibraryOwner {
  readonly pid: number;
  /** Where it answers, such as `http://127.0.0.1:4711`; undefined until it does, or for a command line. */
  readonly address?: string;
  /** It is a window of its own (Electron), which answers nobody else. */
  readonly inWindow?: boolean;
}

/** The library is held by another process; `owner` says where to join it. */
export class LibraryInUse extends PurkinjeError {
  readonly owner: LibraryOwner | undefined;

  constructor(path: string, owner: LibraryOwner | undefined) {
    super('LibraryInUse', messageOf(path, owner), { file: path });
    this.owner = owner;
  }
}

function messageOf(path: string, owner: LibraryOwner | undefined): string {
  const holder = owner ? ` by process ${owner.pid}` : '';
  if (owner?.inWindow)
    return `The library ${path} is open in a window of Purkinje (process ${owner.pid}). Use that window, or close it and start again.`;
  const where = owner?.address ? `; it answers at ${owner.address}` : '';
  return `The library ${path} is in use${holder}${where}. Close it there, or join it.`;
}

/**
 * One owner a library. The lock is SQLite's own exclusive lock on `owner.lock`: the operating system frees it with its
 * process, so that a killed owner leaves none behind and a reused process id means nothing.
 */
export interface OwnerLock {
  /** true where the owner before did not close: its `owner.json` was still there. */
  readonly unclean: boolean;
  announce(address: string): void;
  release(): void;
}

/** @throws LibraryInUse while another process, or another open library of this one, holds it */
export function takeOwnerLock(folder: string, told: Omit<LibraryOwner, 'pid'> = {}): OwnerLock {
  const database = new Database(join(folder, 'owner.lock'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!isBusy(error)) throw error;
    throw new LibraryInUse(folder, readOwner(folder));
  }
  const unclean = readOwner(folder) !== undefined;
  const announce = (address: string | undefined): void => {
    const owner: LibraryOwner = { ...told, pid: process.pid, address };
    writeFileDurably(ownerFile(folder), JSON.stringify(owner));
  };
  announce(told.address);
  return {
    unclean,
    announce,
    release: () => {
      rmSync(ownerFile(folder), { force: true });
      database.close();
    },
  };
}

/** Who holds the library, or undefined where nobody says so. It may have died since: only the lock knows. */
export function readOwner(folder: string): LibraryOwner | undefined {
  try {
    return JSON.parse(readFileSync(ownerFile(folder), 'utf8')) as LibraryOwner;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function ownerFile(folder: string): string {
  return join(folder, 'owner.json');
}

function isBusy(error: unknown): boolean {
  return String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY');
}

/** How long an owner waits for job processes of the owner before to end: they do so by themselves, at once. */
const ORPHAN_PATIENCE_MS = 10_000;

/**
 * Held by a job process as long as it has the library open: a shared lock of the operating system on `jobs.lock`.
 * @returns frees it
 */
export function takeJobLock(folder: string): () => void {
  const database = openJobLock(folder);
  database.exec('BEGIN');
  database.prepare('SELECT count(*) FROM sqlite_schema').get();
  return () => void database.close();
}

/**
 * Runs `work` while no job process has the library open: after an owner was killed, its job processes may live for
 * some milliseconds more, and must not write beside their successors.
 * @throws LibraryInUse where one does not end
 */
export function withoutJobProcesses(folder: string, work: () => void): void {
  const database = openJobLock(folder);
  try {
    database.exec('BEGIN EXCLUSIVE');
    work();
  } catch (error) {
    if (isBusy(error)) throw new LibraryInUse(folder, undefined);
    throw error;
  } finally {
    database.close();
  }
}

function openJobLock(folder: string): LibraryDatabase {
  return new Database(join(folder, 'jobs.lock'), { timeout: ORPHAN_PATIENCE_MS });
}
