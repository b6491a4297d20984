import { PurkinjeError } from '../../domain/errors.ts';
import { hasEnded } from '../../jobs/job-host.ts';
import { listJobs, type Job } from '../../store/jobs.ts';
import { hiddenSets } from '../assignments/blinding.ts';
import type { Workstation } from '../workstation.ts';
import { summariseJob, type JobSummary } from './job-summary.ts';

/** Newest first. */
export function listJobSummaries(workstation: Workstation): JobSummary[] {
  const { database } = workstation.library;
  const hidden = hiddenSets(workstation);
  return listJobs(database).map((job) => withoutHidden(summariseJob(database, job), hidden));
}

/** How often a model gave which class is none of who is to read the study blind to it. */
function withoutHidden(job: JobSummary, hidden: ReadonlySet<number>): JobSummary {
  const { setId } = (job.result ?? {}) as { readonly setId?: number };
  if (job.kind !== 'classify' || setId === undefined || !hidden.has(setId)) return job;
  return { ...job, result: { ...(job.result as object), classes: {} } };
}

/** @throws NotFound */
export function cancelJob({ library, jobs }: Workstation, jobId: number): JobSummary {
  return summariseJob(library.database, jobs.cancel(jobId));
}

/**
 * The job as it is and each time it changes, until it ends or the signal is aborted. States that come faster than they
 * are taken are skipped: only the newest counts.
 * @throws NotFound
 */
export async function* watchJob(
  workstation: Workstation,
  jobId: number,
  abortSignal: AbortSignal,
): AsyncGenerator<JobSummary> {
  const { library, jobs } = workstation;
  let newest: Job | undefined;
  let wake = (): void => {};
  const unsubscribe = jobs.subscribe(jobId, (job) => {
    newest = job;
    wake();
  });
  abortSignal.addEventListener('abort', () => wake(), { once: true });
  try {
    while (!abortSignal.aborted) {
      if (newest === undefined) {
        await new Promise<void>((resolve) => (wake = resolve));
        continue;
      }
      const job: Job = newest;
      newest = undefined;
      yield withoutHidden(summariseJob(library.database, job), hiddenSets(workstation));
      if (hasEnded(job)) return;
    }
  } finally {
    unsubscribe();
  }
}

/**
 * The job's result once it is done.
 * @throws the job's own failure; Cancelled
 */
export async function resultOf<Result>({ jobs }: Workstation, jobId: number): Promise<Result> {
  const job = await jobs.finished(jobId);
  if (job.state === 'done') return job.result as Result;
  if (job.state === 'cancelled') throw new PurkinjeError('Cancelled', 'The job was cancelled.');
  throw new PurkinjeError(job.error?.code ?? 'JobFailed', job.error?.message ?? 'The job failed.');
}
