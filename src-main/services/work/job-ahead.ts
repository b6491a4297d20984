import { fileURLToPath } from 'node:url';
import { launchChildProcess } from '../../jobs/launch-process.ts';
import { siblingUrl } from '../../jobs/sibling-url.ts';
import { WaitingProcess } from '../../jobs/waiting-process.ts';

/** The program of a job's process. */
export const JOB_PROCESS = fileURLToPath(siblingUrl(import.meta.url, './job-process'));
const JOB_PROCESS_AHEAD = fileURLToPath(siblingUrl(import.meta.url, './job-process-ahead'));

/**
 * Starts a process for the first job of a library that is still to be opened: both then load at the same time. Hand it to
 * `openWorkstation`, and end it whether or not that came to use it.
 */
export function startJobAhead(): WaitingProcess {
  return new WaitingProcess(launchChildProcess, JOB_PROCESS_AHEAD);
}
