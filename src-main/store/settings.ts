import type { LibraryDatabase } from './database.ts';

/** A setting's JSON value, undefined where it was never set. The caller checks its shape. */
export function readSetting(database: LibraryDatabase, key: string): unknown {
  const text = database.prepare('SELECT value FROM setting WHERE key = ?').pluck().get(key);
  return text === undefined ? undefined : JSON.parse(text as string);
}

/** Keeps a JSON value under a key; undefined removes it. */
export function writeSetting(database: LibraryDatabase, key: string, value: unknown): void {
  if (value === undefined) {
    database.prepare('DELETE FROM setting WHERE key = ?').run(key);
    return;
  }
  database
    .prepare(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    )
    .run(key, JSON.stringify(value));
}

export function listSettings(database: LibraryDatabase): ReadonlyMap<string, unknown> {
  const rows = database
    .prepare<[], { key: string; value: string }>('SELECT key, value FROM setting ORDER BY key')
    .all();
  return new Map(rows.map(({ key, value }) => [key, JSON.parse(value) as unknown]));
}
