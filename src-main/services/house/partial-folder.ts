/** A new folder of a library's copy, which appears when it is whole. */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import { syncFolder, writeFileDurably } from '../../store/durable-file.ts';
import { writeFailure } from '../recordings/write-annotation-file.ts';
import { followMove, POINTER } from './moved-pointer.ts';

/**
 * In the folder that a library was moved away from, while it comes back: what lies beside it is a copy of it that nobody opens.
 * Taken away when that copy is the library.
 */
export const COMING_BACK = 'coming-back.json';

/** What a copy may hold while it is written: a folder beside the target with anything else is none of ours. */
const OURS =
  /^(library\.sqlite(-wal|-shm|-journal)?|signals|incoming|logs|backup\.json(\.tmp)?|owner\.(lock|json)(\.tmp)?|jobs\.lock|moved\.json|coming-back\.json)$/;

/**
 * Refuses a folder that holds something. One that a library was moved away from holds nothing but the pointer: the library can
 * be moved back there, also where a move back that was killed left its copy.
 * @param library the folder of the library that may come back
 * @throws Conflict
 */
export async function requireFree(folder: string, library?: string): Promise<void> {
  const names = await namesIn(folder);
  if (names.length === 0) return;
  const isLeft = names.includes(COMING_BACK) && names.every((name) => OURS.test(name));
  const holdsPointer = names.includes(POINTER) && (names.length === 1 || isLeft);
  if (holdsPointer && library !== undefined && followMove(folder) === library) return;
  throw new PurkinjeError('Conflict', `${folder} is not empty. Name a new folder.`, { file: folder });
}

/**
 * Runs `work` on a new folder beside `target`, which becomes `target` when it is done. Otherwise all that was made is taken
 * away again, folders above it included, and nothing else.
 * @throws Conflict where something of somebody else has the name of the folder that is to be made; what `work` throws
 */
export async function inPartialFolder<Result>(
  target: string,
  work: (partial: string) => Promise<Result>,
): Promise<Result> {
  const partial = `${target}.partial`;
  await clearKilled(partial);
  const firstMade = await made(partial);
  try {
    const result = await work(partial);
    await putInPlace(partial, target);
    return result;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    await removeEmptyUpTo(firstMade, dirname(partial));
    throw error;
  }
}

/** @returns the highest of the folders that had to be made. @throws FileMissing, PathRefused, DiskFull */
async function made(partial: string): Promise<string> {
  const highest = await mkdir(partial, { recursive: true }).catch((error: unknown) => {
    throw writeFailure(error, partial);
  });
  return highest ?? partial;
}

/** What a run that was killed left under the name. */
async function clearKilled(partial: string): Promise<void> {
  const strange = (await namesIn(partial)).find((name) => !OURS.test(name));
  if (strange !== undefined)
    throw new PurkinjeError(
      'Conflict',
      `${partial} is needed for the copy while it is written, and holds ${strange}. Move it away, or name another folder.`,
      { file: partial },
    );
  await rm(partial, { recursive: true, force: true });
}

async function putInPlace(partial: string, target: string): Promise<void> {
  if (existsSync(join(target, POINTER))) {
    // The pointer stays until the library is moved here: a start must find that, not its copy.
    writeFileDurably(join(target, COMING_BACK), '{}');
    for (const name of await readdir(target))
      if (name !== POINTER && name !== COMING_BACK) await rm(join(target, name), { recursive: true });
    for (const name of await readdir(partial)) await rename(join(partial, name), join(target, name));
    await rmdir(partial);
    syncFolder(target);
  } else {
    await rm(target, { recursive: true, force: true });
    await rename(partial, target);
  }
  syncFolder(dirname(target));
}

/** Folders above that were made for the copy, from `lowest` up to `highest`, as far as they are empty. */
async function removeEmptyUpTo(highest: string, lowest: string): Promise<void> {
  for (let folder = lowest; folder.length >= highest.length; folder = dirname(folder)) {
    if ((await namesIn(folder)).length > 0) return;
    await rm(folder, { recursive: true, force: true });
  }
}

/** @throws Conflict for a file, PathRefused */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return [];
    if (code === 'ENOTDIR')
      throw new PurkinjeError('Conflict', `${folder} is no folder. Name a new one.`, { file: folder });
    throw writeFailure(error, folder);
  });
}
