import type { DecimalMark } from '../../domain/decimal-mark.ts';
import type { StoredRecord } from '../../store/records.ts';
import { listRecords } from '../../store/records.ts';
import { findStudy } from '../../store/studies.ts';
import { timestamp } from '../../store/timestamp.ts';
import { headOf, type StudyHead } from '../records/studies.ts';
import { productVersion } from '../system/product.ts';
import type { Workstation } from '../workstation.ts';
import type { Frame } from './frame.ts';

/** The study that a record lies in, as the list heads it. */
export function headOfRecord(workstation: Workstation, record: StoredRecord): StudyHead {
  const { database } = workstation.library;
  return headOf(workstation, findStudy(database, record.studyId)!, listRecords(database, record.studyId));
}

export function frameOf(head: StudyHead, record: StoredRecord, decimalMark: DecimalMark): Frame {
  return {
    decimalMark,
    identifiers: identifiersOf(head, record),
    simulated: head.simulated,
    program: `Purkinje ${productVersion()}`,
    printedAt: timestamp(),
  };
}

/** The code, and whatever else tells this patient from another. */
function identifiersOf({ id, patient, title }: StudyHead, record: StoredRecord): [string, string] {
  const born = patient.birthDate === undefined ? undefined : `born ${patient.birthDate}`;
  return [patient.code, patient.secondIdentifier ?? born ?? `study ${id} ${title}, record ${record.name}`];
}
