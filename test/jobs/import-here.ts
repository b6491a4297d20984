import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { ImportInput, ImportResult } from '../../src-main/jobs/import/import-contract.ts';
import { importJob } from '../../src-main/jobs/import/import-job.ts';
import type { JobContext } from '../../src-main/jobs/job-handler.ts';
import { beginJobRun, endJobRun, insertJob, writeJobCheckpoint } from '../../src-main/store/jobs.ts';
import { incomingFolder } from '../../src-main/store/library-paths.ts';
import type { Library } from '../../src-main/store/library.ts';
import { listStudies } from '../../src-main/store/studies.ts';
import { temporaryFolder } from '../store/temporary-library.ts';
import { writeFiles } from './recording.ts';
import type { MadeRecording } from './recording.ts';

export interface Watch {
  readonly abortController?: AbortController;
  readonly onReport?: (progress: number, doing: string) => void;
  readonly checkpoint?: unknown;
  /** The job's row stays as a kill leaves it. */
  readonly killed?: boolean;
}

/** Runs the handler here, without a process. */
export async function importInto(
  library: Library,
  input: ImportInput,
  watch: Watch = {},
): Promise<ImportResult> {
  const run = beginJobRun(library.database, insertJob(library.database, 'import', input));
  const context: JobContext = {
    library,
    run,
    abortSignal: (watch.abortController ?? new AbortController()).signal,
    checkpoint: watch.checkpoint,
    saveCheckpoint: (value) => void writeJobCheckpoint(library.database, run, value),
    commit: () => {},
    report: watch.onReport ?? (() => {}),
  };
  const result = (await importJob(input, context)) as ImportResult;
  if (!watch.killed) endJobRun(library.database, run, { state: 'done', result });
  return result;
}

export function folderOf(...recordings: readonly MadeRecording[]): string {
  const folder = temporaryFolder();
  for (const { files } of recordings) writeFiles(folder, files);
  return folder;
}

export const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'nothing thrown',
    (error: { code?: string }) => error.code ?? String(error),
  );

export function expectNothingKept(library: Library): void {
  expect(listStudies(library.database)).toEqual([]);
  for (const table of ['study', 'record', 'patient', 'annotation_set', 'annotation'])
    expect([table, library.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([
      table,
      0,
    ]);
  expect(readdirSync(join(library.path, 'signals'))).toEqual([]);
  expect(readdirSync(incomingFolder(library.path))).toEqual([]);
}
