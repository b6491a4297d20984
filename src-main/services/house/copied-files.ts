import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { writeFailure } from '../recordings/write-annotation-file.ts';

/** A file of a backup: its path relative to the folder, with /, and what it must hold. */
export interface ListedFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Copies a file; what was read is what is listed. @throws DiskFull, FileMissing, PathRefused */
export async function copyFile(from: string, to: string, path: string): Promise<ListedFile> {
  await mkdir(dirname(to), { recursive: true });
  const hash = createHash('sha256');
  let bytes = 0;
  const tally = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  const flags = { flags: 'wx', flush: true };
  await pipeline(createReadStream(from), tally, createWriteStream(to, flags)).catch((error: unknown) => {
    throw writeFailure(error, to);
  });
  return { path, bytes, sha256: hash.digest('hex') };
}

/** @returns SHA-256, undefined where there is no such file */
export async function hashOf(file: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  return hash.digest('hex');
}

/** Reads every listed file again. @throws StoreDamaged naming the first that differs; Cancelled */
export async function verifyFiles(
  folder: string,
  files: readonly ListedFile[],
  options: { readonly abortSignal?: AbortSignal; readonly onProgress?: (fraction: number) => void } = {},
): Promise<void> {
  for (const [done, { path, sha256 }] of files.entries()) {
    throwIfCancelled(options.abortSignal);
    options.onProgress?.(done / files.length);
    const found = await hashOf(join(folder, path));
    if (found === sha256) continue;
    const what = found === undefined ? 'is missing' : 'is not what was written';
    throw new PurkinjeError('StoreDamaged', `${path} in ${folder} ${what}. Use another backup.`, {
      file: join(folder, path),
    });
  }
}
