import type { JobKind, JobRun } from '../store/jobs.ts';

/** From the host to a job's process. */
export type HostMessage =
  | { readonly type: 'start'; readonly libraryPath: string; readonly kind: JobKind; readonly run: JobRun }
  | { readonly type: 'cancel' }
  /** There is no job yet: load what the likely one needs. */
  | { readonly type: 'prepare' };

/** From a job's process to the host. What a job says is in its row; this only says to look. */
export type ProcessMessage =
  | { readonly type: 'ready' }
  /** What it was told to load is there. */
  | { readonly type: 'prepared' }
  | { readonly type: 'changed' }
  /** The job goes to its end whoever cancels it. */
  | { readonly type: 'committed' }
  /** A bug: its stack, for the log. */
  | { readonly type: 'bug'; readonly stack: string };
