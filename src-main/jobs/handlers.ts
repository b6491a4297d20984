import type { JobKind } from '../store/jobs.ts';
import type { JobHandler } from './job-handler.ts';

/**
 * The handler of each kind. Loaded when one is needed, so that an import does not load a classifier. A kind without a
 * handler is refused when somebody starts it.
 */
export const HANDLERS: Readonly<Partial<Record<JobKind, () => Promise<JobHandler>>>> = {
  import: async () => (await import('./import/import-job.ts')).importJob,
  classify: async () => (await import('./classify/classify-job.ts')).classifyJob,
};
