import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

/**
 * The time of a new edit of a record, labels and marks alike: after that of every edit made already, whatever the clock
 * did, because undo takes back by time across both.
 */
export function stampOfEdit(database: LibraryDatabase, recordId: number): string {
  const lasts = database
    .prepare(
      `SELECT (SELECT at FROM edit WHERE set_id = annotation_set.id ORDER BY sequence DESC LIMIT 1)
       FROM annotation_set WHERE record_id = @recordId
       UNION ALL
       SELECT (SELECT at FROM study_mark_edit WHERE record_id = @recordId ORDER BY sequence DESC LIMIT 1)`,
    )
    .pluck()
    .all({ recordId }) as (string | null)[];
  const last = Math.max(0, ...lasts.map((at) => (at === null ? 0 : Date.parse(at) + 1)));
  return timestamp(new Date(Math.max(Date.now(), last)));
}
