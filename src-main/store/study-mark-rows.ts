import { inTransaction, nullable, optional } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import type { StudyMark } from './study-marks.ts';
import { stampOfEdit } from './edit-stamp.ts';
import { appendTrail } from './trail.ts';

/** A mark as the table has it. */
export interface MarkRow {
  readonly id: number;
  readonly record_id: number;
  readonly kind: string;
  readonly from_sample: number;
  readonly to_sample: number | null;
  readonly text: string;
  readonly details: string | null;
  readonly author: string;
  readonly created_at: string;
}

/** The marks that one step of a reader changes, before and after it. */
export interface MarkChange {
  readonly before: readonly MarkRow[];
  readonly after: readonly MarkRow[];
}

/** Brings the table from the rows `before` to the rows `after`, and tells the trail of each as `what`. */
export function replaceMarkRows(
  database: LibraryDatabase,
  { before, after }: MarkChange,
  who: string,
  what = '',
): void {
  const stays = new Map(after.map((row) => [row.id, row]));
  const old = new Map(before.map((row) => [row.id, row]));
  const remove = database.prepare('DELETE FROM study_mark WHERE id = ?');
  for (const row of before)
    if (!stays.has(row.id)) {
      remove.run(row.id);
      tell(database, `${what}delete`, who, row, undefined);
    }
  const put = database.prepare(
    `INSERT INTO study_mark (id, record_id, kind, from_sample, to_sample, text, details, author, created_at)
     VALUES (@id, @record_id, @kind, @from_sample, @to_sample, @text, @details, @author, @created_at)
     ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, from_sample = excluded.from_sample,
       to_sample = excluded.to_sample, text = excluded.text, details = excluded.details, author = excluded.author`,
  );
  for (const row of after) {
    put.run(row);
    tell(database, `${what}${old.has(row.id) ? 'change' : 'insert'}`, who, old.get(row.id), row);
  }
}

/** Applies a step and keeps it, so that it can be taken back. What its author undid before can't be redone after. */
export function applyMarkChange(
  database: LibraryDatabase,
  recordId: number,
  change: MarkChange,
  author: string,
): void {
  inTransaction(database, () => {
    replaceMarkRows(database, change, author);
    database
      .prepare('DELETE FROM study_mark_edit WHERE record_id = ? AND author = ? AND undone')
      .run(recordId, author);
    const last = database
      .prepare('SELECT coalesce(max(sequence), 0) FROM study_mark_edit WHERE record_id = ?')
      .pluck()
      .get(recordId) as number;
    const at = stampOfEdit(database, recordId);
    const [before, after] = [change.before, change.after].map((rows) => JSON.stringify(rows));
    database
      .prepare(
        'INSERT INTO study_mark_edit (record_id, sequence, before, after, author, at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(recordId, last + 1, before, after, author, at);
  });
}

/** One above the highest id ever given, deleted ones included. */
export function nextMarkId(database: LibraryDatabase): number {
  const given = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'study_mark'").pluck().get();
  return ((given as number | undefined) ?? 0) + 1;
}

/** Without the text: a person's words may hold names, and the trail keeps ids only. */
function tell(
  database: LibraryDatabase,
  what: string,
  who: string,
  old: MarkRow | undefined,
  now: MarkRow | undefined,
): void {
  const place = (row: MarkRow | undefined): string | undefined =>
    row &&
    JSON.stringify({ kind: row.kind, from: row.from_sample, to: row.to_sample, letters: row.text.length });
  const object = `study-mark ${(now ?? old)!.id}`;
  appendTrail(database, { who, what: `${what} study-mark`, object, old: place(old), new: place(now) });
}

export function toMark(row: MarkRow): StudyMark {
  return {
    id: row.id,
    recordId: row.record_id,
    kind: row.kind,
    from: row.from_sample,
    to: optional(row.to_sample),
    text: row.text,
    details: row.details === null ? undefined : (JSON.parse(row.details) as unknown),
    author: row.author,
    createdAt: row.created_at,
  };
}

/** The columns that a reader chooses. */
export function chosenColumns(
  mark: Pick<StudyMark, 'kind' | 'from' | 'to' | 'text' | 'details'>,
): Pick<MarkRow, 'kind' | 'from_sample' | 'to_sample' | 'text' | 'details'> {
  return {
    kind: mark.kind,
    from_sample: mark.from,
    to_sample: nullable(mark.to),
    text: mark.text,
    details: mark.details === undefined ? null : JSON.stringify(mark.details),
  };
}
