import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Annotation } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import { encodeAnnotations } from '../../formats/wfdb/annotation-encode.ts';

/**
 * Writes annotations as a WFDB annotation file (MIT format): whole or not at all.
 * @throws FileMissing where the folder is not there, DiskFull
 */
export function writeAnnotationFile(
  path: string,
  annotations: readonly Annotation[],
  samplingFrequency: number,
): void {
  const bytes = encodeAnnotations(annotations, { samplingFrequency });
  const temporary = `${path}.tmp-${process.pid}`;
  try {
    writeFileSync(temporary, bytes);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw writeFailure(error, path);
  }
}

/** The system's words for a write that failed, as something a user can act on. */
export function writeFailure(error: unknown, path: string): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new PurkinjeError('FileMissing', `The folder of ${path} is not there.`, { file: path });
  if (code === 'ENOSPC')
    return new PurkinjeError('DiskFull', `The disk is full; ${path} was not written.`, { file: path });
  if (code === 'EISDIR' || code === 'EEXIST')
    return new PurkinjeError('PathRefused', `${path} is there already, and is no file that can be written.`, {
      file: path,
    });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new PurkinjeError('PathRefused', `${path} may not be written by this user.`, { file: path });
  return error;
}
