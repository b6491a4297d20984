import { constants } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { ByteSource, SourceFolder } from '../domain/bytes.ts';
import { PurkinjeError } from '../domain/errors.ts';

export interface OpenFolderOptions {
  /** List only the folder's own files, not those of folders in it (they can still be opened). */
  readonly shallow?: boolean;
}

/** One is read into while the other is looked at. */
const MOST_SPARE = 2;

/**
 * A folder of the file system. Nothing outside it is ever opened, neither by `..` nor through a link.
 * @throws FileMissing where there is no such folder
 */
export async function openFolder(path: string, options: OpenFolderOptions = {}): Promise<SourceFolder> {
  const root = await realFolder(path);
  return {
    list: () => listFiles(root, options.shallow !== true),
    open: async (name) => {
      const file = await containedFile(root, name);
      return file === undefined ? undefined : openFile(file, name);
    },
  };
}

/**
 * One file as a source of bytes.
 * @throws FileMissing
 */
export async function openFile(path: string, name: string = path): Promise<ByteSource> {
  const handle = await open(path, constants.O_RDONLY).catch((error: unknown) => {
    throw missingOr(error, name);
  });
  const { size } = await handle.stat();
  const read = async (offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> => {
    const wanted = Math.max(0, Math.min(length, size - offset));
    const bytes = into?.subarray(0, wanted) ?? newBytes(wanted);
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await handle.read(bytes, done, bytes.length - done, offset + done);
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return done === bytes.length ? bytes : bytes.subarray(0, done);
  };
  const spare = new SpareBytes();
  const readPassing = async (offset: number, length: number): Promise<Uint8Array> => {
    const room = spare.take(Math.max(0, Math.min(length, size - offset)));
    const bytes = await read(offset, length, room);
    spare.leave(room);
    return bytes;
  };
  return { name, size, read, readPassing, close: () => handle.close() };
}

/** Not zeroed: every byte is read, or cut off. */
function newBytes(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

/**
 * Arrays that were read into and are done with: who reads a file in order then waits for no new pages of memory. Whoever was given
 * one uses it before anything else happens; only then it is free, so that readings of one file at the same time never share one.
 */
class SpareBytes {
  readonly #free: Uint8Array[] = [];

  take(length: number): Uint8Array {
    const last = this.#free.pop();
    return last && last.length >= length ? last : newBytes(length);
  }

  leave(bytes: Uint8Array): void {
    setImmediate(() => {
      if (this.#free.length < MOST_SPARE) this.#free.push(bytes);
    });
  }
}

/**
 * The real path of a file inside `root`, links followed; undefined where there is none.
 * @throws PathRefused for one that lies outside
 */
export async function containedFile(root: string, name: string): Promise<string | undefined> {
  if (name.includes('\0') || isAbsolute(name) || !isInside(root, resolve(root, name))) throw refused(name);
  const real = await realpath(resolve(root, name)).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (real === undefined) return undefined;
  if (!isInside(root, real)) throw refused(name);
  return (await stat(real)).isFile() ? real : undefined;
}

async function realFolder(path: string): Promise<string> {
  const root = await realpath(path).catch((error: unknown) => {
    throw missingOr(error, path);
  });
  if (!(await stat(root)).isDirectory())
    throw new PurkinjeError('FileMissing', `${path} is no folder.`, { file: path });
  return root;
}

/** Files only: links are not listed, so that a circle of them cannot be walked. */
async function listFiles(root: string, recursive: boolean): Promise<string[]> {
  const entries = await readdir(root, { recursive, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, resolve(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== '' && !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(String((error as NodeJS.ErrnoException).code));
}

function missingOr(error: unknown, path: string): unknown {
  if (!isAbsent(error)) return error;
  return new PurkinjeError('FileMissing', `There is no ${path}.`, { file: path });
}

function refused(name: string): PurkinjeError {
  return new PurkinjeError('PathRefused', `${name} lies outside of its folder and is not read.`, {
    file: name,
  });
}
