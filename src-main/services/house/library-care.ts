import { resolve } from 'node:path';
import { checkLibrary, type LibraryFault } from '../../store/full-check.ts';
import { appendTrail } from '../../store/trail.ts';
import type { Workstation } from '../workstation.ts';
import { backUp } from './backup.ts';

/** @throws Conflict for a folder that is not empty, DiskFull, InvalidInput, StoreDamaged */
export async function backUpTo(
  workstation: Workstation,
  folder: string,
): Promise<{ folder: string; files: number; bytes: number }> {
  const target = resolve(folder);
  const { files } = await backUp(workstation.library, target);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const event = { what: 'back up', object: 'library', new: `${files.length} files` };
  appendTrail(workstation.library.database, { who: workstation.annotator(), ...event });
  return { folder: target, files: files.length, bytes };
}

export async function checkAll({ library }: Workstation): Promise<LibraryFault[]> {
  return checkLibrary(library);
}
