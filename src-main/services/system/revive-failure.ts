import { isPurkinjeError, PurkinjeError, type ErrorCode, type ErrorPlace } from '../../domain/errors.ts';

/** An expected failure as plain values: classes do not survive the way out of a thread. */
interface SentFailure {
  readonly code: ErrorCode;
  readonly message: string;
  readonly place: ErrorPlace;
}

/** What a thread answers to an expected failure. @throws what is none: a bug ends the thread */
export function sentFailure(error: unknown): { readonly error: SentFailure } {
  if (!isPurkinjeError(error)) throw error;
  const { code, message, place } = error;
  return { error: { code, message, place } };
}

/** A thread's failure as one of ours again; a bug as it is. */
export function revived(error: unknown): unknown {
  if (error instanceof Error) return error;
  const { code, message, place } = error as SentFailure;
  return new PurkinjeError(code, message, place);
}
