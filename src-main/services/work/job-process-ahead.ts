import { serveJob } from '../../jobs/serve-job.ts';
import { JOB_HANDLERS } from './job-handlers.ts';

// The program of a process that is started before its library is open.
serveJob(JOB_HANDLERS, { isAhead: true });
