import { isPurkinjeError, PurkinjeError } from '../domain/errors.ts';
import { endJobRun, findJob, isCurrentRun, writeJobCheckpoint, writeJobProgress } from '../store/jobs.ts';
import type { JobEnd, JobKind, JobRun } from '../store/jobs.ts';
import { joinLibrary } from '../store/library.ts';
import type { Library } from '../store/library.ts';
import type { JobContext, JobHandlers } from './job-handler.ts';
import { makeProgressReport } from './progress-report.ts';

export interface JobOrder {
  readonly libraryPath: string;
  readonly kind: JobKind;
  readonly run: JobRun;
}

export interface JobListener {
  /** The job's row has changed. */
  changed(): void;
  /** The handler failed by a bug. */
  bug(stack: string): void;
  /** The job can't be stopped any more. */
  committed(): void;
}

/** Runs one job to its end and writes that in its row. Never throws for what the handler does. */
export async function runJob(
  order: JobOrder,
  handlers: JobHandlers,
  abortController: AbortController,
  listener: JobListener,
): Promise<void> {
  const library = joinLibrary(order.libraryPath);
  try {
    // Another owner may have queued the job again before this process had the library open.
    if (!isCurrentRun(library.database, order.run)) return;
    const end = await endOf(order, handlers, library, abortController, listener);
    endJobRun(library.database, order.run, end);
  } finally {
    library.close();
    listener.changed();
  }
}

async function endOf(
  order: JobOrder,
  handlers: JobHandlers,
  library: Library,
  abortController: AbortController,
  listener: JobListener,
): Promise<JobEnd> {
  const job = findJob(library.database, order.run.id);
  const load = handlers[order.kind];
  if (!job || !load) throw new Error(`No job ${order.run.id}, or no handler for ${order.kind}`);
  try {
    const handler = await load();
    const context = contextOf(order.run, library, job.checkpoint, abortController, listener);
    return { state: 'done', result: await handler(job.input, context) };
  } catch (error) {
    if (isPurkinjeError(error) && error.code === 'Cancelled') return { state: 'cancelled' };
    if (isPurkinjeError(error)) return { state: 'failed', code: error.code, message: error.message };
    listener.bug((error as Error).stack ?? String(error));
    return {
      state: 'failed',
      code: 'Internal',
      message: `The ${order.kind} failed by a fault of the program.`,
    };
  }
}

function contextOf(
  run: JobRun,
  library: Library,
  checkpoint: unknown,
  abortController: AbortController,
  listener: JobListener,
): JobContext {
  const { database } = library;
  const progress = makeProgressReport(
    (done, doing, secondsLeft) => {
      if (!writeJobProgress(database, run, done, doing, secondsLeft)) abortController.abort();
      listener.changed();
    },
    () => performance.now(),
  );
  return {
    library,
    run,
    abortSignal: abortController.signal,
    checkpoint,
    report: progress.report,
    commit: listener.committed,
    saveCheckpoint: (value) => {
      if (writeJobCheckpoint(database, run, value)) return;
      abortController.abort();
      throw new PurkinjeError('Cancelled', 'Cancelled: the job was started again elsewhere.');
    },
  };
}
