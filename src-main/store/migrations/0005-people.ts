import type { Migration } from './migration.ts';

/**
 * Local users, and what they signed. A password is kept as scrypt's hash with its own salt. `labels` is the SHA-256 of
 * the set as it was signed, so that a later change shows.
 */
export const people: Migration = {
  version: 5,
  name: 'people',
  sql: `
CREATE TABLE person (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  role TEXT NOT NULL CHECK (role IN ('reviewer', 'annotator', 'trainer', 'administrator')),
  salt TEXT NOT NULL,
  password TEXT NOT NULL,
  active INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)),
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE sign_off (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  set_id INTEGER NOT NULL REFERENCES annotation_set(id) ON DELETE CASCADE,
  who TEXT NOT NULL,
  role TEXT NOT NULL,
  reason TEXT NOT NULL,
  labels TEXT NOT NULL,
  at TEXT NOT NULL
) STRICT;
CREATE INDEX sign_off_of_set ON sign_off(set_id);
`,
};
