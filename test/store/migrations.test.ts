import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LibraryDatabase } from '../../src-main/store/database.ts';
import { openDatabase } from '../../src-main/store/database.ts';
import { migrate, schemaVersion } from '../../src-main/store/migrate.ts';
import { MIGRATIONS } from '../../src-main/store/migrations/index.ts';
import { temporaryFolder } from './temporary-library.ts';

function databaseAt(version: number): LibraryDatabase {
  const database = openDatabase(join(temporaryFolder(), 'library.sqlite'));
  onTestFinished(() => void database.close());
  migrate(database, 'library.sqlite', MIGRATIONS.slice(0, version));
  return database;
}

function tables(database: LibraryDatabase): string[] {
  return database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all() as string[];
}

/** Rows that each schema could hold, so that the step after it meets data. */
const ROWS: Record<number, string> = {
  1: `INSERT INTO patient VALUES (1, 'P-1', 'Somebody', NULL, 1970, '2026-01-01T00:00:00.000+00:00');
      INSERT INTO study VALUES (1, 1, 's', '/x', 0, 1, '2026-01-01T00:00:00.000+00:00');
      INSERT INTO record VALUES (1, 1, 'hash', 'r', 'wfdb', 360.0, 10, NULL, '[]', '[]', '["r.hea"]');
      INSERT INTO signal VALUES (1, 0, 'MLII', 'II', 'ecg', 'surface', 'mV', 200.0, 0.0, 11, 0, NULL, NULL);
      INSERT INTO job (kind, state, input, created_at) VALUES ('import', 'done', '{}', '2026');
      INSERT INTO setting VALUES ('theme', '"dark"');`,
  2: `INSERT INTO annotation_set (record_id, name, origin, author, complete, created_at)
        VALUES (1, 'reference', 'human', 'r.atr', 1, '2026');
      INSERT INTO mark VALUES (1, 'N', '');
      INSERT INTO annotation (set_id, sample_index, mark_id, subtype, channel, number, provenance)
        VALUES (1, 7, 1, 0, 0, 0, 4);`,
};

describe('migrations', () => {
  it('are numbered without gaps, one file each', () => {
    expect(MIGRATIONS.map(({ version }) => version)).toEqual(MIGRATIONS.map((_, index) => index + 1));
    const files = readdirSync(resolve(import.meta.dirname, '../../src-main/store/migrations'))
      .filter((name) => /^\d{4}-/.test(name))
      .sort();
    expect(files).toEqual(
      MIGRATIONS.map(({ version, name }) => `${String(version).padStart(4, '0')}-${name}.ts`),
    );
  });

  it.each(MIGRATIONS.map(({ version, name }) => [version, name] as const))(
    'version %i (%s) keeps what the schema before it held',
    (version) => {
      const database = databaseAt(version - 1);
      for (let before = 1; before < version; before++) database.exec(ROWS[before] ?? '');
      const contents = () =>
        tables(database).map((table) => database.prepare(`SELECT * FROM ${table}`).all());
      const held = tables(database);
      const before = contents();
      expect(migrate(database, 'library.sqlite', MIGRATIONS.slice(0, version))).toEqual([version]);
      expect(schemaVersion(database)).toBe(version);
      expect(held.map((table) => database.prepare(`SELECT * FROM ${table}`).all())).toEqual(before);
      expect(tables(database).length).toBeGreaterThan(held.length);
      expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(database.pragma('foreign_key_check')).toEqual([]);
    },
  );

  it('leave a database of the newest schema alone', () => {
    const database = databaseAt(MIGRATIONS.length);
    expect(migrate(database, 'library.sqlite')).toEqual([]);
  });

  it('version 6 gives every set that is there, and each that comes, the label schema of its time', () => {
    const database = databaseAt(5);
    database.exec(ROWS[1]);
    database.exec(ROWS[2]);
    migrate(database, 'library.sqlite');
    const versions = () =>
      database.prepare('SELECT version FROM set_schema ORDER BY set_id').pluck().all() as number[];
    expect(versions()).toEqual([1]);
    database.exec(`INSERT INTO label_schema VALUES (2, '[]', 'n', 'a', '2026');
      INSERT INTO annotation_set (record_id, name, origin, author, created_at) VALUES (1, 'x', 'human', 'a', '2026')`);
    expect(versions()).toEqual([1, 2]);
  });

  it('version 8 takes a count away with each edit, its undo and its redo', () => {
    const database = databaseAt(8);
    database.exec(ROWS[1]);
    database.exec(ROWS[2]);
    const counts = () => database.prepare('SELECT count(*) FROM set_count').pluck().get();
    const change: [string, string][] = [
      ["INSERT INTO edit VALUES (1, 1, 'delete', '[]', '[]', 'a', '2026', 0)", 'an edit'],
      ['UPDATE edit SET undone = 1', 'its undo'],
      ['UPDATE edit SET undone = 0', 'its redo'],
    ];
    for (const [sql, what] of change) {
      database.exec('INSERT INTO set_count VALUES (1, 5, 6)');
      database.exec(sql);
      expect([what, counts()]).toEqual([what, 0]);
    }
  });

  it('make STRICT tables only', () => {
    const database = databaseAt(MIGRATIONS.length);
    const rows = database.pragma('table_list') as { name: string; strict: number }[];
    const own = rows.filter(({ name }) => tables(database).includes(name));
    expect(own.length).toBeGreaterThan(10);
    expect(own.filter(({ strict }) => strict !== 1)).toEqual([]);
  });

  it('undo a step that fails', () => {
    const database = databaseAt(1);
    const broken = {
      version: 2,
      name: 'broken',
      sql: 'CREATE TABLE extra (id INTEGER) STRICT; SELECT nonsense',
    };
    expect(() => migrate(database, 'library.sqlite', [MIGRATIONS[0], broken])).toThrow(/nonsense/);
    expect(schemaVersion(database)).toBe(1);
    expect(tables(database)).not.toContain('extra');
  });

  it('are held by the foreign keys they declare', () => {
    const database = databaseAt(MIGRATIONS.length);
    expect(() => database.exec(ROWS[2])).toThrow(/FOREIGN KEY/);
    expect(database).toBeInstanceOf(Database);
  });
});
