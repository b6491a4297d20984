import { PurkinjeError } from '../domain/errors.ts';
import type { LibraryDatabase } from './database.ts';

/**
 * The check after an unclean end: pages and foreign keys, without indexes.
 * @throws StoreDamaged naming the first faults
 */
export function quickCheck(database: LibraryDatabase, file: string): void {
  refuse(file, [...pageFaults(database, 'quick_check'), ...keyFaults(database)]);
}

/**
 * The full check of the database, on demand: pages, indexes and foreign keys.
 * @returns the faults, none where it is sound
 */
export function databaseFaults(database: LibraryDatabase): string[] {
  return [...pageFaults(database, 'integrity_check'), ...keyFaults(database)];
}

function pageFaults(database: LibraryDatabase, pragma: 'quick_check' | 'integrity_check'): string[] {
  const rows = database.pragma(pragma) as Record<string, string>[];
  return rows.map((row) => row[pragma]).filter((text) => text !== 'ok');
}

function keyFaults(database: LibraryDatabase): string[] {
  const rows = database.pragma('foreign_key_check') as { table: string; rowid: number; parent: string }[];
  return rows.map(({ table, rowid, parent }) => `${table} row ${rowid} refers to no ${parent}`);
}

function refuse(file: string, faults: readonly string[]): void {
  if (faults.length === 0) return;
  throw new PurkinjeError(
    'StoreDamaged',
    `${file} is damaged: ${faults.slice(0, 3).join('; ')}. Restore it from a backup; imported originals are still in signals/.`,
    { file },
  );
}
