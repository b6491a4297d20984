import { PurkinjeError } from '../domain/errors.ts';

/** A file of a recording is damaged or contradicts itself: which file, at which byte, and what to do. */
export function unreadable(file: string, byte: number, message: string): PurkinjeError {
  return new PurkinjeError('StudyUnreadable', `${file}, byte ${byte}: ${message}`, { file, byte });
}
