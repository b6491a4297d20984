import type { Migration } from './migration.ts';

/**
 * How many beats and annotations a set holds, kept once counted: a list of thousands of studies counts nothing. An edit, its
 * undo and its redo take the count away; rows come and go no other way once a set is seen.
 */
export const setCounts: Migration = {
  version: 8,
  name: 'set-counts',
  sql: `
CREATE TABLE set_count (
  set_id INTEGER PRIMARY KEY REFERENCES annotation_set(id) ON DELETE CASCADE,
  beats INTEGER NOT NULL,
  annotations INTEGER NOT NULL
) STRICT;
CREATE TRIGGER edit_outdates_count AFTER INSERT ON edit
BEGIN DELETE FROM set_count WHERE set_id = NEW.set_id; END;
CREATE TRIGGER undo_outdates_count AFTER UPDATE ON edit
BEGIN DELETE FROM set_count WHERE set_id = NEW.set_id; END;
`,
};
