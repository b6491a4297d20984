import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

/** A version of the label schema after the first, which is the program's own table. */
export interface StoredSchema {
  readonly version: number;
  /** JSON whose shape belongs to the service. */
  readonly classes: unknown;
  readonly note: string;
  readonly author: string;
  readonly createdAt: string;
}

interface SchemaRow {
  version: number;
  classes: string;
  note: string;
  author: string;
  created_at: string;
}

/** Oldest first; empty where the first version is all there is. */
export function listSchemas(database: LibraryDatabase): StoredSchema[] {
  return database
    .prepare<[], SchemaRow>('SELECT * FROM label_schema ORDER BY version')
    .all()
    .map(({ version, classes, note, author, created_at }) => ({
      version,
      classes: JSON.parse(classes) as unknown,
      note,
      author,
      createdAt: created_at,
    }));
}

/** @returns the new version */
export function insertSchema(
  database: LibraryDatabase,
  { classes, note, author }: Pick<StoredSchema, 'classes' | 'note' | 'author'>,
): number {
  return database
    .prepare(
      `INSERT INTO label_schema (version, classes, note, author, created_at)
       VALUES ((SELECT coalesce(max(version), 1) + 1 FROM label_schema), ?, ?, ?, ?) RETURNING version`,
    )
    .pluck()
    .get(JSON.stringify(classes), note, author, timestamp()) as number;
}

/** The version that a set was made with. */
export function schemaOfSet(database: LibraryDatabase, setId: number): number {
  const version = database.prepare('SELECT version FROM set_schema WHERE set_id = ?').pluck().get(setId);
  return (version as number | undefined) ?? 1;
}

/** Complete sets that hold a mark, with how often. */
export function usesOfMark(
  database: LibraryDatabase,
  { symbol, aux }: { readonly symbol: string; readonly aux: string },
): { readonly sets: number; readonly annotations: number } {
  return database
    .prepare<[string, string], { sets: number; annotations: number }>(
      `SELECT count(DISTINCT set_id) AS sets, count(*) AS annotations FROM annotation
         JOIN annotation_set ON annotation_set.id = set_id
       WHERE complete AND origin = 'human' AND mark_id = (SELECT id FROM mark WHERE symbol = ? AND aux = ?)`,
    )
    .get(symbol, aux)!;
}
