import { statfs } from 'node:fs/promises';
import { PurkinjeError } from '../../domain/errors.ts';

/** Left free on the disk: the database and its journal grow as well. */
const RESERVE = 1 << 26;

export type FreeSpace = (folder: string) => Promise<number>;

/** Bytes that this user can still write on the disk of `folder`. */
export const freeSpace: FreeSpace = async (folder) => {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
};

/** @throws DiskFull saying how much is missing */
export async function requireRoom(folder: string, bytes: number, free: FreeSpace = freeSpace): Promise<void> {
  const available = await free(folder);
  if (bytes + RESERVE <= available) return;
  throw new PurkinjeError(
    'DiskFull',
    `The import needs ${megabytes(bytes + RESERVE)}; the disk of the library has ${megabytes(available)} free. ` +
      `Free ${megabytes(bytes + RESERVE - available)}, or use a library on another disk.`,
    { file: folder },
  );
}

/** A disk that filled up all the same. */
export function asDiskFull(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException | undefined)?.code;
  if (code !== 'ENOSPC' && code !== 'SQLITE_FULL') return error;
  return new PurkinjeError(
    'DiskFull',
    'The disk of the library is full. Nothing half-imported was kept. Free some room and import again.',
    { file: folder },
    { cause: error },
  );
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
