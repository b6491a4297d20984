import type { Migration } from './migration.ts';

/**
 * What each reader did to the marks of a record (calipers, intervals, the log ...), so that it can be taken back after a
 * restart too. `before` and `after` are rows of `study_mark` as JSON.
 */
export const studyMarkEdits: Migration = {
  version: 7,
  name: 'study-mark-edits',
  sql: `
CREATE TABLE study_mark_edit (
  record_id INTEGER NOT NULL REFERENCES record(id) ON DELETE CASCADE,
  sequence INTEGER NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  author TEXT NOT NULL,
  at TEXT NOT NULL,
  undone INTEGER NOT NULL DEFAULT 0 CHECK (undone IN (0, 1)),
  PRIMARY KEY (record_id, sequence)
) STRICT, WITHOUT ROWID;
`,
};
