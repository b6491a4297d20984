import type { JobHandler, PreparedHandler } from '../job-handler.ts';
import { CopyThread, nameLargeFiles } from './copy-thread.ts';

/** The job's own check of its input comes later, with what is loaded here; this is a guess. */
function pathsIn(input: unknown): string[] {
  const { paths } = (input ?? {}) as { readonly paths?: unknown };
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
}

/** A handler that begins at once: everything is loaded, the thread is there, and all has run once. For one job. */
export async function prepareImport(): Promise<PreparedHandler> {
  const thread = new CopyThread();
  thread.start();
  const [{ importRecordings }, { rehearse }] = await Promise.all([
    import('./import-recordings.ts'),
    import('./rehearse.ts'),
  ]);
  const stop = new AbortController();
  const settled = rehearse(thread, stop.signal);
  const handler: JobHandler = async (input, context) => {
    try {
      stop.abort();
      await settled;
      return await importRecordings(input, context, thread);
    } finally {
      await thread.end();
    }
  };
  return { handler, settled };
}

/** `importRecordings`; the thread for large ones starts while this one loads what it needs. */
export const importJob: JobHandler = async (input, context) => {
  const thread = new CopyThread();
  try {
    if (await nameLargeFiles(pathsIn(input))) thread.start();
    const { importRecordings } = await import('./import-recordings.ts');
    return await importRecordings(input, context, thread);
  } finally {
    await thread.end();
  }
};
