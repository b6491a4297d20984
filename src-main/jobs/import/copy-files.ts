import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { mkdir, open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { contentHashOf } from '../../store/content-hash.ts';
import type { PlannedFile } from './plan-record.ts';

/** Bytes on their way at once: one part is hashed while the next is read and the one before written. */
const PART_BYTES = 1 << 22;
/** Bytes after which the disk is asked to begin: it then works while the rest is read. */
const SYNC_EVERY = 1 << 26;

export interface CopyOptions {
  readonly abortSignal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/**
 * Reads a recording's files once: hashes them and, where `target` is given, writes them there, durably.
 * @returns the content hash of the set
 * @throws Conflict for a file that changed meanwhile, Cancelled, ENOSPC
 */
export async function copyAndHash(
  root: string,
  files: readonly PlannedFile[],
  target: string | undefined,
  options: CopyOptions,
): Promise<string> {
  const hashes: string[] = [];
  for (const file of files) {
    const from = join(root, file.path);
    hashes.push(await copyFile(from, target === undefined ? undefined : join(target, file.path), options));
    await requireUnchanged(from, file);
  }
  return contentHashOf(hashes);
}

async function copyFile(from: string, to: string | undefined, options: CopyOptions): Promise<string> {
  const input = await open(from);
  try {
    if (to === undefined) return await pump(input, undefined, options);
    await mkdir(dirname(to), { recursive: true });
    const output = await open(to, 'wx');
    try {
      return await pump(input, output, options);
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
}

async function pump(
  input: FileHandle,
  output: FileHandle | undefined,
  options: CopyOptions,
): Promise<string> {
  const hash = createHash('sha256');
  const parts = [Buffer.allocUnsafeSlow(PART_BYTES), Buffer.allocUnsafeSlow(PART_BYTES)];
  let syncing: Promise<void> | undefined;
  let unsynced = 0;
  let bytes = await readPart(input, parts[0]);
  for (let turn = 0; bytes > 0; turn ^= 1) {
    throwIfCancelled(options.abortSignal);
    const part = parts[turn].subarray(0, bytes);
    // Reading and writing go on in other threads while this one hashes.
    const next = readPart(input, parts[turn ^ 1]);
    const written = output && writePart(output, part);
    await hashBeside(hash, part, [next, written]);
    bytes = await next;
    options.onBytes(part.length);
    unsynced += part.length;
    if (output && unsynced >= SYNC_EVERY) {
      await syncing;
      syncing = output.datasync();
      syncing.catch(() => {}); // told by the await above or below
      unsynced = 0;
    }
  }
  await syncing;
  await output?.sync();
  return hash.digest('hex');
}

async function hashBeside(
  hash: Hash,
  part: Buffer,
  others: readonly (Promise<unknown> | undefined)[],
): Promise<void> {
  hash.update(part);
  await Promise.all(others);
}

async function readPart(input: FileHandle, part: Buffer): Promise<number> {
  const { bytesRead } = await input.read(part, 0, part.length);
  return bytesRead;
}

async function writePart(output: FileHandle, part: Buffer): Promise<void> {
  let written = 0;
  while (written < part.length) {
    const { bytesWritten } = await output.write(part, written, part.length - written);
    written += bytesWritten;
  }
}

async function requireUnchanged(path: string, planned: PlannedFile): Promise<void> {
  const { size, mtimeMs } = await stat(path);
  if (size === planned.size && mtimeMs === planned.modifiedMs) return;
  throw new PurkinjeError('Conflict', `${path} was changed while it was imported. Import it again.`, {
    file: path,
  });
}
