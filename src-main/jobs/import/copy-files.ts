import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { AppendedFile } from '../../store/appended-file.ts';
import { contentHashOf } from '../../store/content-hash.ts';
import type { PlannedFile } from './plan-record.ts';

/** Bytes that are read at a time: they stay in the second-level cache until they are hashed. */
const READ_BYTES = 1 << 18;
/** Bytes after which other things get their turn: what was written, messages, the cancellation. */
const TURN_BYTES = 1 << 20;

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
    const to = target === undefined ? undefined : join(target, file.path);
    hashes.push(await copyFile(from, file.size, to, options));
    await requireUnchanged(from, file);
  }
  return contentHashOf(hashes);
}

async function copyFile(
  from: string,
  size: number,
  to: string | undefined,
  options: CopyOptions,
): Promise<string> {
  const input = openSync(from, 'r');
  try {
    if (to === undefined) return await pump(input, undefined, options);
    mkdirSync(dirname(to), { recursive: true });
    return await pump(input, new AppendedFile(to, size), options);
  } finally {
    closeSync(input);
  }
}

/** Reads to where it is written from, and hashes it there. */
async function pump(input: number, output: AppendedFile | undefined, options: CopyOptions): Promise<string> {
  const hash = createHash('sha256');
  const passing = output ? undefined : Buffer.allocUnsafeSlow(READ_BYTES);
  try {
    let turn = 0;
    for (;;) {
      const room = output?.room(READ_BYTES) ?? passing!;
      const bytes = readSync(input, room);
      hash.update(room.subarray(0, bytes));
      output?.append(bytes);
      turn += bytes;
      if (turn < TURN_BYTES && bytes > 0) continue;
      options.onBytes(turn);
      turn = 0;
      await setImmediate();
      throwIfCancelled(options.abortSignal);
      if (bytes === 0) break;
      await output?.ready();
    }
    await output?.finish();
  } catch (error) {
    await output?.abandon();
    throw error;
  }
  return hash.digest('hex');
}

async function requireUnchanged(path: string, planned: PlannedFile): Promise<void> {
  const { size, mtimeMs } = await stat(path);
  if (size === planned.size && mtimeMs === planned.modifiedMs) return;
  throw new PurkinjeError('Conflict', `${path} was changed while it was imported. Import it again.`, {
    file: path,
  });
}
