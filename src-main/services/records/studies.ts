import { setImmediate } from 'node:timers/promises';
import { durationOf, type RecordWarning } from '../../domain/record.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { beginStudyDeletion } from '../../store/delete-study.ts';
import { findStudy, listStudies, type Study } from '../../store/studies.ts';
import { findPatient, type Patient } from '../../store/patients.ts';
import { listRecords, type StoredRecord } from '../../store/records.ts';
import { hiddenSets, visible } from '../assignments/blinding.ts';
import { listSetSummaries, type SetSummary } from '../annotations/set-summary.ts';
import type { Workstation } from '../workstation.ts';

export interface RecordSummary {
  readonly id: number;
  readonly studyId: number;
  readonly name: string;
  readonly format: string;
  readonly samplingFrequency: number;
  readonly samples: number;
  readonly durationSeconds: number;
  readonly signals: number;
  /** As recorded, without a zone. */
  readonly startTime?: string;
  /** Beats of the newest human set, 0 where there is none. */
  readonly beats: number;
  readonly predictedBeats: number;
  readonly warnings: RecordWarning[];
}

export interface StudyHead {
  readonly id: number;
  readonly title: string;
  readonly patient: {
    readonly id: number;
    readonly code: string;
    readonly secondIdentifier?: string;
    readonly birthDate?: string;
    readonly ageYears?: number;
    readonly sex?: 'female' | 'male' | 'other';
  };
  readonly startTime?: string;
  readonly importedAt: string;
  readonly simulated: boolean;
}

export interface StudySummary extends StudyHead {
  readonly records: RecordSummary[];
}

/** Studies that are read at once before windows are answered again. */
const STUDIES_A_TURN = 2;

/** Newest import first. */
export async function listStudySummaries(workstation: Workstation): Promise<StudySummary[]> {
  const { database } = workstation.library;
  const hidden = hiddenSets(workstation);
  const summaries: StudySummary[] = [];
  for (const [index, study] of listStudies(database).entries()) {
    if (index % STUDIES_A_TURN === 0) await setImmediate();
    const records = listRecords(database, study.id);
    const patient = findPatient(database, study.patientId);
    // Deleted since the list was begun.
    if (!patient) continue;
    summaries.push({
      ...headWith(patient, study, records),
      records: records.map((record) =>
        summariseRecord(record, visible(workstation, listSetSummaries(database, record.id), hidden)),
      ),
    });
  }
  return summaries;
}

/** Out of sight at once; resolves when its rows and files are gone too. @throws NotFound */
export async function removeStudy(workstation: Workstation, studyId: number, why: string): Promise<void> {
  const { library, signals, care } = workstation;
  const author = workstation.annotator();
  const deletion = beginStudyDeletion(library, studyId, author, why === '' ? undefined : why);
  for (const recordId of deletion.records) signals.forget(recordId);
  await care.finishStudyDeletion(deletion);
}

/** @param sets the record's, as far as whoever asks may see them */
export function summariseRecord(record: StoredRecord, sets: readonly SetSummary[]): RecordSummary {
  const newest = (origin: 'human' | 'machine'): number =>
    sets.findLast((set) => set.origin === origin && set.kind !== 'detector')?.beats ?? 0;
  return {
    id: record.id,
    studyId: record.studyId,
    name: record.name,
    format: record.format,
    samplingFrequency: record.samplingFrequency,
    samples: record.samples,
    durationSeconds: durationOf(record),
    startTime: record.startTime,
    signals: record.signals.length,
    beats: newest('human'),
    predictedBeats: newest('machine'),
    warnings: [...record.warnings],
  };
}

export function headOf({ library }: Workstation, study: Study, records: readonly StoredRecord[]): StudyHead {
  return headWith(findPatient(library.database, study.patientId)!, study, records);
}

function headWith(patient: Patient, study: Study, records: readonly StoredRecord[]): StudyHead {
  const startTime = startOf(records);
  return {
    id: study.id,
    title: study.name,
    patient: {
      id: patient.id,
      code: patient.identifier ?? patient.name,
      secondIdentifier: patient.identifier === undefined ? undefined : patient.name,
      birthDate: patient.birthYear?.toString(),
      ageYears: ageAt(patient.birthYear, startTime),
      sex: sexOf(patient.sex),
    },
    startTime,
    importedAt: study.importedAt,
    simulated: study.simulated,
  };
}

function ageAt(birthYear: number | undefined, startTime: string | undefined): number | undefined {
  const year = Number(startTime?.slice(0, 4));
  return birthYear === undefined || !Number.isInteger(year) ? undefined : year - birthYear;
}

/** When a study began: the first start that one of its records knows. */
function startOf(records: readonly StoredRecord[]): string | undefined {
  return records.find((record) => record.startTime !== undefined)?.startTime;
}

/** Whole years of a study's patient when it was recorded, as the window shows them; undefined where birth or start is not known. */
export function ageInStudy(database: LibraryDatabase, studyId: number): number | undefined {
  const study = findStudy(database, studyId);
  const patient = study && findPatient(database, study.patientId);
  return patient && ageAt(patient.birthYear, startOf(listRecords(database, studyId)));
}

function sexOf(text: string | undefined): 'female' | 'male' | 'other' | undefined {
  if (text === undefined) return undefined;
  if (/^(f|w|female)$/i.test(text)) return 'female';
  if (/^(m|male)$/i.test(text)) return 'male';
  return 'other';
}
