import { userInfo } from 'node:os';
import { JobHost } from '../jobs/job-host.ts';
import type { ProcessLauncher } from '../jobs/launch-process.ts';
import type { WaitingProcess } from '../jobs/waiting-process.ts';
import { LibraryInUse, openLibrary } from '../store/library.ts';
import { openAnalysis } from './analysis/analysis-pool.ts';
import { openRevisions } from './annotations/revisions.ts';
import { openSetThreads } from './annotations/set-threads.ts';
import { openExplanations } from './explanations/explain-threads.ts';
import { clearMoved, finishKilledMoves } from './house/clear-moved.ts';
import { followMove } from './house/moved-pointer.ts';
import { adoptSchema } from './label-schema/label-schema.ts';
import { listModels } from './models.ts';
import { openSession } from './people/session.ts';
import { openSignalFiles } from './records/signal-files.ts';
import { openFilterPool } from './records/window-service.ts';
import { annotatorOf } from './settings.ts';
import { openCare } from './house/care-threads.ts';
import { openLog } from './system/log.ts';
import { JOB_PROCESS } from './work/job-ahead.ts';
import { JOB_HANDLERS } from './work/job-handlers.ts';
import { openUploads } from './work/uploads.ts';
import type { ShellKind, Workstation } from './workstation.ts';

export interface OpenOptions {
  readonly shell: ShellKind;
  /** Make the library where there is none. */
  readonly create?: boolean;
  /** How a job's process is made; a child process unless a shell has its own. */
  readonly launch?: ProcessLauncher;
  /** Takes the first job: it was started before the library was opened. */
  readonly jobAhead?: WaitingProcess;
}

/**
 * Opens a library and what works on it.
 * @throws LibraryInUse, LibraryNotFound, StoreNewerThanApp, StoreDamaged
 */
export function openWorkstation(
  libraryFolder: string,
  { shell, create, launch, jobAhead }: OpenOptions,
): Workstation {
  const library = openLibrary(followMove(libraryFolder), { create, inWindow: shell === 'electron' });
  adoptSchema(library.database);
  const log = openLog(library.path);
  const onBug = (job: { kind: string }, stack: string): void =>
    void log.bug(Object.assign(new Error(`in a ${job.kind} job`), { stack }));
  const jobs = new JobHost(library, {
    launch,
    onBug,
    entry: JOB_PROCESS,
    handlers: JOB_HANDLERS,
    waiting: jobAhead,
  });
  // A command ends with its job; in a window the next one comes.
  if (shell !== 'cli') jobs.keepReady();
  const signals = openSignalFiles(library.path);
  const filters = openFilterPool();
  const analysis = openAnalysis();
  const session = openSession();
  const sets = openSetThreads(library.path);
  const care = openCare(library.path);
  const explanations = openExplanations(library.path);
  const moved = { to: undefined };
  const { promise, resolve: leave } = Promise.withResolvers<string>();
  const notices = noticesOf(library.wasUnclean);
  const tidied = finishKilledMoves(library, (notice) => void notices.push(notice)).catch(
    (error: unknown) => void log.bug(error),
  );
  return {
    shell,
    library,
    jobs,
    uploads: openUploads(library.path),
    signals,
    filters,
    analysis,
    care,
    session,
    sets,
    explanations,
    moved,
    leaving: { folder: promise, to: leave },
    revisions: openRevisions(),
    log,
    notices,
    annotator: () => session.person()?.name ?? annotatorOf(library.database, userInfo().username),
    async close() {
      const threads = [filters, analysis, sets, care, explanations];
      await Promise.all([jobs.close(), ...threads.map((each) => each.close()), tidied]);
      signals.close();
      library.close();
      await clearMoved({ library, moved });
    },
  };
}

/** Whether a library could not be opened because Electron's window has it: that one lets nobody join. */
export function isHeldByWindow(error: unknown): boolean {
  return error instanceof LibraryInUse && error.owner?.inWindow === true;
}

function noticesOf(wasUnclean: boolean): string[] {
  const notices: string[] = [];
  if (listModels().length === 0) notices.push('No trained model is installed: beats are not classified.');
  if (wasUnclean) notices.push('The library was not closed properly last time; it was checked and is sound.');
  return notices;
}
