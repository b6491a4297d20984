import { PurkinjeError } from '../../domain/errors.ts';
import { keptAverageOf } from '../../domain/kept-average.ts';
import { keptIntervalOf } from '../../domain/kept-interval.ts';
import {
  changeStudyMark,
  deleteStudyMark,
  insertStudyMark,
  type StudyMark,
} from '../../store/study-marks.ts';
import { marksWhileBlind, type BlindWindow } from '../assignments/blind-marks.ts';
import { requireVisibleMark, visibleMarks, type VisibleMark } from '../assignments/visible-marks.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';

export interface MarkRequest {
  readonly kind: string;
  readonly from: number;
  readonly to?: number;
  readonly text: string;
  readonly details?: unknown;
}

/** What a blind reading allows of them. @param window that reads blind of its own accord @throws NotFound */
export function marksOf(workstation: Workstation, recordId: number, window?: BlindWindow): VisibleMark[] {
  return window ? marksWhileBlind(workstation, recordId, window) : visibleMarks(workstation, recordId);
}

/** @throws NotFound; InvalidInput outside the record, for details that are not of the kind, or for an H without a His channel */
export function addMark(workstation: Workstation, recordId: number, request: MarkRequest): StudyMark {
  check(workstation, recordId, request);
  return insertStudyMark(workstation.library.database, signed(workstation, recordId, request));
}

/** @throws NotFound, InvalidInput; NotAllowed for a mark that a blind reading hides */
export function changeMark(
  workstation: Workstation,
  recordId: number,
  id: number,
  request: MarkRequest,
): StudyMark {
  check(workstation, recordId, request);
  requireVisibleMark(workstation, recordId, id);
  return changeStudyMark(workstation.library.database, id, signed(workstation, recordId, request));
}

/** @throws NotFound; NotAllowed for a mark that a blind reading hides */
export function removeMark(workstation: Workstation, recordId: number, id: number): void {
  requireVisibleMark(workstation, recordId, id);
  deleteStudyMark(workstation.library.database, id, recordId, workstation.annotator());
}

function signed(workstation: Workstation, recordId: number, request: MarkRequest) {
  return { ...request, recordId, author: workstation.annotator() };
}

function check(
  { library }: Workstation,
  recordId: number,
  { from, to = from, kind, details }: MarkRequest,
): void {
  const record = requireRecord(library.database, recordId);
  if (to < from || to > record.samples)
    throw new PurkinjeError('InvalidInput', `The stretch ${from} to ${to} does not lie in the record.`);
  if (kind === 'measurement' && keptIntervalOf(details) === undefined)
    throw new PurkinjeError('InvalidInput', 'An interval that is kept has a name and milliseconds.');
  if (kind === 'average' && keptAverageOf(details) === undefined)
    throw new PurkinjeError(
      'InvalidInput',
      'A moved average beat has a key and its onsets and offsets in the order P, Q, J, T.',
    );
  if (kind === 'his' && record.signals.every(({ group }) => group !== 'HIS'))
    throw new PurkinjeError(
      'InvalidInput',
      'This record has no His channel: map one first, then confirm H on it.',
    );
}
