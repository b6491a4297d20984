import type { JobHandlers } from './job-handler.ts';

/**
 * The kinds that are done with what jobs may import. Those whose work belongs to the services are added there, in
 * `services/work/job-handlers.ts`.
 */
export const HANDLERS: JobHandlers = {
  import: async () => (await import('./import/import-job.ts')).importJob,
  classify: async () => (await import('./classify/classify-job.ts')).classifyJob,
};
