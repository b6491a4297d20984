import { HANDLERS } from './handlers.ts';
import { serveJob } from './serve-job.ts';

// The program of a job's process where nobody names another: imports and classifications.
serveJob(HANDLERS);
