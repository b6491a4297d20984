import { PurkinjeError } from '../domain/errors.ts';
import type { SourceFolder } from '../domain/bytes.ts';
import { unreadable } from './unreadable.ts';

/** The part of a path before its last `/`, without it; '' for a file of the folder itself. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** The part of a path after its last `/`. */
export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function climbs(path: string): boolean {
  return path.split(/[\\/]/).includes('..') || /^[\\/]|^[A-Za-z]:/.test(path) || path.includes('\0');
}

/** @throws PathRefused for a path that is not inside the folder it is given for */
export function refuseClimbing(path: string): void {
  if (!climbs(path)) return;
  throw new PurkinjeError('PathRefused', `${path} lies outside the folder that was opened.`, { file: path });
}

/**
 * The path, inside the folder, of a file that another file names.
 * @param from the file that names it, for the error and as the place it is relative to
 * @throws PathRefused for an absolute path and for one with `..`: files of a recording lie beside or below its header
 */
export function pathBeside(from: string, named: string): string {
  if (climbs(named)) {
    const message = `${from} names the file "${named}", which lies outside the recording's folder. It is not read: put the file beside ${baseNameOf(from)} and name it there without a path.`;
    throw new PurkinjeError('PathRefused', message, { file: from });
  }
  const directory = directoryOf(from);
  return directory === '' ? named : `${directory}/${named}`;
}

/**
 * All bytes of a small file of the folder; undefined where there is none.
 * @throws StudyUnreadable where it is larger than `limit` bytes
 */
export async function readWhole(
  folder: SourceFolder,
  path: string,
  limit: number,
): Promise<Uint8Array | undefined> {
  const source = await folder.open(path);
  if (!source) return undefined;
  try {
    if (source.size > limit) {
      throw unreadable(path, limit, `the file has ${source.size} bytes; at most ${limit} are expected here.`);
    }
    return await source.read(0, source.size);
  } finally {
    await source.close();
  }
}
