import type { JobHost } from '../jobs/job-host.ts';
import type { Library } from '../store/library.ts';
import type { Analysis } from './analysis/analysis-pool.ts';
import type { Revisions } from './annotations/revisions.ts';
import type { SetThreads } from './annotations/set-threads.ts';
import type { Explanations } from './explanations/explain-threads.ts';
import type { SignalFiles } from './records/signal-files.ts';
import type { Care } from './house/care-threads.ts';
import type { FilterPool } from './records/window-service.ts';
import type { Session } from './people/session.ts';
import type { BugLog } from './system/log.ts';
import type { Uploads } from './work/uploads.ts';

export type ShellKind = 'electron' | 'web' | 'cli';

/** An open library with everything that works on it: what each use case is given. `openWorkstation` makes it. */
export interface Workstation {
  readonly shell: ShellKind;
  readonly library: Library;
  readonly jobs: JobHost;
  readonly uploads: Uploads;
  readonly signals: SignalFiles;
  readonly filters: FilterPool;
  readonly analysis: Analysis;
  readonly sets: SetThreads;
  readonly care: Care;
  readonly explanations: Explanations;
  readonly revisions: Revisions;
  readonly session: Session;
  readonly log: BugLog;
  /** Where the library was moved to while it is open: nothing is written here any more. */
  readonly moved: { to: string | undefined };
  /** Another library is to be opened in this one's stead: the shell that holds it waits for the folder. */
  readonly leaving: { readonly folder: Promise<string>; to(folder: string): void };
  /** Sentences about what is absent or fell back, for the status bar. */
  readonly notices: readonly string[];
  /** Who edits are signed with: who is signed in, else the setting. */
  annotator(): string;
  /** Ends jobs (the next owner goes on with them), threads and files, and frees the library. */
  close(): Promise<void>;
}
