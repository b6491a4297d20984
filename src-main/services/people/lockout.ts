import { createHash } from 'node:crypto';
import { PurkinjeError } from '../../domain/errors.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { addFailure, forgetFailures, readFailures } from '../../store/sign-in-failures.ts';

/** Failures before a wait; chosen: a person mistypes three or four times, a guesser does not stop. */
export const FREE_FAILURES = 5;
const FIRST_WAIT_SECONDS = 30;
const LONGEST_WAIT_SECONDS = 3600;

/** How long a name waits after so many failures: 30 s after the fifth, twice that after each more, an hour at most. */
export function waitAfter(failures: number): number {
  if (failures < FREE_FAILURES) return 0;
  return Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (failures - FREE_FAILURES));
}

/**
 * Counts a try as failed before the password is looked at, so that tries side by side do not slip through; `trySucceeded`
 * takes it back. Known and unknown names wait alike. What is counted survives a restart.
 * @returns failures with this one
 * @throws NotAllowed while the name has to wait, saying for how long
 */
export function beginTry(database: LibraryDatabase, name: string, now: number): number {
  const hash = nameHash(name);
  const before = readFailures(database, hash);
  const left = before ? before.lastAt + waitAfter(before.failures) * 1000 - now : 0;
  if (before && left > 0)
    throw new PurkinjeError(
      'NotAllowed',
      `${before.failures} sign-ins failed under this name. Try again in ${waitText(Math.ceil(left / 1000))}, or have an administrator set a new password.`,
    );
  return addFailure(database, hash, now);
}

export function trySucceeded(database: LibraryDatabase, name: string): void {
  forgetFailures(database, nameHash(name));
}

/** `45 s`, `2 min`. */
export function waitText(seconds: number): string {
  return seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}

function nameHash(name: string): string {
  return createHash('sha256').update(name.normalize('NFKC').toLowerCase()).digest('hex');
}
