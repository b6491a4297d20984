import type { Migration } from './migration.ts';

/**
 * What a reader keeps with a record besides labels: the laboratory's log, bookmarks, calipers, a His deflection that a
 * person confirmed. `details` is JSON whose shape belongs to the kind. What becomes of each row is in the trail.
 */
export const studyMarks: Migration = {
  version: 4,
  name: 'study-marks',
  sql: `
CREATE TABLE study_mark (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  record_id INTEGER NOT NULL REFERENCES record(id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  from_sample INTEGER NOT NULL CHECK (from_sample >= 0),
  to_sample INTEGER CHECK (to_sample >= from_sample),
  text TEXT NOT NULL,
  details TEXT,
  author TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX study_mark_in_time ON study_mark(record_id, from_sample);
`,
};
