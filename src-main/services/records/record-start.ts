import { setRecordStart } from '../../store/record-start.ts';
import type { Workstation } from '../workstation.ts';
import { requireRecord } from './require-record.ts';

/** Says which start of an ambiguous date is meant. @throws NotFound, InvalidInput naming the candidates, Conflict once known */
export function answerStart(
  workstation: Workstation,
  recordId: number,
  startTime: string,
  author = workstation.annotator(),
): void {
  const { database } = workstation.library;
  setRecordStart(database, requireRecord(database, recordId), startTime, author);
}
