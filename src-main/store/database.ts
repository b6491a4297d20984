import Database from 'better-sqlite3';

/** The connection that every topic's functions take. */
export type LibraryDatabase = Database.Database;

/** What SQLite hands back for one row, by column name. */
export type Row = Record<string, unknown>;

/** How long a statement waits for another process's transaction; those last 50 ms at most. */
const BUSY_TIMEOUT_MS = 5000;

/** Rows of one transaction of a job, so that it lasts well under 50 ms (0.001-0.002 ms a row; bench `store`). */
export const ROWS_PER_TRANSACTION = 10_000;

/**
 * Opens a database file with the settings that every connection of a library has.
 * `synchronous=FULL`: a label that was confirmed survives a power cut.
 */
export function openDatabase(file: string, options: { readonly readOnly?: boolean } = {}): LibraryDatabase {
  const database = new Database(file, { timeout: BUSY_TIMEOUT_MS, readonly: options.readOnly ?? false });
  if (!options.readOnly) database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  database.pragma('foreign_keys = ON');
  database.pragma('trusted_schema = OFF');
  return database;
}

/** Runs `work` in one write transaction, taken at once so that two writers never deadlock; rolled back when it throws. */
export function inTransaction<T>(database: LibraryDatabase, work: () => T): T {
  if (database.inTransaction) return work();
  return database.transaction(work).immediate();
}

/** `undefined` for SQL NULL. */
export function optional<T>(value: T | null): T | undefined {
  return value === null ? undefined : value;
}

/** SQL NULL for `undefined`. */
export function nullable<T>(value: T | undefined): T | null {
  return value === undefined ? null : value;
}
