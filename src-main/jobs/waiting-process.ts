import type { HostMessage, ProcessMessage } from './job-messages.ts';
import type { JobProcess, ProcessLauncher } from './launch-process.ts';

/**
 * A job's process that was started before there is a job for it, and has loaded what an import needs. Held by the host,
 * which takes it for the next job.
 */
export class WaitingProcess {
  /** Resolves once it has loaded everything, or has ended. */
  readonly settled: Promise<void>;
  readonly #process: JobProcess;
  readonly #ended: Promise<void>;
  #hasEnded = false;
  #isReady = false;
  #isTaken = false;

  constructor(launch: ProcessLauncher, entry: string) {
    this.#process = launch<HostMessage, ProcessMessage>(entry);
    const settled = Promise.withResolvers<void>();
    const ended = Promise.withResolvers<void>();
    this.settled = settled.promise;
    this.#ended = ended.promise;
    this.#process.onMessage(({ type }) => {
      if (type === 'prepared') settled.resolve();
      if (type !== 'ready') return;
      this.#isReady = true;
      if (!this.#isTaken) this.#process.send({ type: 'prepare' });
    });
    this.#process.onExit(() => {
      this.#hasEnded = true;
      settled.resolve();
      ended.resolve();
    });
  }

  /** Hands it over, once. @returns undefined where it has ended or was handed over; else whether it has told that it takes its order */
  take(): { readonly process: JobProcess; readonly isReady: boolean } | undefined {
    const isGone = this.#hasEnded || this.#isTaken;
    this.#isTaken = true;
    return isGone ? undefined : { process: this.#process, isReady: this.#isReady };
  }

  /** Resolves when it is gone. */
  async end(): Promise<void> {
    if (!this.#hasEnded) this.#process.kill();
    await this.#ended;
  }
}
