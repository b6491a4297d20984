/** The pointer that a library leaves in the folder that it was moved away from. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import { writeFileDurably } from '../../store/durable-file.ts';
import { libraryFile } from '../../store/library-paths.ts';
import { timestamp } from '../../store/timestamp.ts';

/** In the folder that a library was moved away from: where it is now. */
export const POINTER = 'moved.json';

interface Pointer {
  readonly to: string;
  /** With zone; of two pointers to one another the later one holds. */
  readonly at: string;
}

/** Says in `folder` that its library is in `to` now. */
export function writePointer(folder: string, to: string): void {
  // A clock that was set back must not let the pointer of the move before win.
  const before = Date.parse(pointerIn(to)?.at ?? '');
  const at = before >= Date.now() ? new Date(before + 1).toISOString() : timestamp();
  writeFileDurably(join(folder, POINTER), JSON.stringify({ to, at } satisfies Pointer));
}

/**
 * Where a library is that was in a folder, however often it was moved since; the folder itself where it was not. A move back
 * that was killed before it took the old pointer away leaves two that point to one another: the later one holds.
 * @throws LibraryNotFound where the place that it was moved to is not there: a new, empty one must not be taken for it;
 * StoreDamaged for a pointer that cannot be read
 */
export function followMove(folder: string): string {
  const passed: { at: string; pointer: Pointer }[] = [];
  let at = folder;
  for (let pointer = pointerIn(at); pointer !== undefined; pointer = pointerIn(at)) {
    passed.push({ at, pointer });
    at = pointer.to;
    const begins = passed.findIndex((step) => step.at === at);
    if (begins !== -1) return endOfCircle(passed.slice(begins));
    if (!existsSync(libraryFile(at)) && !existsSync(join(at, POINTER)))
      throw movedAway(join(passed.at(-1)!.at, POINTER), at);
  }
  return at;
}

/** @throws LibraryNotFound where the latest of these moves ended at no library */
function endOfCircle(steps: readonly { at: string; pointer: Pointer }[]): string {
  const latest = steps.reduce((one, other) => (laterOf(other.pointer, one.pointer) ? other : one));
  const { to } = latest.pointer;
  if (existsSync(libraryFile(to))) return to;
  throw movedAway(join(latest.at, POINTER), to);
}

function laterOf(one: Pointer, other: Pointer): boolean {
  return Date.parse(one.at) > Date.parse(other.at);
}

function pointerIn(folder: string): Pointer | undefined {
  const file = join(folder, POINTER);
  if (!existsSync(file)) return undefined;
  const pointer = parsed(readFileSync(file, 'utf8'));
  if (typeof pointer?.to === 'string' && pointer.to !== '')
    return { to: pointer.to, at: String(pointer.at ?? '') };
  throw new PurkinjeError(
    'StoreDamaged',
    `${file} should say where the library was moved to, and is damaged. Name the folder that the library is in now ` +
      `(--library DIR); where it was never moved, delete ${file} and start again.`,
    { file },
  );
}

function parsed(text: string): Partial<Pointer> | undefined {
  try {
    return (JSON.parse(text) as Partial<Pointer> | null) ?? undefined;
  } catch {
    return undefined;
  }
}

function movedAway(pointer: string, to: string): PurkinjeError {
  return new PurkinjeError(
    'LibraryNotFound',
    `The library was moved to ${to}, and is not there. Connect the disk that it is on, or name another folder; ` +
      `where it is gone for good, delete ${pointer} and start again.`,
    { file: pointer },
  );
}
