import { HANDLERS } from '../../jobs/handlers.ts';
import type { JobHandlers } from '../../jobs/job-handler.ts';

/** Every kind of job that the program can do: jobs' own, and those whose work belongs to the services. */
export const JOB_HANDLERS: JobHandlers = {
  ...HANDLERS,
  simulate: async () => (await import('./simulate-job.ts')).simulateJob,
  train: async () => (await import('./train-job.ts')).trainJob,
  backup: async () => (await import('../house/house-jobs.ts')).backupJob,
  restore: async () => (await import('../house/house-jobs.ts')).restoreJob,
  check: async () => (await import('../house/house-jobs.ts')).checkJob,
  erase: async () => (await import('../house/house-jobs.ts')).eraseJob,
};
