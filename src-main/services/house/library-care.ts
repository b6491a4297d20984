import { resolve } from 'node:path';
import type { BackupInput, RestoreInput } from '../../jobs/job-inputs.ts';
import { summariseJob, type JobSummary } from '../work/job-summary.ts';
import type { Workstation } from '../workstation.ts';
import { readBackup, refuseInside } from './backup.ts';
import { requireFree } from './partial-folder.ts';

/** Starts a backup. @throws Conflict for a folder that is not empty, InvalidInput for one inside the library */
export async function startBackup(workstation: Workstation, folder: string): Promise<JobSummary> {
  const { library, jobs } = workstation;
  const target = resolve(folder);
  await requireFree(target, library.path);
  refuseInside(library.path, target);
  const input: BackupInput = { folder: target, author: workstation.annotator() };
  return summariseJob(library.database, jobs.start('backup', input));
}

/** Starts restoring a backup to a folder of its own. @throws FileMissing, StoreDamaged for no backup; Conflict, InvalidInput as above */
export async function startRestore(
  workstation: Workstation,
  backup: string,
  folder: string,
): Promise<JobSummary> {
  const { library, jobs } = workstation;
  const [source, target] = [resolve(backup), resolve(folder)];
  await requireFree(target);
  refuseInside(library.path, target);
  await readBackup(source);
  const input: RestoreInput = { backup: source, folder: target, author: workstation.annotator() };
  return summariseJob(library.database, jobs.start('restore', input));
}

/** Starts the full check. */
export function startCheck({ library, jobs }: Workstation): JobSummary {
  return summariseJob(library.database, jobs.start('check', {}));
}
