import { nullable, optional, type LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

export const ASSIGNMENT_STATES = ['assigned', 'in progress', 'done'] as const;
export type AssignmentState = (typeof ASSIGNMENT_STATES)[number];

/** A study that somebody is to read. */
export interface Assignment {
  readonly id: number;
  readonly studyId: number;
  /** A person's name. */
  readonly reader: string;
  /** 1: this reader's first reading of the study; 2: the repeat ... */
  readonly reading: number;
  readonly state: AssignmentState;
  /** Neither are a model's labels shown. */
  readonly blindToModel: boolean;
  /** Between a reading's end and the repeat. */
  readonly washoutDays: number;
  /** A day, `2026-03-01`. */
  readonly due?: string;
  readonly note: string;
  readonly assignedBy: string;
  readonly assignedAt: string;
  readonly startedAt?: string;
  readonly doneAt?: string;
}

export type NewAssignment = Pick<
  Assignment,
  'studyId' | 'reader' | 'reading' | 'blindToModel' | 'washoutDays' | 'due' | 'note' | 'assignedBy'
>;

interface AssignmentRow {
  id: number;
  study_id: number;
  reader: string;
  reading: number;
  state: AssignmentState;
  blind_to_model: number;
  washout_days: number;
  due: string | null;
  note: string;
  assigned_by: string;
  assigned_at: string;
  started_at: string | null;
  done_at: string | null;
}

export function insertAssignment(database: LibraryDatabase, one: NewAssignment): Assignment {
  const row = database
    .prepare<unknown[], AssignmentRow>(
      `INSERT INTO assignment (study_id, reader, reading, state, blind_to_model, washout_days, due, note, assigned_by,
        assigned_at) VALUES (?, ?, ?, 'assigned', ?, ?, ?, ?, ?, ?) RETURNING *`,
    )
    .get(
      one.studyId,
      one.reader,
      one.reading,
      one.blindToModel ? 1 : 0,
      one.washoutDays,
      nullable(one.due),
      one.note,
      one.assignedBy,
      timestamp(),
    )!;
  return toAssignment(row);
}

/** In order of study, reader and reading. */
export function listAssignments(
  database: LibraryDatabase,
  { reader, studyId }: { readonly reader?: string; readonly studyId?: number } = {},
): Assignment[] {
  return database
    .prepare<object, AssignmentRow>(
      `SELECT * FROM assignment WHERE (@reader IS NULL OR reader = @reader) AND (@study IS NULL OR study_id = @study)
       ORDER BY study_id, reader, reading`,
    )
    .all({ reader: nullable(reader), study: nullable(studyId) })
    .map(toAssignment);
}

export function findAssignment(database: LibraryDatabase, id: number): Assignment | undefined {
  const row = database.prepare<[number], AssignmentRow>('SELECT * FROM assignment WHERE id = ?').get(id);
  return row && toAssignment(row);
}

/** Times follow from the state. */
export function setAssignmentState(database: LibraryDatabase, id: number, state: AssignmentState): void {
  const now = timestamp();
  const times = {
    assigned: 'started_at = NULL, done_at = NULL',
    'in progress': 'started_at = coalesce(started_at, @now), done_at = NULL',
    done: 'done_at = @now',
  }[state];
  const { changes } = database
    .prepare(`UPDATE assignment SET state = @state, ${times} WHERE id = @id`)
    .run(state === 'assigned' ? { state, id } : { state, id, now });
  if (changes !== 1) throw new Error(`No assignment ${id}`);
}

/** Its sets stay. */
export function deleteAssignment(database: LibraryDatabase, id: number): void {
  database.prepare('DELETE FROM assignment WHERE id = ?').run(id);
}

export function addAssignmentSet(database: LibraryDatabase, assignmentId: number, setId: number): void {
  database.prepare('INSERT INTO assignment_set VALUES (?, ?)').run(setId, assignmentId);
}

/** Set of each record that a reading labelled. */
export function setsOfAssignment(
  database: LibraryDatabase,
  assignmentId: number,
): { readonly setId: number; readonly recordId: number }[] {
  return database
    .prepare<[number], { setId: number; recordId: number }>(
      `SELECT set_id AS setId, record_id AS recordId FROM assignment_set
       JOIN annotation_set ON annotation_set.id = set_id WHERE assignment_id = ? ORDER BY record_id`,
    )
    .all(assignmentId);
}

export function assignmentOfSet(database: LibraryDatabase, setId: number): Assignment | undefined {
  const id = database
    .prepare('SELECT assignment_id FROM assignment_set WHERE set_id = ?')
    .pluck()
    .get(setId) as number | undefined;
  return id === undefined ? undefined : findAssignment(database, id);
}

/**
 * Sets that this reader may not see yet: of each study that they are still to read, everybody's human labels but those of the
 * reading at hand (their own earlier reading too), and a model's where they read blind to it.
 */
export function setsHiddenFrom(database: LibraryDatabase, reader: string): ReadonlySet<number> {
  const ids = database
    .prepare(
      `SELECT one.id FROM assignment JOIN record ON record.study_id = assignment.study_id
         JOIN annotation_set AS one ON one.record_id = record.id
       WHERE assignment.reader = @reader AND assignment.state <> 'done'
         AND NOT EXISTS (SELECT 1 FROM assignment AS earlier WHERE earlier.study_id = assignment.study_id
           AND earlier.reader = @reader AND earlier.state <> 'done' AND earlier.reading < assignment.reading)
         AND one.id NOT IN (SELECT set_id FROM assignment_set WHERE assignment_id = assignment.id)
         AND (one.origin = 'human' OR (assignment.blind_to_model AND one.model_version_id IS NOT NULL))`,
    )
    .pluck()
    .all({ reader }) as number[];
  return new Set(ids);
}

function toAssignment(row: AssignmentRow): Assignment {
  return {
    id: row.id,
    studyId: row.study_id,
    reader: row.reader,
    reading: row.reading,
    state: row.state,
    blindToModel: row.blind_to_model === 1,
    washoutDays: row.washout_days,
    due: optional(row.due),
    note: row.note,
    assignedBy: row.assigned_by,
    assignedAt: row.assigned_at,
    startedAt: optional(row.started_at),
    doneAt: optional(row.done_at),
  };
}
