import type { LibraryDatabase } from './database.ts';

/** Failed sign-ins under one name since the last that went well. */
export interface SignInFailures {
  readonly failures: number;
  /** Milliseconds since 1970, of the last. */
  readonly lastAt: number;
}

/** @param nameHash of the name as it was typed: what was typed may be a password */
export function readFailures(database: LibraryDatabase, nameHash: string): SignInFailures | undefined {
  return database
    .prepare<[string], SignInFailures>(
      'SELECT failures, last_at AS lastAt FROM sign_in_failure WHERE name_hash = ?',
    )
    .get(nameHash);
}

/** @returns how many there are now */
export function addFailure(database: LibraryDatabase, nameHash: string, now: number): number {
  return database
    .prepare(
      `INSERT INTO sign_in_failure VALUES (?, 1, ?)
       ON CONFLICT (name_hash) DO UPDATE SET failures = failures + 1, last_at = excluded.last_at RETURNING failures`,
    )
    .pluck()
    .get(nameHash, now) as number;
}

export function forgetFailures(database: LibraryDatabase, nameHash: string): void {
  database.prepare('DELETE FROM sign_in_failure WHERE name_hash = ?').run(nameHash);
}
