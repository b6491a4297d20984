import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, read } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { AppendedFile, LARGEST_ROOM } from '../../store/appended-file.ts';
import { contentHashOf } from '../../store/content-hash.ts';
import type { PlannedFile } from './plan-record.ts';

/** Bytes that are read at a time. Hashing the last ones takes a millisecond then, in which a busy processor finds time to read. */
const READ_BYTES = LARGEST_ROOM;

/** From where the last read of the handle ended. */
const readOn = promisify(read) as (handle: number, into: Uint8Array) => Promise<{ bytesRead: number }>;

export interface CopyOptions {
  readonly abortSignal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
}

/** What is copied, and where to; plain data, so that a worker can be handed it. */
export interface CopyOrder {
  readonly root: string;
  readonly files: readonly PlannedFile[];
  /** The folder that they are written to, where they are. */
  readonly target?: string;
}

/**
 * Reads a recording's files once: hashes them and, where `target` is given, writes them there, durably.
 * @returns the content hash of the set
 * @throws Conflict for a file that changed meanwhile, Cancelled, ENOSPC
 */
export async function copyAndHash({ root, files, target }: CopyOrder, options: CopyOptions): Promise<string> {
  const hashes: string[] = [];
  // While the disk makes one file last, the next one is copied.
  let last: Copied = { hash: '', durable: Promise.resolve() };
  try {
    for (const file of files) {
      const from = join(root, file.path);
      const to = target === undefined ? undefined : join(target, file.path);
      const copied = await copyFile(from, file.size, to, options);
      const before = last;
      last = copied;
      await before.durable;
      hashes.push(copied.hash);
      await requireUnchanged(from, file);
    }
  } catch (error) {
    await last.durable.catch(() => {}); // nothing writes any more
    throw error;
  }
  await last.durable;
  return contentHashOf(hashes);
}

interface Copied {
  readonly hash: string;
  readonly durable: Promise<void>;
}

async function copyFile(
  from: string,
  size: number,
  to: string | undefined,
  options: CopyOptions,
): Promise<Copied> {
  const input = openSync(from, 'r');
  try {
    if (to === undefined) return { hash: await pump(input, undefined, options), durable: Promise.resolve() };
    mkdirSync(dirname(to), { recursive: true });
    const output = new AppendedFile(to, size);
    const hash = await pump(input, output, options);
    const durable = finish(output);
    durable.catch(() => {}); // told by whoever waits for it
    return { hash, durable };
  } finally {
    closeSync(input);
  }
}

async function finish(output: AppendedFile): Promise<void> {
  try {
    await output.finish();
  } catch (error) {
    await output.abandon();
    throw error;
  }
}

/**
 * Reads to where it is written from, and hashes it there, the longest of these: the next bytes are read, and the last ones
 * written, by other threads meanwhile.
 */
async function pump(input: number, output: AppendedFile | undefined, options: CopyOptions): Promise<string> {
  const hash = createHash('sha256');
  const roomFor = output ? () => output.room(READ_BYTES) : turns();
  let room = roomFor();
  let reading = readOn(input, room);
  try {
    for (;;) {
      const { bytesRead } = await reading;
      const bytes = room.subarray(0, bytesRead);
      output?.append(bytesRead);
      options.onBytes(bytesRead);
      throwIfCancelled(options.abortSignal);
      if (bytesRead === 0) break;
      await output?.ready();
      // A part is free now: the one in which the last bytes lie is not filled anew before they are hashed.
      room = roomFor();
      reading = readOn(input, room);
      hash.update(bytes);
    }
  } catch (error) {
    await reading.catch(() => {}); // nothing may be read into memory that is given back
    await output?.abandon();
    throw error;
  }
  return hash.digest('hex');
}

/** Two buffers in turn. */
function turns(): () => Uint8Array {
  const buffers = [Buffer.allocUnsafeSlow(READ_BYTES), Buffer.allocUnsafeSlow(READ_BYTES)];
  let turn = 0;
  return () => buffers[(turn = 1 - turn)];
}

async function requireUnchanged(path: string, planned: PlannedFile): Promise<void> {
  const { size, mtimeMs } = await stat(path);
  if (size === planned.size && mtimeMs === planned.modifiedMs) return;
  throw new PurkinjeError('Conflict', `${path} was changed while it was imported. Import it again.`, {
    file: path,
  });
}
