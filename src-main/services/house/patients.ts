import { PurkinjeError } from '../../domain/errors.ts';
import { hasEnded } from '../../jobs/job-host.ts';
import type { EraseInput } from '../../jobs/job-inputs.ts';
import { listJobs } from '../../store/jobs.ts';
import { listPatients, type Patient } from '../../store/patients.ts';
import { mergePatients, moveStudy, requirePatient } from '../../store/patient-changes.ts';
import { listRecords } from '../../store/records.ts';
import { listStudies } from '../../store/studies.ts';
import { summariseJob, type JobSummary } from '../work/job-summary.ts';
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

/**
 * Starts erasing a patient; nobody sees the studies from its beginning on.
 * @throws NotFound; Conflict while a job is at work
 */
export function startErasing(workstation: Workstation, patientId: number, why: string): JobSummary {
  const { library, jobs } = workstation;
  requirePatient(library.database, patientId);
  refuseWhileWorking(workstation);
  const input: EraseInput = { patientId, author: workstation.annotator(), why };
  forgetSignals(workstation, patientId);
  const job = jobs.start('erase', input);
  return summariseJob(library.database, job);
}

function refuseWhileWorking({ library }: Workstation): void {
  if (listJobs(library.database).every(hasEnded)) return;
  throw new PurkinjeError('Conflict', 'A job is at work. Wait for it or cancel it, then erase the patient.');
}

/** Closes the signal files: Windows deletes none that is open. */
function forgetSignals({ library, signals }: Workstation, patientId: number): void {
  for (const { id } of listStudies(library.database).filter((study) => study.patientId === patientId))
    for (const record of listRecords(library.database, id)) signals.forget(record.id);
}

/** @throws NotFound, InvalidInput */
export function merge(workstation: Workstation, from: number, into: number, why: string): void {
  mergePatients(workstation.library.database, from, into, { author: workstation.annotator(), why });
}

/** @throws NotFound */
export function move(workstation: Workstation, studyId: number, patientId: number, why: string): void {
  moveStudy(workstation.library.database, studyId, patientId, { author: workstation.annotator(), why });
}
