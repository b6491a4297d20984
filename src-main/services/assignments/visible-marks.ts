/** Marks of a record besides its labels, as a blind reading allows: what other readers made is not handed out before it is done. */
import { PurkinjeError } from '../../domain/errors.ts';
import { listAssignments, type Assignment } from '../../store/assignments.ts';
import { listStudyMarks, studyOfMark, type StudyMark } from '../../store/study-marks.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';

/** What the laboratory did, not what a reader found: when stays, the words do not, for they may name the rhythm. */
const LABORATORY: ReadonlySet<string> = new Set(['catheter', 'drug', 'ablation']);

export interface VisibleMark extends StudyMark {
  /** Its words are left out. */
  readonly withheld?: boolean;
}

/** The reading of a study that whoever is here has still to do; undefined where there is none. */
export function openReading({ library, annotator }: Workstation, studyId: number): Assignment | undefined {
  const own = listAssignments(library.database, { reader: annotator(), studyId });
  return own.find(({ state }) => state !== 'done');
}

/** Whether whoever is here has still to read any study. */
export function hasOpenReading({ library, annotator }: Workstation): boolean {
  return listAssignments(library.database, { reader: annotator() }).some(({ state }) => state !== 'done');
}

/**
 * Calipers, intervals, log, confirmed H and the rest of a record. While whoever is here is to read its study, only what they made
 * since that reading began, and of the laboratory's entries the time and the kind.
 * @throws NotFound
 */
export function visibleMarks(workstation: Workstation, recordId: number): VisibleMark[] {
  const { database } = workstation.library;
  const marks = listStudyMarks(database, recordId);
  const reading = openReading(workstation, requireRecord(database, recordId).studyId);
  if (!reading) return marks;
  return marks.flatMap((mark) => {
    return isOfReading(mark, reading) ? [mark] : withheldMark(mark);
  });
}

/** What is told of a mark that a reader may not see yet: nothing, or of the laboratory's that it is there. */
export function withheldMark(mark: VisibleMark): VisibleMark[] {
  return LABORATORY.has(mark.kind) ? [{ ...mark, text: '', details: undefined, withheld: true }] : [];
}

/** @throws NotFound for a record; NotAllowed for a mark that whoever is here may not see in full yet */
export function requireVisibleMark(workstation: Workstation, recordId: number, id: number): void {
  const { database } = workstation.library;
  const reading = openReading(workstation, requireRecord(database, recordId).studyId);
  const mark = reading && listStudyMarks(database, recordId).find((one) => one.id === id);
  if (mark && !isOfReading(mark, reading))
    throw new PurkinjeError(
      'NotAllowed',
      'This entry is not of your reading. It can be changed once your reading is done.',
    );
}

/**
 * Which trail entries of marks tell whoever is here what a reading of theirs is blind to: where others measured, or they
 * themselves in an earlier reading. Of a mark that is gone nobody knows the study: it counts as one of each.
 */
export function markEntriesHidden({
  library,
  annotator,
}: Workstation): (markId: number, entry: { readonly who: string; readonly at: string }) => boolean {
  const { database } = library;
  const open = listAssignments(database, { reader: annotator() }).filter(({ state }) => state !== 'done');
  return (markId, { who, at }) => {
    if (open.length === 0) return false;
    const studyId = studyOfMark(database, markId);
    return open.some(
      (reading) =>
        (studyId === undefined || studyId === reading.studyId) &&
        !isOfReading({ author: who, createdAt: at }, reading),
    );
  };
}

/** A repeat is blind to the reader's own earlier reading too. */
function isOfReading(mark: Pick<StudyMark, 'author' | 'createdAt'>, reading: Assignment): boolean {
  return (
    mark.author === reading.reader &&
    reading.startedAt !== undefined &&
    Date.parse(mark.createdAt) >= Date.parse(reading.startedAt)
  );
}
