import { serveJob } from '../../jobs/serve-job.ts';
import { JOB_HANDLERS } from './job-handlers.ts';

// The program of a job's process in every shell.
serveJob(JOB_HANDLERS);
