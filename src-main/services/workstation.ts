import type { Library } from '../store/library.ts';
import type { Revisions } from './annotations/revisions.ts';
import type { SignalFiles } from './records/signal-files.ts';
import type { FilterPool } from './records/window-service.ts';
import type { BugLog } from './system/log.ts';

export type ShellKind = 'electron' | 'web' | 'cli';

/** An open library with everything that works on it: what each use case is given. `openWorkstation` makes it. */
export interface Workstation {
  readonly shell: ShellKind;
  readonly library: Library;
  readonly signals: SignalFiles;
  readonly filters: FilterPool;
  readonly revisions: Revisions;
  readonly log: BugLog;
  /** Sentences about what is absent or fell back, for the status bar. */
  readonly notices: readonly string[];
  /** Who edits are signed with. */
  annotator(): string;
  close(): Promise<void>;
}
