import { resolve } from 'node:path';
import type { BackupInput } from '../../jobs/job-inputs.ts';
import { summariseJob, type JobSummary } from '../work/job-summary.ts';
import type { Workstation } from '../workstation.ts';
import { refuseInside } from './backup.ts';
import { requireEmpty } from './copied-files.ts';

/** Starts a backup. @throws Conflict for a folder that is not empty, InvalidInput for one inside the library */
export async function startBackup(workstation: Workstation, folder: string): Promise<JobSummary> {
  const { library, jobs } = workstation;
  const target = resolve(folder);
  await requireEmpty(target);
  refuseInside(library.path, target);
  const input: BackupInput = { folder: target, author: workstation.annotator() };
  return summariseJob(library.database, jobs.start('backup', input));
}

/** Starts the full check. */
export function startCheck({ library, jobs }: Workstation): JobSummary {
  return summariseJob(library.database, jobs.start('check', {}));
}
