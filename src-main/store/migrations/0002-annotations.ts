import type { Migration } from './migration.ts';

/**
 * Sets, annotations, predictions and the edit log. A mark is a symbol with its aux, kept once, so that a row of
 * 100,000 is a few integers. Ids are never used again (AUTOINCREMENT): undo brings back the same annotation.
 * A set is `complete = 0` while its job still writes it. `position` of a prediction chunk counts beats from the set's first.
 */
export const annotations: Migration = {
  version: 2,
  name: 'annotations',
  sql: `
CREATE TABLE annotation_set (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  record_id INTEGER NOT NULL REFERENCES record(id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  origin TEXT NOT NULL CHECK (origin IN ('human', 'machine')),
  imported_as TEXT,
  author TEXT NOT NULL,
  model_version_id INTEGER REFERENCES model_version(id),
  details TEXT,
  job_id INTEGER REFERENCES job(id),
  complete INTEGER NOT NULL DEFAULT 0 CHECK (complete IN (0, 1)),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX annotation_set_of_record ON annotation_set(record_id);

CREATE TABLE mark (
  id INTEGER PRIMARY KEY,
  symbol TEXT NOT NULL,
  aux TEXT NOT NULL,
  UNIQUE (symbol, aux)
) STRICT;

CREATE TABLE annotation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  set_id INTEGER NOT NULL REFERENCES annotation_set(id) ON DELETE CASCADE,
  sample_index INTEGER NOT NULL CHECK (sample_index >= 0),
  mark_id INTEGER NOT NULL REFERENCES mark(id),
  subtype INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  number INTEGER NOT NULL,
  provenance INTEGER NOT NULL CHECK (provenance BETWEEN 0 AND 5)
) STRICT;
CREATE INDEX annotation_in_time ON annotation(set_id, sample_index);

CREATE TABLE edit (
  set_id INTEGER NOT NULL REFERENCES annotation_set(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('insert', 'delete', 'move', 'relabel')),
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
  PRIMARY KEY (set_id, sequence)
) STRICT, WITHOUT ROWID;

CREATE TABLE prediction_set (
  set_id INTEGER PRIMARY KEY REFERENCES annotation_set(id) ON DELETE CASCADE,
  classes TEXT NOT NULL
) STRICT;

CREATE TABLE prediction_chunk (
  set_id INTEGER NOT NULL REFERENCES prediction_set(set_id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  beats INTEGER NOT NULL CHECK (beats > 0),
  first_sample INTEGER NOT NULL,
  last_sample INTEGER NOT NULL,
  sample_index BLOB NOT NULL,
  class_index BLOB NOT NULL,
  probabilities BLOB NOT NULL,
  margin BLOB NOT NULL,
  entropy BLOB NOT NULL,
  abstained BLOB NOT NULL,
  out_of_distribution BLOB NOT NULL,
  iegm_weight BLOB NOT NULL,
  PRIMARY KEY (set_id, position)
) STRICT;
`,
};
