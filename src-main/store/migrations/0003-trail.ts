import type { Migration } from './migration.ts';

/**
 * The audit trail: appended to, never changed. Each row's hash covers its fields and the hash before; AUTOINCREMENT
 * remembers the highest sequence ever given, so that a cut-off end is seen.
 */
export const trail: Migration = {
  version: 3,
  name: 'trail',
  sql: `
CREATE TABLE trail (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  who TEXT NOT NULL,
  at TEXT NOT NULL,
  what TEXT NOT NULL,
  object TEXT NOT NULL,
  old TEXT,
  new TEXT,
  why TEXT,
  previous_hash TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER trail_is_never_updated BEFORE UPDATE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER trail_is_never_deleted BEFORE DELETE ON trail
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE INDEX trail_of_object ON trail(object);
`,
};
