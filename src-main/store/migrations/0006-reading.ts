import type { Migration } from './migration.ts';

/**
 * Sign-ins that failed, by a hash of the name that was typed (which may be no name at all). Studies given to readers, with the
 * sets that each reading made. Versions of the label schema, and which one each set was made with: a set carries the
 * newest there is when it is made, whoever makes it.
 */
export const reading: Migration = {
  version: 6,
  name: 'reading',
  sql: `
CREATE TABLE sign_in_failure (
  name_hash TEXT PRIMARY KEY,
  failures INTEGER NOT NULL CHECK (failures > 0),
  last_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE assignment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  study_id INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
  reader TEXT NOT NULL COLLATE NOCASE,
  reading INTEGER NOT NULL CHECK (reading > 0),
  state TEXT NOT NULL CHECK (state IN ('assigned', 'in progress', 'done')),
  blind_to_model INTEGER NOT NULL CHECK (blind_to_model IN (0, 1)),
  washout_days INTEGER NOT NULL CHECK (washout_days >= 0),
  due TEXT,
  note TEXT NOT NULL,
  assigned_by TEXT NOT NULL,
  assigned_at TEXT NOT NULL,
  started_at TEXT,
  done_at TEXT,
  UNIQUE (study_id, reader, reading)
) STRICT;
CREATE INDEX assignment_of_reader ON assignment(reader, state);

CREATE TABLE assignment_set (
  set_id INTEGER PRIMARY KEY REFERENCES annotation_set(id) ON DELETE CASCADE,
  assignment_id INTEGER NOT NULL REFERENCES assignment(id) ON DELETE CASCADE
) STRICT;
CREATE INDEX set_of_assignment ON assignment_set(assignment_id);

CREATE TABLE label_schema (
  version INTEGER PRIMARY KEY CHECK (version > 1),
  classes TEXT NOT NULL,
  note TEXT NOT NULL,
  author TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;

CREATE TABLE set_schema (
  set_id INTEGER PRIMARY KEY REFERENCES annotation_set(id) ON DELETE CASCADE,
  version INTEGER NOT NULL
) STRICT;
INSERT INTO set_schema SELECT id, 1 FROM annotation_set;
CREATE TRIGGER set_carries_its_schema AFTER INSERT ON annotation_set
BEGIN
  INSERT INTO set_schema VALUES (NEW.id, (SELECT coalesce(max(version), 1) FROM label_schema));
END;
`,
};
