/**
 * The closed union of failures that a user can meet and act on. A bug is not one of them: it stays an ordinary
 * exception and reaches the user as `Internal` with a log id.
 */
export const ERROR_CODES = [
  'StudyUnreadable', // a file of a recording is damaged or contradicts itself
  'UnsupportedFormat', // a format or a variant of one that is not read
  'FileMissing', // a file or folder that was named does not exist
  'PathRefused', // a path that climbs out of its folder, or that may not be read
  'StoreNewerThanApp',
  'StoreDamaged',
  'LibraryInUse',
  'LibraryNotFound',
  'DiskFull',
  'NotFound', // no such study, record, set, model or job
  'InvalidInput', // the request's or command's values are out of range
  'Conflict', // changed meanwhile, or conflicting identities in one import
  'ModelMismatch', // the model can't take this recording
  'ModelUnreadable',
  'DeviceUnavailable', // an execution provider that was asked for is not usable
  'PortInUse',
  'NotAllowed', // no token, wrong origin, or a role that may not do this
  'JobFailed',
  'Cancelled',
  'Internal',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** Where the fault is: file name as the user knows it, byte offset in it, or a beat's sample index. */
export interface ErrorPlace {
  readonly file?: string;
  readonly byte?: number;
  readonly sampleIndex?: number;
}

/** An expected failure: what happened, to what, and what to do next, in `message`. Made where the fault is known. */
export class PurkinjeError extends Error {
  readonly code: ErrorCode;
  readonly place: ErrorPlace;

  constructor(code: ErrorCode, message: string, place: ErrorPlace = {}, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'PurkinjeError';
    this.code = code;
    this.place = place;
  }
}

export function isPurkinjeError(error: unknown): error is PurkinjeError {
  return error instanceof PurkinjeError;
}

/** Throws `Cancelled` once the signal is aborted: call it between steps of long work. */
export function throwIfCancelled(abortSignal: AbortSignal | undefined): void {
  if (abortSignal?.aborted) throw new PurkinjeError('Cancelled', 'Cancelled.');
}
