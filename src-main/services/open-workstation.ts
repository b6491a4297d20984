import { userInfo } from 'node:os';
import { openLibrary } from '../store/library.ts';
import { openRevisions } from './annotations/revisions.ts';
import { openSignalFiles } from './records/signal-files.ts';
import { openFilterPool } from './records/window-service.ts';
import { annotatorOf } from './settings.ts';
import { openLog } from './system/log.ts';
import type { ShellKind, Workstation } from './workstation.ts';

export interface OpenOptions {
  readonly shell: ShellKind;
  /** Make the library where there is none. */
  readonly create?: boolean;
}

/**
 * Opens a library and what works on it.
 * @throws LibraryInUse, LibraryNotFound, StoreNewerThanApp, StoreDamaged
 */
export function openWorkstation(libraryFolder: string, { shell, create }: OpenOptions): Workstation {
  const library = openLibrary(libraryFolder, { create });
  const signals = openSignalFiles(library.path);
  const filters = openFilterPool();
  return {
    shell,
    library,
    signals,
    filters,
    revisions: openRevisions(),
    log: openLog(library.path),
    notices: [],
    annotator: () => annotatorOf(library.database, userInfo().username),
    async close() {
      await filters.close();
      signals.close();
      library.close();
    },
  };
}
