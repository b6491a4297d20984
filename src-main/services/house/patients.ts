import { PurkinjeError } from '../../domain/errors.ts';
import { hasEnded } from '../../jobs/job-host.ts';
import type { EraseInput } from '../../jobs/job-inputs.ts';
import { listJobs } from '../../store/jobs.ts';
import { listPatients, type Patient } from '../../store/patients.ts';
import { mergePatients, moveStudy, requirePatient } from '../../store/patient-changes.ts';
import { listRecords } from '../../store/records.ts';
import { listStudies } from '../../store/studies.ts';
import { isBatchRunning } from '../batch/batch.ts';
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
 * @throws NotFound; InvalidInput for a reason that names the patient; Conflict while a job is at work
 */
export function startErasing(workstation: Workstation, patientId: number, why: string): JobSummary {
  const { library, jobs } = workstation;
  refuseNames(requirePatient(library.database, patientId), why);
  refuseWhileWorking(workstation);
  const input: EraseInput = { patientId, author: workstation.annotator(), why };
  forgetSignals(workstation, patientId);
  forgetUploads(workstation);
  const job = jobs.start('erase', input);
  return summariseJob(library.database, job);
}

/** Shorter ones are words of any sentence. */
const SHORTEST_NAME = 3;

/** A reason stays in the trail when the patient is erased. Whole words alone are looked for: "asleep" does not name Lee. */
function refuseNames({ name, identifier }: Patient, why: string): void {
  const said = ` ${wordsOf(why).join(' ')} `;
  const named = [name, identifier ?? '']
    .flatMap((text) => [text, ...wordsOf(text)])
    .find((text) => text.length >= SHORTEST_NAME && said.includes(` ${wordsOf(text).join(' ')} `));
  if (named === undefined) return;
  throw new PurkinjeError(
    'InvalidInput',
    `The reason stays in the trail for good: say it without "${named}".`,
  );
}

/** In small letters; marks between them (DICOM's ^ too) are no part of a word. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
}

/** A batch keeps names of recordings, also between its jobs. */
function refuseWhileWorking(workstation: Workstation): void {
  if (listJobs(workstation.library.database).every(hasEnded) && !isBatchRunning(workstation)) return;
  throw new PurkinjeError('Conflict', 'A job is at work. Wait for it or cancel it, then erase the patient.');
}

/** Closes the signal files: Windows deletes none that is open. */
function forgetSignals({ library, signals }: Workstation, patientId: number): void {
  for (const { id } of listStudies(library.database).filter((study) => study.patientId === patientId))
    for (const record of listRecords(library.database, id)) signals.forget(record.id);
}

/** More than any library has. */
const EVERY_JOB = 1e9;

/** What an import left out is kept for importing it again: whose it is, nobody knows. */
function forgetUploads({ library, uploads, log }: Workstation): void {
  const kept = new Set<string>();
  for (const { kind, input } of listJobs(library.database, EVERY_JOB))
    for (const path of kind === 'import' ? ((input as { paths?: string[] }).paths ?? []) : []) {
      const uploadId = uploads.at(path);
      if (uploadId !== undefined) kept.add(uploadId);
    }
  for (const uploadId of kept) uploads.remove(uploadId).catch((error: unknown) => void log.bug(error));
}

/** @throws NotFound, InvalidInput */
export function merge(workstation: Workstation, from: number, into: number, why: string): void {
  mergePatients(workstation.library.database, from, into, { author: workstation.annotator(), why });
}

/** @throws NotFound */
export function move(workstation: Workstation, studyId: number, patientId: number, why: string): void {
  moveStudy(workstation.library.database, studyId, patientId, { author: workstation.annotator(), why });
}
