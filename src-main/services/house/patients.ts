import { listPatients, type Patient } from '../../store/patients.ts';
import { erasePatient, mergePatients, moveStudy } from '../../store/patient-changes.ts';
import { listRecords } from '../../store/records.ts';
import { listStudies } from '../../store/studies.ts';
import type { Workstation } from '../workstation.ts';

export interface PatientStudies extends Patient {
  readonly studyIds: number[];
}

export function patientsOf({ library }: Workstation): PatientStudies[] {
  const studies = listStudies(library.database);
  return listPatients(library.database).map((patient) => ({
    ...patient,
    studyIds: studies.filter(({ patientId }) => patientId === patient.id).map(({ id }) => id),
  }));
}

/** @throws NotFound; Conflict while a job is at work */
export function erase(workstation: Workstation, patientId: number, why: string): void {
  const { library, signals } = workstation;
  for (const { id } of listStudies(library.database).filter((study) => study.patientId === patientId))
    for (const record of listRecords(library.database, id)) signals.forget(record.id);
  erasePatient(library, patientId, { author: workstation.annotator(), why });
}

/** @throws NotFound, InvalidInput */
export function merge(workstation: Workstation, from: number, into: number, why: string): void {
  mergePatients(workstation.library.database, from, into, { author: workstation.annotator(), why });
}

/** @throws NotFound */
export function move(workstation: Workstation, studyId: number, patientId: number, why: string): void {
  moveStudy(workstation.library.database, studyId, patientId, { author: workstation.annotator(), why });
}
