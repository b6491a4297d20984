import { PurkinjeError } from '../domain/errors.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { replaceMarkRows, toMark, type MarkChange, type MarkRow } from './study-mark-rows.ts';
import type { StudyMark } from './study-marks.ts';

/** When the steps were made that a reader could take back or do again next. */
export interface MarkHistory {
  readonly undoAt?: string;
  readonly redoAt?: string;
}

/** Marks as they now are, and ids of those that are gone. */
export interface MarkOutcome {
  readonly changed: readonly StudyMark[];
  readonly removed: readonly number[];
}

interface StepRow {
  sequence: number;
  before: string;
  after: string;
  at: string;
}

/** A reader takes back what they did themselves: the marks of a record are everybody's. */
export function markHistory(database: LibraryDatabase, recordId: number, author: string): MarkHistory {
  return {
    undoAt: nextStep(database, recordId, author, 'undo')?.at,
    redoAt: nextStep(database, recordId, author, 'redo')?.at,
  };
}

/**
 * Takes the reader's newest standing step back, or does the oldest one again that was taken back.
 * @returns undefined where there is none
 * @throws Conflict where somebody else changed one of its marks since
 */
export function stepMarks(
  database: LibraryDatabase,
  recordId: number,
  author: string,
  direction: 'undo' | 'redo',
): MarkOutcome | undefined {
  return inTransaction(database, () => {
    const step = nextStep(database, recordId, author, direction);
    if (!step) return undefined;
    const [before, after] = [step.before, step.after].map((rows) => JSON.parse(rows) as MarkRow[]);
    const change: MarkChange = direction === 'undo' ? { before: after, after: before } : { before, after };
    refuseChanged(database, change);
    replaceMarkRows(database, change, author, `${direction} `);
    database
      .prepare('UPDATE study_mark_edit SET undone = ? WHERE record_id = ? AND sequence = ?')
      .run(direction === 'undo' ? 1 : 0, recordId, step.sequence);
    const stays = new Set(change.after.map(({ id }) => id));
    return {
      changed: change.after.map(toMark),
      removed: change.before.map(({ id }) => id).filter((id) => !stays.has(id)),
    };
  });
}

/** When each mark was made or changed last, by id; marks that are older than the history of marks are left out. */
export function lastChangesOfMarks(database: LibraryDatabase, recordId: number): ReadonlyMap<number, string> {
  const rows = database
    .prepare<[number], { id: number; at: string }>(
      `SELECT json_extract(one.value, '$.id') AS id, at FROM study_mark_edit, json_each(study_mark_edit.after) AS one
       WHERE record_id = ? AND NOT undone ORDER BY sequence`,
    )
    .all(recordId);
  return new Map(rows.map(({ id, at }) => [id, at]));
}

function nextStep(
  database: LibraryDatabase,
  recordId: number,
  author: string,
  direction: 'undo' | 'redo',
): StepRow | undefined {
  const wanted = direction === 'undo' ? 'NOT undone ORDER BY sequence DESC' : 'undone ORDER BY sequence';
  return database
    .prepare<[number, string], StepRow>(
      `SELECT sequence, before, after, at FROM study_mark_edit
       WHERE record_id = ? AND author = ? AND ${wanted} LIMIT 1`,
    )
    .get(recordId, author);
}

/** What the step left must still be there as it left it; what it deleted must not have come back. */
function refuseChanged(database: LibraryDatabase, { before, after }: MarkChange): void {
  const select = database.prepare<[number], MarkRow>('SELECT * FROM study_mark WHERE id = ?');
  const expected = new Map(before.map((row) => [row.id, row]));
  for (const id of new Set([...before, ...after].map((row) => row.id))) {
    const now = select.get(id);
    if (JSON.stringify(now) !== JSON.stringify(expected.get(id)))
      throw new PurkinjeError('Conflict', 'Somebody else changed this mark since: it stays as they left it.');
  }
}
