import { PurkinjeError } from '../domain/errors.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { replaceRows } from './edit-rows.ts';
import type { EditRows } from './edit-rows.ts';
import { changeOf } from './edits.ts';
import type { Edit } from './edits.ts';
import { stampOfEdit } from './edit-stamp.ts';
import { appendTrail } from './trail.ts';

/** What an edit, an undo or a redo did. */
export interface EditOutcome {
  readonly sequence: number;
  readonly kind: Edit['kind'];
  /** Ids that were written or removed: inserted ones are new here. */
  readonly ids: readonly number[];
  /** Samples that the change touched, so that only their window is drawn again: [from, to]. */
  readonly from: number;
  readonly to: number;
}

/** What could be undone or redone next. */
export interface EditState {
  readonly undo?: EditStep;
  readonly redo?: EditStep;
}

export interface EditStep {
  readonly sequence: number;
  readonly kind: Edit['kind'];
  readonly annotations: number;
  /** When it was done first. */
  readonly at: string;
}

interface EditRow {
  sequence: number;
  kind: Edit['kind'];
  before: string;
  after: string;
  at: string;
}

/**
 * Applies an edit to a human set: rows, log and trail in one transaction. What was undone before can't be redone after.
 * @throws NotFound, NotAllowed for a machine's set, Conflict, InvalidInput; nothing is changed then
 */
export function applyEdit(database: LibraryDatabase, setId: number, edit: Edit): EditOutcome {
  return inTransaction(database, () => {
    refuseMachineSet(database, setId);
    const { before, after } = changeOf(database, setId, edit);
    replaceRows(database, setId, before, after);
    database.prepare('DELETE FROM edit WHERE set_id = ? AND undone').run(setId);
    const sequence = nextSequence(database, setId);
    const row: EditRow = {
      sequence,
      kind: edit.kind,
      before: JSON.stringify(before),
      after: JSON.stringify(after),
      at: stampOfEdit(database, recordOf(database, setId)),
    };
    database
      .prepare(
        'INSERT INTO edit (set_id, sequence, kind, before, after, author, at) VALUES (?, ?, ?, ?, ?, ?, ?)',
      )
      .run(setId, sequence, row.kind, row.before, row.after, edit.author, row.at);
    tell(database, setId, edit.author, edit.kind, row.before, row.after, edit.why);
    return outcomeOf(row, before, after);
  });
}

/** Takes back the newest edit that stands; undefined where there is none. */
export function undo(database: LibraryDatabase, setId: number, author: string): EditOutcome | undefined {
  return step(database, setId, author, 'undo');
}

/** Applies the oldest edit that was taken back; undefined where there is none. */
export function redo(database: LibraryDatabase, setId: number, author: string): EditOutcome | undefined {
  return step(database, setId, author, 'redo');
}

/** What undo and redo would do next, for the menu's words. */
export function editState(database: LibraryDatabase, setId: number): EditState {
  const describe = (row: EditRow | undefined) =>
    row && { sequence: row.sequence, kind: row.kind, annotations: affectedIds(row).length, at: row.at };
  return {
    undo: describe(nextStep(database, setId, 'undo')),
    redo: describe(nextStep(database, setId, 'redo')),
  };
}

function step(
  database: LibraryDatabase,
  setId: number,
  author: string,
  direction: 'undo' | 'redo',
): EditOutcome | undefined {
  return inTransaction(database, () => {
    const row = nextStep(database, setId, direction);
    if (!row) return undefined;
    const [from, to] = direction === 'undo' ? [row.after, row.before] : [row.before, row.after];
    const [left, entered] = [JSON.parse(from) as EditRows, JSON.parse(to) as EditRows];
    replaceRows(database, setId, left, entered);
    database
      .prepare('UPDATE edit SET undone = ? WHERE set_id = ? AND sequence = ?')
      .run(direction === 'undo' ? 1 : 0, setId, row.sequence);
    tell(database, setId, author, `${direction} ${row.kind}`, from, to);
    return outcomeOf(row, left, entered);
  });
}

function nextStep(database: LibraryDatabase, setId: number, direction: 'undo' | 'redo'): EditRow | undefined {
  const wanted = direction === 'undo' ? 'NOT undone ORDER BY sequence DESC' : 'undone ORDER BY sequence';
  return database
    .prepare<[number], EditRow>(
      `SELECT sequence, kind, before, after, at FROM edit WHERE set_id = ? AND ${wanted} LIMIT 1`,
    )
    .get(setId);
}

function nextSequence(database: LibraryDatabase, setId: number): number {
  const last = database.prepare('SELECT max(sequence) FROM edit WHERE set_id = ?').pluck().get(setId);
  return ((last as number | null) ?? 0) + 1;
}

function recordOf(database: LibraryDatabase, setId: number): number {
  return database.prepare('SELECT record_id FROM annotation_set WHERE id = ?').pluck().get(setId) as number;
}

function refuseMachineSet(database: LibraryDatabase, setId: number): void {
  const origin = database
    .prepare('SELECT origin FROM annotation_set WHERE complete AND id = ?')
    .pluck()
    .get(setId);
  if (origin === undefined) throw new PurkinjeError('NotFound', `There is no annotation set ${setId}.`);
  if (origin === 'machine')
    throw new PurkinjeError(
      'NotAllowed',
      "A machine's annotations are not edited: copy them to a set of your own and correct them there.",
    );
}

function tell(
  database: LibraryDatabase,
  setId: number,
  who: string,
  what: string,
  old: string,
  now: string,
  why?: string,
): void {
  appendTrail(database, { who, what, object: `annotation-set ${setId}`, old, new: now, why });
}

function affectedIds(row: EditRow): number[] {
  const [before, after] = [row.before, row.after].map((rows) => (JSON.parse(rows) as EditRows).id);
  return [...new Set([...before, ...after])];
}

function outcomeOf(row: EditRow, left: EditRows, entered: EditRows): EditOutcome {
  let [from, to] = [Infinity, 0];
  for (const rows of [left, entered])
    for (const at of rows.at) {
      from = Math.min(from, at);
      to = Math.max(to, at);
    }
  return {
    sequence: row.sequence,
    kind: row.kind,
    ids: [...new Set([...entered.id, ...left.id])],
    from,
    to,
  };
}
