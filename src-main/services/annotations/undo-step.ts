import { PurkinjeError } from '../../domain/errors.ts';
import { editState } from '../../store/edit-log.ts';
import { markHistory, stepMarks, type MarkOutcome } from '../../store/study-mark-history.ts';
import { openReading } from '../assignments/visible-marks.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { redoEdit, undoEdit, type EditAnswer } from './edit-set.ts';
import { kindOf, requireSet } from './set-summary.ts';

/** One step back or on: of the labels, or of the marks that are kept with the record. */
export interface Step {
  readonly labels?: EditAnswer;
  readonly marks?: MarkOutcome;
}

interface Heads {
  readonly undo: { readonly labels: number; readonly marks: number };
  readonly redo: { readonly labels: number; readonly marks: number };
}

/**
 * Takes back what was done last to the open set or to the record's marks, whichever came later; without limit, also
 * after a restart.
 * @param setId the set that is edited; marks alone without it
 * @throws NotFound; Conflict where there is nothing to take back, or somebody else changed it since
 */
export function undoStep(workstation: Workstation, recordId: number, setId?: number): Step {
  const { undo } = headsOf(workstation, recordId, setId);
  if (undo.labels < 0 && undo.marks < 0) throw new PurkinjeError('Conflict', 'There is nothing to undo.');
  return undo.labels > undo.marks
    ? { labels: undoEdit(workstation, setId!) }
    : { marks: stepMarks(workstation.library.database, recordId, workstation.annotator(), 'undo') };
}

/**
 * Does again what was undone last. What was undone before a later edit stays undone, be that of labels or of marks.
 * @throws NotFound; Conflict where nothing was undone
 */
export function redoStep(workstation: Workstation, recordId: number, setId?: number): Step {
  const { undo, redo } = headsOf(workstation, recordId, setId);
  const newest = Math.max(undo.labels, undo.marks);
  const open = ([redo.labels, redo.marks] as const).map((at) => (at > newest ? at : Infinity));
  if (open.every((at) => at === Infinity)) throw new PurkinjeError('Conflict', 'There is nothing to redo.');
  return open[0] < open[1]
    ? { labels: redoEdit(workstation, setId!) }
    : { marks: stepMarks(workstation.library.database, recordId, workstation.annotator(), 'redo') };
}

/** Times of the steps that are next, -1 where there is none. */
function headsOf(workstation: Workstation, recordId: number, setId: number | undefined): Heads {
  const { database } = workstation.library;
  const { studyId } = requireRecord(database, recordId);
  const set = setId === undefined ? undefined : requireSet(database, setId);
  const isEdited = set !== undefined && ['annotator', 'consensus'].includes(kindOf(set));
  const labels = isEdited ? editState(database, set.id) : {};
  const marks = markHistory(database, recordId, workstation.annotator());
  // A repeat is blind to what the reader did in an earlier reading: it is not taken back either.
  const since = Date.parse(openReading(workstation, studyId)?.startedAt ?? '') || 0;
  const ofMarks = (at: string | undefined): number => (timeOf(at) < since ? -1 : timeOf(at));
  return {
    undo: { labels: timeOf(labels.undo?.at), marks: ofMarks(marks.undoAt) },
    redo: { labels: timeOf(labels.redo?.at), marks: ofMarks(marks.redoAt) },
  };
}

function timeOf(at: string | undefined): number {
  return at === undefined ? -1 : Date.parse(at);
}
