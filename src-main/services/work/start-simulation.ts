import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { SimulateInput } from '../../jobs/job-inputs.ts';
import { incomingFolder } from '../../store/library-paths.ts';
import type { Workstation } from '../workstation.ts';
import { summariseJob, type JobSummary } from './job-summary.ts';
import { startImport } from './start-import.ts';
import { resultOf } from './watch-jobs.ts';

export interface SimulationRequest {
  readonly subjects: number;
  readonly seed: number;
  /** Of the longest record; a default where it is left out. */
  readonly minutes?: number;
  /** Classify each record once it is imported. */
  readonly classify: boolean;
}

/** Starts simulating studies; when they are written, an import follows. */
export function startSimulation(workstation: Workstation, request: SimulationRequest): JobSummary {
  const { library, jobs } = workstation;
  const { subjects, seed, minutes, classify } = request;
  const folder = join(incomingFolder(library.path), `simulated-${randomUUID()}`);
  const job = jobs.start('simulate', { folder, subjects, seed, minutes } satisfies SimulateInput);
  void importAfter(workstation, job.id, folder, classify);
  return summariseJob(library.database, job);
}

/** Whether or not somebody watches. Its own failures are bugs; those of the jobs are told by them. */
async function importAfter(
  workstation: Workstation,
  jobId: number,
  folder: string,
  classify: boolean,
): Promise<void> {
  try {
    const written = await resultOf(workstation, jobId).catch(() => undefined);
    if (written !== undefined) {
      const { id } = startImport(workstation, { paths: [folder], classify, simulated: true });
      await workstation.jobs.finished(id);
    }
    await rm(folder, { recursive: true, force: true });
  } catch (error) {
    workstation.log.bug(error);
  }
}
