import { isAbsolute, relative, sep } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';

/** The system's words for what this user may not do; the last is a disk that takes no writes. */
const REFUSALS = new Set(['EACCES', 'EPERM', 'EROFS']);

/**
 * A file of the library that may not be written: the fault is there, not with the recording that is imported. Anything else
 * comes back as it is.
 */
export function asLibraryRefused(error: unknown, library: string): unknown {
  const { code, path, dest } = (error ?? {}) as NodeJS.ErrnoException & { dest?: string };
  const file = dest ?? path;
  if (!REFUSALS.has(String(code)) || file === undefined || !isInside(library, file)) return error;
  return new PurkinjeError(
    'PathRefused',
    `The library may not be written by this user: ${file} (${code}). Allow writing in ${library}, and import again.`,
    { file },
    { cause: error },
  );
}

function isInside(folder: string, file: string): boolean {
  const way = relative(folder, file);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
