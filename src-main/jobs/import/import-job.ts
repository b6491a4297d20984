import type { JobHandler } from '../job-handler.ts';
import { CopyThread, nameLargeFiles } from './copy-thread.ts';

/** The job's own check of its input comes later, with what is loaded here; this is a guess. */
function pathsIn(input: unknown): string[] {
  const { paths } = (input ?? {}) as { readonly paths?: unknown };
  return Array.isArray(paths) ? paths.filter((path) => typeof path === 'string') : [];
}

/** A handler that begins at once: everything is loaded and the thread is there. For one job. */
export async function prepareImport(): Promise<JobHandler> {
  const thread = new CopyThread();
  thread.start();
  const { importRecordings } = await import('./import-recordings.ts');
  return async (input, context) => {
    try {
      return await importRecordings(input, context, thread);
    } finally {
      await thread.end();
    }
  };
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
