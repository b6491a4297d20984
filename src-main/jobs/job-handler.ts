import type { JobKind, JobRun } from '../store/jobs.ts';
import type { Library } from '../store/library.ts';

/** What a job's handler works with. */
export interface JobContext {
  /** The library, joined beside its owner. Transactions on it last 50 ms at most. */
  readonly library: Library;
  readonly run: JobRun;
  /** Aborted when somebody cancels: check it between steps (`throwIfCancelled`). */
  readonly abortSignal: AbortSignal;
  /** What `saveCheckpoint` kept in an earlier run of this job, undefined in the first. */
  readonly checkpoint: unknown;
  /**
   * Keeps where to go on after a kill: plain JSON.
   * @throws Cancelled where another process runs this job by now
   */
  saveCheckpoint(checkpoint: unknown): void;
  /** From here on the job goes to its end: who cancels now is too late. What cannot be undone begins behind it. */
  commit(): void;
  /**
   * Tells how far it is; may be called as often as it likes.
   * @param progress 0..1
   * @param doing for people: `Reading x0010`
   */
  report(progress: number, doing: string): void;
}

/**
 * Does one kind of job.
 * @param input what the job was started with, plain JSON: the handler checks its shape
 * @returns the job's result, plain JSON
 * @throws PurkinjeError for what a user can act on; `Cancelled` once the signal is aborted
 */
export type JobHandler = (input: unknown, context: JobContext) => Promise<unknown>;

/** A handler that has been loaded before there is a job for it. */
export interface PreparedHandler {
  /** May be called before it has settled. */
  readonly handler: JobHandler;
  /** Resolves once there is no more that could be done ahead. */
  readonly settled: Promise<void>;
}

/** The handler of each kind, loaded when one is needed. A kind without one is refused when somebody starts it. */
export type JobHandlers = Readonly<Partial<Record<JobKind, () => Promise<JobHandler>>>>;
