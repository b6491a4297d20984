import type { WaitingProcess } from '../../jobs/waiting-process.ts';
import { startJobAhead } from '../../services/work/job-ahead.ts';

let ahead: WaitingProcess | undefined;

/**
 * For an import, starts the job's process before anything else of the command line is loaded: that takes as long as loading
 * the process's own program. Whoever calls it awaits `endJobAhead` at the end.
 */
export function startAheadFor([command, ...rest]: readonly string[]): void {
  if (command === 'import' && rest.length > 0 && !rest.includes('--help')) ahead = startJobAhead();
}

/** The process that waits for the first job of whichever library is opened; undefined for most commands. */
export function jobAhead(): WaitingProcess | undefined {
  return ahead;
}

/** A library that another program holds has no use for it, nor has a command that failed before. */
export async function endJobAhead(): Promise<void> {
  await ahead?.end();
  ahead = undefined;
}
