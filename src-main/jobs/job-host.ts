import { PurkinjeError } from '../domain/errors.ts';
import {
  beginJobRun,
  cancelQueuedJob,
  endJobRun,
  findJob,
  insertJob,
  listQueuedJobs,
  requeueInterruptedJobs,
  requeueJob,
} from '../store/jobs.ts';
import type { Job, JobEnd, JobKind, JobRun } from '../store/jobs.ts';
import type { Library } from '../store/library.ts';
import { HANDLERS } from './handlers.ts';
import type { HostMessage, ProcessMessage } from './job-messages.ts';
import type { JobHandlers } from './job-handler.ts';
import { JOB_PROCESS_ENTRY, launchChildProcess } from './launch-process.ts';
import type { JobProcess, ProcessLauncher } from './launch-process.ts';
import { WaitingProcess } from './waiting-process.ts';

export interface JobHostOptions {
  readonly launch?: ProcessLauncher;
  /** The program of a job's process, and the kinds that it can do; this folder's own unless others are named. */
  readonly entry?: string;
  readonly handlers?: JobHandlers;
  /** Takes the first job; started with `entry`, and ended with the host where there was none. */
  readonly waiting?: WaitingProcess;
  /** Takes the stack of a bug in a job. */
  readonly onBug?: (job: Job, stack: string) => void;
}

export type JobListener = (job: Job) => void;

/** How long a cancelled job may take to stop by itself. */
const CANCEL_PATIENCE_MS = 10_000;

/** After it has begun, or a job has ended, nobody waits for a process for so long: others are busy then. */
const PREPARE_AFTER_MS = 2000;

/** Runs while nothing else does: what it takes away may not be in anyone's hands. */
const RUNS_ALONE: ReadonlySet<JobKind> = new Set(['erase']);

interface Running {
  readonly job: Job;
  readonly run: JobRun;
  readonly process: JobProcess;
  cancelled: boolean;
  /** Goes to its end, whoever cancels it. */
  committed: boolean;
}

/**
 * The owner's side of jobs: one process a job, one running job a kind, others wait in order. Made once for an open
 * library; `close` before the library is closed.
 */
export class JobHost {
  readonly #library: Library;
  readonly #launch: ProcessLauncher;
  readonly #entry: string;
  readonly #handlers: JobHandlers;
  readonly #onBug: (job: Job, stack: string) => void;
  readonly #running = new Map<number, Running>();
  readonly #listeners = new Map<number, Set<JobListener>>();
  #closing: (() => void) | undefined;
  #waiting: WaitingProcess | undefined;
  #preparing: NodeJS.Timeout | undefined;
  #keepsReady = false;

  /** Also queues again, and starts, what was running when the owner before ended. */
  constructor(library: Library, options: JobHostOptions = {}) {
    this.#library = library;
    this.#launch = options.launch ?? launchChildProcess;
    this.#entry = options.entry ?? JOB_PROCESS_ENTRY;
    this.#handlers = options.handlers ?? HANDLERS;
    this.#onBug = options.onBug ?? (() => {});
    this.#waiting = options.waiting;
    requeueInterruptedJobs(library.database);
    this.#startQueued();
  }

