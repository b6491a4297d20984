import { PurkinjeError } from '../domain/errors.ts';
import type { LibraryDatabase } from './database.ts';
import { MIGRATIONS } from './migrations/index.ts';
import type { Migration } from './migrations/index.ts';

/** `PURK`: marks a SQLite file as a library (SQLite's application_id). */
const APPLICATION_ID = 0x5055524b;

export function schemaVersion(database: LibraryDatabase): number {
  return database.pragma('user_version', { simple: true }) as number;
}

/**
 * Brings the schema to the newest version, each step in a transaction of its own.
 * @returns the versions that were applied
 * @throws StoreNewerThanApp for a database of a later version; StoreDamaged for a database of something else
 */
export function migrate(
  database: LibraryDatabase,
  file: string,
  migrations: readonly Migration[] = MIGRATIONS,
): number[] {
  const version = schemaVersion(database);
  const newest = migrations.at(-1)?.version ?? 0;
  if (version > newest)
    throw new PurkinjeError(
      'StoreNewerThanApp',
      `${file} was written by a newer version of Purkinje (schema ${version}, this one knows ${newest}). Update Purkinje to open it.`,
      { file },
    );
  refuseForeign(database, file, version);
  return migrations
    .filter((migration) => migration.version > version)
    .map((migration) => {
      apply(database, migration);
      return migration.version;
    });
}

function refuseForeign(database: LibraryDatabase, file: string, version: number): void {
  const id = database.pragma('application_id', { simple: true });
  const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number;
  if (id === APPLICATION_ID || (version === 0 && tables === 0)) return;
  throw new PurkinjeError(
    'StoreDamaged',
    `${file} is a SQLite database, but not a Purkinje library. Choose another folder.`,
    { file },
  );
}

function apply(database: LibraryDatabase, migration: Migration): void {
  database
    .transaction(() => {
      database.exec(migration.sql);
      database.pragma(`application_id = ${APPLICATION_ID}`);
      database.pragma(`user_version = ${migration.version}`);
    })
    .immediate();
}
