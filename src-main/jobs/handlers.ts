import type { JobKind } from '../store/jobs.ts';
import type { JobHandlers, PreparedHandler } from './job-handler.ts';

/** What a process loads that waits for its job: that of an import, for which people wait the most. */
export const PREPARED: Readonly<Partial<Record<JobKind, () => Promise<PreparedHandler>>>> = {
  import: async () => (await import('./import/import-job.ts')).prepareImport(),
};

/**
 * The kinds that are done with what jobs may import. Those whose work belongs to the services are added there, in
 * `services/work/job-handlers.ts`.
 */
export const HANDLERS: JobHandlers = {
  import: async () => (await import('./import/import-job.ts')).importJob,
  classify: async () => (await import('./classify/classify-job.ts')).classifyJob,
};