  /**
   * Queues a job, and starts it when no other of its kind runs.
   * @param input plain JSON; the handler checks its shape
   * @throws InvalidInput for a kind that this program can't do
   */
  start(kind: JobKind, input: unknown): Job {
    if (!this.#handlers[kind])
      throw new PurkinjeError('InvalidInput', `There is no job of the kind ${kind}.`);
    const id = insertJob(this.#library.database, kind, input);
    this.#startQueued();
    return this.#find(id);
  }

  /** Starts a failed or cancelled job again, from its checkpoint. @throws NotFound, Conflict while it is neither */
  retry(id: number): Job {
    this.#find(id);
    if (!requeueJob(this.#library.database, id))
      throw new PurkinjeError('Conflict', `The job ${id} has not failed.`);
    this.#startQueued();
    return this.#find(id);
  }

  /** Cancels a job that waits or runs; nothing for one that has ended. @throws NotFound */
  cancel(id: number): Job {
    this.#find(id);
    const running = this.#running.get(id);
    if (running?.committed) return this.#find(id);
    if (running) this.#stop(running);
    else if (cancelQueuedJob(this.#library.database, id)) this.#tell(id);
    return this.#find(id);
  }

  /**
   * Calls `listener` with the job now and at each change, up to and with its end.
   * @returns ends the subscription
   * @throws NotFound
   */
  subscribe(id: number, listener: JobListener): () => void {
    const job = this.#find(id);
    const listeners = this.#listeners.get(id) ?? new Set();
    this.#listeners.set(id, listeners.add(listener));
    listener(job);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }

  /** The job once it has ended, well or not; at once where it has. @throws NotFound */
  finished(id: number): Promise<Job> {
    return new Promise((resolve) => {
      let unsubscribe = (): void => {};
      unsubscribe = this.subscribe(id, (job) => {
        if (!hasEnded(job)) return;
        resolve(job);
        queueMicrotask(() => unsubscribe());
      });
    });
  }

  /** From soon on has a process wait for the next job, which then begins without starting one. It takes some 80 MB. */
  keepReady(): void {
    this.#keepsReady = true;
    this.#prepareSoon();
  }

  /** Has a process wait now. Resolves once it does. */
  async prepare(): Promise<void> {
    clearTimeout(this.#preparing);
    if (!this.#closing) this.#waiting ??= new WaitingProcess(this.#launch, this.#entry);
    await this.#waiting?.settled;
  }

  /** Kills what runs; the next owner goes on with it. */
  async close(): Promise<void> {
    clearTimeout(this.#preparing);
    const waiting = this.#waiting?.end();
    await this.#endRunning();
    await waiting;
  }

  async #endRunning(): Promise<void> {
    if (this.#running.size === 0) {
      this.#closing = () => {};
      return;
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closing = resolve;
    for (const { process } of this.#running.values()) process.kill();
    await promise;
  }

  #find(id: number): Job {
    const job = findJob(this.#library.database, id);
    if (!job) throw new PurkinjeError('NotFound', `There is no job ${id}.`);
    return job;
  }

  #startQueued(): void {
    if (this.#closing) return;
    const busy = new Set([...this.#running.values()].map(({ job }) => job.kind));
    for (const job of listQueuedJobs(this.#library.database)) {
      if ([...busy].some((kind) => RUNS_ALONE.has(kind))) return;
      // It waits for what runs, and what is behind it waits for it.
      if (RUNS_ALONE.has(job.kind) && busy.size > 0) return;
      if (busy.has(job.kind)) continue;
      this.#begin(job);
      busy.add(job.kind);
    }
  }

  #begin(job: Job): void {
    const run = beginJobRun(this.#library.database, job.id);
    const waiting = this.#waiting?.take();
    this.#waiting = undefined;
    const process = waiting?.process ?? this.#launch<HostMessage, ProcessMessage>(this.#entry);
    const running: Running = { job, run, process, cancelled: false, committed: false };
    this.#running.set(job.id, running);
    this.#watch(running);
    if (waiting?.isReady) this.#order(running);
    this.#tell(job.id);
  }

  #watch(running: Running): void {
    const { job, process } = running;
    process.onMessage((message) => {
      if (message.type === 'ready') this.#order(running);
      else if (message.type === 'prepared') return;
      else if (message.type === 'changed') this.#tell(job.id);
      else if (message.type === 'committed') running.committed = true;
      else this.#onBug(job, message.stack);
    });
    process.onExit((how) => this.#exited(job.id, how));
  }

  #order({ job, run, process }: Running): void {
    process.send({ type: 'start', libraryPath: this.#library.path, kind: job.kind, run });
  }

  #prepareSoon(): void {
    if (!this.#keepsReady || this.#waiting) return;
    clearTimeout(this.#preparing);
    this.#preparing = setTimeout(() => void this.prepare(), PREPARE_AFTER_MS).unref();
  }

  #stop(running: Running): void {
    running.cancelled = true;
    running.process.send({ type: 'cancel' });
    const impatience = setTimeout(() => {
      if (!running.committed) running.process.kill();
    }, CANCEL_PATIENCE_MS);
    impatience.unref();
    running.process.onExit(() => clearTimeout(impatience));
  }

  #exited(id: number, how: string): void {
    const { run, cancelled, committed } = this.#running.get(id)!;
    this.#running.delete(id);
    if (this.#closing) {
      if (this.#running.size === 0) this.#closing();
      return;
    }
    const end: JobEnd =
      cancelled && !committed
        ? { state: 'cancelled' }
        : {
            state: 'failed',
            code: 'JobFailed',
            message: `Its process ended unexpectedly (${how}). Try again.`,
          };
    endJobRun(this.#library.database, run, end);
    // Also where it had ended in its own order: its last message may have been lost with it.
    this.#tell(id);
    this.#startQueued();
    this.#prepareSoon();
  }

  #tell(id: number): void {
    const listeners = this.#listeners.get(id);
    if (!listeners || this.#closing) return;
    const job = this.#find(id);
    for (const listener of [...listeners]) listener(job);
  }
}

export function hasEnded(job: Job): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}
