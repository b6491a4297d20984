import type { ErrorCode } from '../domain/errors.ts';
import { optional } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

export const JOB_KINDS = [
  'import',
  'classify',
  'train',
  'simulate',
  'backup',
  'restore',
  'check',
  'erase',
] as const;
export type JobKind = (typeof JOB_KINDS)[number];

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

/** Long work as the library remembers it. */
export interface Job {
  readonly id: number;
  readonly kind: JobKind;
  readonly state: JobState;
  /** Counts its starts; a process that was given an earlier run may not write any more. */
  readonly run: number;
  /** 0..1 */
  readonly progress: number;
  /** What it is doing, for people. */
  readonly doing: string;
  readonly secondsLeft?: number;
  readonly input: unknown;
  readonly checkpoint?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  readonly createdAt: string;
  readonly startedAt?: string;
  readonly endedAt?: string;
}

export type JobEnd =
  | { readonly state: 'done'; readonly result: unknown }
  | { readonly state: 'failed'; readonly code: ErrorCode; readonly message: string }
  | { readonly state: 'cancelled' };

/** One start of a job: what its process proves itself with. */
export interface JobRun {
  readonly id: number;
  readonly run: number;
}

interface JobRow {
  id: number;
  kind: JobKind;
  state: JobState;
  run: number;
  progress: number;
  doing: string;
  seconds_left: number | null;
  input: string;
  checkpoint: string | null;
  result: string | null;
  error_code: ErrorCode | null;
  error_message: string | null;
  created_at: string;
  started_at: string | null;
  ended_at: string | null;
}

export function insertJob(database: LibraryDatabase, kind: JobKind, input: unknown): number {
  const { lastInsertRowid } = database
    .prepare("INSERT INTO job (kind, state, input, created_at) VALUES (?, 'queued', ?, ?)")
    .run(kind, JSON.stringify(input), timestamp());
  return Number(lastInsertRowid);
}

export function findJob(database: LibraryDatabase, id: number): Job | undefined {
  const row = database.prepare<[number], JobRow>('SELECT * FROM job WHERE id = ?').get(id);
  return row && toJob(row);
}

/** Newest first. */
export function listJobs(database: LibraryDatabase, limit = 100): Job[] {
  return database
    .prepare<[number], JobRow>('SELECT * FROM job ORDER BY id DESC LIMIT ?')
    .all(limit)
    .map(toJob);
}

/** Queued jobs, oldest first. */
export function listQueuedJobs(database: LibraryDatabase): Job[] {
  return database
    .prepare<[], JobRow>("SELECT * FROM job WHERE state = 'queued' ORDER BY id")
    .all()
    .map(toJob);
}

/** Jobs that were running when the owner before ended are queued again; their checkpoint stays. */
export function requeueInterruptedJobs(database: LibraryDatabase): number {
  return database.prepare("UPDATE job SET state = 'queued' WHERE state = 'running'").run().changes;
}

/**
 * In a copy of a library: what was at work goes on in the library, not in its copy too, where it would write to the same
 * places. An erasure is finished wherever the patient is.
 */
export function cancelJobsOfCopy(database: LibraryDatabase): void {
  database
    .prepare(
      "UPDATE job SET state = 'cancelled', ended_at = ? WHERE state IN ('queued', 'running') AND kind <> 'erase'",
    )
    .run(timestamp());
}

/** Queues a failed or cancelled job again, from its checkpoint. @returns false where it is neither */
export function requeueJob(database: LibraryDatabase, id: number): boolean {
  return (
    database
      .prepare(
        `UPDATE job SET state = 'queued', error_code = NULL, error_message = NULL, ended_at = NULL
         WHERE id = ? AND state IN ('failed', 'cancelled')`,
      )
      .run(id).changes === 1
  );
}

/** Marks a queued job as running and gives it its run. */
export function beginJobRun(database: LibraryDatabase, id: number): JobRun {
  const run = database
    .prepare(
      `UPDATE job SET state = 'running', run = run + 1, started_at = ?, progress = 0, doing = '', seconds_left = NULL
       WHERE id = ? AND state = 'queued' RETURNING run`,
    )
    .pluck()
    .get(timestamp(), id);
  if (run === undefined) throw new Error(`Job ${id} is not queued`);
  return { id, run: run as number };
}

/** @returns false where this run is not the job's any more: the process must stop */
export function writeJobProgress(
  database: LibraryDatabase,
  { id, run }: JobRun,
  progress: number,
  doing: string,
  secondsLeft: number | undefined,
): boolean {
  return (
    database
      .prepare(
        "UPDATE job SET progress = ?, doing = ?, seconds_left = ? WHERE id = ? AND run = ? AND state = 'running'",
      )
      .run(Math.min(1, Math.max(0, progress)), doing, secondsLeft, id, run).changes === 1
  );
}

/** @returns false where this run is not the job's any more */
export function writeJobCheckpoint(
  database: LibraryDatabase,
  { id, run }: JobRun,
  checkpoint: unknown,
): boolean {
  return (
    database
      .prepare("UPDATE job SET checkpoint = ? WHERE id = ? AND run = ? AND state = 'running'")
      .run(JSON.stringify(checkpoint), id, run).changes === 1
  );
}

export function isCurrentRun(database: LibraryDatabase, { id, run }: JobRun): boolean {
  return (
    database.prepare("SELECT 1 FROM job WHERE id = ? AND run = ? AND state = 'running'").get(id, run) !==
    undefined
  );
}

/** Ends a run. @returns false where it had ended already, or is not the job's any more */
export function endJobRun(database: LibraryDatabase, { id, run }: JobRun, end: JobEnd): boolean {
  const result = end.state === 'done' ? JSON.stringify(end.result ?? null) : null;
  const [code, message] = end.state === 'failed' ? [end.code, end.message] : [null, null];
  return (
    database
      .prepare(
        `UPDATE job SET state = ?, result = ?, error_code = ?, error_message = ?, ended_at = ?, seconds_left = NULL,
           progress = iif(? = 'done', 1, progress), checkpoint = iif(? = 'done', NULL, checkpoint)
         WHERE id = ? AND run = ? AND state = 'running'`,
      )
      .run(end.state, result, code, message, timestamp(), end.state, end.state, id, run).changes === 1
  );
}

/** @returns false where it was not queued (any more) */
export function cancelQueuedJob(database: LibraryDatabase, id: number): boolean {
  return (
    database
      .prepare("UPDATE job SET state = 'cancelled', ended_at = ? WHERE id = ? AND state = 'queued'")
      .run(timestamp(), id).changes === 1
  );
}

function toJob(row: JobRow): Job {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    run: row.run,
    progress: row.progress,
    doing: row.doing,
    secondsLeft: optional(row.seconds_left),
    input: JSON.parse(row.input) as unknown,
    checkpoint: row.checkpoint === null ? undefined : (JSON.parse(row.checkpoint) as unknown),
    result: row.result === null ? undefined : (JSON.parse(row.result) as unknown),
    error:
      row.error_code === null
        ? undefined
        : { code: row.error_code, message: optional(row.error_message) ?? '' },
    createdAt: row.created_at,
    startedAt: optional(row.started_at),
    endedAt: optional(row.ended_at),
  };
}
