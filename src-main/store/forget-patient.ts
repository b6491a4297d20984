import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import type { EditRows } from './edit-rows.ts';
import { readSetting, writeSetting } from './settings.ts';
import { timestamp } from './timestamp.ts';

/** Paths and warnings of an import, and what a classification tells, may hold names. A job at work keeps what it works on. */
export function forgetJobs(database: LibraryDatabase, records: ReadonlySet<number>): void {
  const rows = database.prepare<[], { id: number; input: string; result: string | null }>(
    "SELECT id, input, result FROM job WHERE state NOT IN ('queued', 'running')",
  );
  const forget = database.prepare(
    "UPDATE job SET input = '{}', result = NULL, checkpoint = NULL, error_message = NULL, doing = '' WHERE id = ?",
  );
  for (const { id, input, result } of rows.all()) {
    const { recordId } = JSON.parse(input) as { recordId?: number };
    const made = (JSON.parse(result ?? '{}') as { records?: { id: number }[] } | null)?.records ?? [];
    const concerned =
      made.some((record) => records.has(record.id)) || (recordId !== undefined && records.has(recordId));
    if (concerned) forget.run(id);
  }
}

/**
 * Paths that imports were given, and what they could not read, may hold anybody's name: which belonged to whom is known of
 * what was imported alone. Of imports that ended only that much is kept.
 */
export function forgetImports(database: LibraryDatabase): void {
  const ended = database.prepare<[], { id: number; result: string | null }>(
    "SELECT id, result FROM job WHERE kind = 'import' AND state NOT IN ('queued', 'running')",
  );
  const forget = database.prepare(
    "UPDATE job SET input = '{}', result = ?, checkpoint = NULL, error_message = NULL, doing = '' WHERE id = ?",
  );
  for (const { id, result } of ended.all()) {
    const told = JSON.parse(result ?? 'null') as object | null;
    forget.run(told && JSON.stringify({ ...told, errors: [] }), id);
  }
}

/** The last batch holds names of recordings, and of folders; the list of studies what was looked for in it. */
export function forgetSettings(database: LibraryDatabase, records: ReadonlySet<number>): void {
  writeSetting(database, 'batch', undefined);
  writeSetting(database, 'studyList', undefined);
  const place = readSetting(database, 'lastPlace') as { recordId?: number } | undefined;
  if (place?.recordId !== undefined && records.has(place.recordId))
    writeSetting(database, 'lastPlace', undefined);
}

/**
 * Marks hold the words of notes: those that no annotation and no undo step refers to any more go, each in a transaction
 * of its own. Others may label meanwhile: what they use again stays.
 */
export function forgetWords(database: LibraryDatabase): void {
  const began = timestamp();
  const used = new Set(database.prepare('SELECT DISTINCT mark_id FROM annotation').pluck().all() as number[]);
  for (const mark of marksOfEdits(database, '')) used.add(mark);
  const remove = database.prepare(
    'DELETE FROM mark WHERE id = ? AND NOT EXISTS (SELECT 1 FROM annotation WHERE mark_id = mark.id)',
  );
  for (const id of database.prepare('SELECT id FROM mark').pluck().all() as number[]) {
    if (used.has(id)) continue;
    inTransaction(database, () => {
      if (!marksOfEdits(database, began).has(id)) remove.run(id);
    });
  }
}

/** Marks that the undo steps from a time on refer to. */
function marksOfEdits(database: LibraryDatabase, since: string): Set<number> {
  const marks = new Set<number>();
  const edits = database.prepare<[string], { before: string; after: string }>(
    'SELECT before, after FROM edit WHERE at >= ?',
  );
  for (const { before, after } of edits.iterate(since))
    for (const rows of [before, after])
      for (const mark of (JSON.parse(rows) as EditRows).mark) marks.add(mark);
  return marks;
}
