import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';
import { job } from './work.ts';

const why = z.string().trim().min(1).max(1000);

export const listPatients = endpoint({
  method: 'GET',
  path: '/api/patients',
  summary: 'Patients with their studies',
  output: z.object({
    patients: z.array(
      z.object({
        id,
        identifier: z.string().optional(),
        name: z.string(),
        sex: z.string().optional(),
        birthYear: z.number().optional(),
        studyIds: z.array(z.number()),
      }),
    ),
  }),
});

export const erasePatient = endpoint({
  method: 'DELETE',
  path: '/api/patients/:patientId',
  summary: 'Erases a patient with everything, in a job; the trail keeps ids, never names',
  params: z.object({ patientId: id }),
  body: z.object({ why }),
  output: job,
  errors: ['NotFound', 'Conflict'],
});

export const mergePatients = endpoint({
  method: 'POST',
  path: '/api/patients/:patientId/merge',
  summary: "Gives another patient's studies to this one, whose identity stays",
  params: z.object({ patientId: id }),
  body: z.object({ from: z.number().int().positive(), why }),
  errors: ['NotFound', 'InvalidInput'],
});

export const moveStudy = endpoint({
  method: 'POST',
  path: '/api/studies/:studyId/move',
  summary: 'Gives a study to another patient',
  params: z.object({ studyId: id }),
  body: z.object({ patientId: z.number().int().positive(), why }),
  errors: ['NotFound'],
});

export const backUpLibrary = endpoint({
  method: 'POST',
  path: '/api/library/backup',
  summary: 'Copies the library to a new folder and reads the copy again, in a job',
  body: z.object({ folder: z.string().min(1).max(1000) }),
  output: job,
  errors: ['Conflict', 'InvalidInput'],
});

export const restoreBackup = endpoint({
  method: 'POST',
  path: '/api/library/restore',
  summary: 'Makes a library of a backup in a new folder, read and compared on both sides, in a job',
  body: z.object({ backup: z.string().trim().min(1).max(1000), folder: z.string().trim().min(1).max(1000) }),
  output: job,
  errors: ['Conflict', 'FileMissing', 'InvalidInput', 'StoreDamaged'],
});

export const finishMove = endpoint({
  method: 'POST',
  path: '/api/library/move',
  summary:
    'Makes a backup that was just written the library: brings over what changed since, verified; the program is then to be closed',
  body: z.object({ folder: z.string().trim().min(1).max(1000) }),
  output: z.object({ folder: z.string() }),
  errors: ['Conflict', 'FileMissing', 'StoreDamaged', 'DiskFull'],
});

export const openAnotherLibrary = endpoint({
  method: 'POST',
  path: '/api/library/open',
  summary:
    'Leaves the open library for another one, restored or moved; the answers that follow are of that one',
  body: z.object({ folder: z.string().trim().min(1).max(1000) }),
  output: z.object({ folder: z.string() }),
  errors: ['Conflict', 'LibraryNotFound'],
});

/** What a backup job results in. */
export const backupResult = z.object({
  folder: z.string(),
  files: z.number().int(),
  bytes: z.number(),
});
export type BackupResult = z.infer<typeof backupResult>;

export const checkLibrary = endpoint({
  method: 'POST',
  path: '/api/library/check',
  summary: 'Reads everything, in a job: database, trail, every original against its hash',
  output: job,
});

const faults = z.array(z.object({ what: z.string(), recordId: z.number().optional(), message: z.string() }));
/** What a check job results in: no faults where all is sound. */
export const checkResult = z.object({ faults });
/** What a restore job results in. */
export const restoreResult = backupResult.extend({ createdAt: z.string(), faults });
export type RestoreResult = z.infer<typeof restoreResult>;
export type CheckResult = z.infer<typeof checkResult>;

export const getDiagnostics = endpoint({
  method: 'GET',
  path: '/api/diagnostics',
  summary: 'A .tar.gz for whoever repairs the program, without patient data',
  kind: 'bytes',
});
