/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** Long work: what runs, how far it is, how to stop it. Each running job is watched by its streamed progress. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { Job } from '../../src-main/api/contract/work.ts';

export type JobsApi = Pick<ApiClient, 'listJobs' | 'watchJob' | 'cancelJob'>;

const ended = (job: Job): boolean => job.state !== 'queued' && job.state !== 'running';

export class Jobs {
  #api: JobsApi;
  #watched = new Set<number>();
  /** Ended jobs that were told of, or had ended before the window opened. */
  #told: Set<number> | undefined;
  list = $state.raw<readonly Job[]>([]);
  fault = $state<string | undefined>();
  /** Called once for each job that ends while it is watched. */
  onEnd: (job: Job) => void = () => {};

  constructor(api: JobsApi) {
    this.#api = api;
  }

  running: readonly Job[] = $derived.by(() => this.list.filter((job) => !ended(job)));

  async load(): Promise<void> {
    const { jobs } = await this.#api.listJobs();
    this.list = jobs;
    const over = jobs.filter(ended);
    // A job that another one started may have ended before it was ever seen running.
    const fresh = this.#told ? over.filter(({ id }) => !this.#told!.has(id)) : [];
    this.#told = new Set(over.map(({ id }) => id));
    for (const job of fresh) this.onEnd(job);
    for (const job of jobs) if (!ended(job)) void this.watch(job);
  }

  /** Follows a job to its end. */
  async watch(job: Job): Promise<void> {
    this.#put(job);
    if (this.#watched.has(job.id)) return;
    this.#watched.add(job.id);
    try {
      let latest = job;
      for await (const line of this.#api.watchJob({ params: { jobId: job.id } })) {
        latest = line;
        this.#put(line);
      }
      if (ended(latest)) {
        this.#told?.add(latest.id);
        this.onEnd(latest);
        // A job may have started another (an import, its classification).
        await this.load();
      }
    } catch (error) {
      this.fault = error instanceof Error ? error.message : String(error);
    } finally {
      this.#watched.delete(job.id);
    }
  }

  async cancel(jobId: number): Promise<void> {
    this.#put(await this.#api.cancelJob({ params: { jobId } }));
  }

  #put(job: Job): void {
    const known = this.list.some(({ id }) => id === job.id);
    this.list = known ? this.list.map((one) => (one.id === job.id ? job : one)) : [job, ...this.list];
  }
}
