import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { logsFolder } from '../../store/library-paths.ts';

/** At this size the log is turned over once; the one before is kept. */
const LARGEST_LOG = 4 * 1024 * 1024;

/** Bugs, for whoever repairs them. Holds stacks and code places, never patient data: messages of requests are not logged. */
export interface BugLog {
  /** Writes a bug down. @returns the id to look up in the log */
  bug(error: unknown): string;
}

/** The log of a library: `logs/purkinje.log` under its folder. */
export function openLog(libraryFolder: string, now: () => Date = () => new Date()): BugLog {
  const folder = logsFolder(libraryFolder);
  const file = join(folder, 'purkinje.log');
  return {
    bug(error) {
      const id = randomBytes(4).toString('hex');
      mkdirSync(folder, { recursive: true });
      turnOver(file);
      appendFileSync(file, `${now().toISOString()} ${id} ${stackOf(error)}\n`, { mode: 0o600 });
      return id;
    },
  };
}

function turnOver(file: string): void {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  if (size > LARGEST_LOG) renameSync(file, `${file}.1`);
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\n  caused by ${stackOf(error.cause)}`;
  return (error.stack ?? error.message) + cause;
}
