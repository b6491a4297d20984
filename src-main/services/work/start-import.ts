import { resolve } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import type { ImportInput, ImportResult } from '../../jobs/import/import-contract.ts';
import { findJob } from '../../store/jobs.ts';
import type { Workstation } from '../workstation.ts';
import { isOnDisk } from '../recordings/open-recording.ts';
import { channelAliasesOf } from '../settings.ts';
import { summariseJob, type JobSummary } from './job-summary.ts';
import { classifyWhenModelled } from './start-classification.ts';
import { resultOf } from './watch-jobs.ts';

export interface ImportRequest {
  readonly paths?: readonly string[];
  readonly uploadId?: string;
  /** Classify each new record once it is in. */
  readonly classify: boolean;
  /** Take recordings that are shorter than they say, with a warning, instead of refusing them. */
  readonly acceptTruncated?: boolean;
  /** Made by the simulator; shown wherever the study is. */
  readonly simulated?: boolean;
  readonly study?: ImportInput['study'];
  readonly patient?: ImportInput['patient'];
}

/**
 * Starts importing files, folders and zip files, by path or from an upload.
 * @throws FileMissing where none of the paths is there, NotFound for an upload, InvalidInput for neither
 */
export function startImport(workstation: Workstation, request: ImportRequest): JobSummary {
  const paths = pathsOf(workstation, request);
  const { library, jobs } = workstation;
  const { simulated, study, patient, acceptTruncated } = request;
  const input: ImportInput = {
    paths,
    author: workstation.annotator(),
    aliases: { ...channelAliasesOf(library.database) },
    simulated,
    study,
    patient,
    acceptTruncated,
  };
  const job = jobs.start('import', input);
  void afterwards(workstation, request, job.id);
  return summariseJob(library.database, job);
}

/**
 * Imports once more what an import left out because files were shorter than they say, and takes them as they are.
 * @throws NotFound; Conflict for a job that left nothing of that kind out; FileMissing
 */
export function importAgain(workstation: Workstation, jobId: number): JobSummary {
  const job = findJob(workstation.library.database, jobId);
  if (job?.kind !== 'import') throw new PurkinjeError('NotFound', `There is no import ${jobId}.`);
  const { paths, simulated, study, patient } = job.input as Partial<ImportInput>;
  const { errors = [] } = (job.result ?? {}) as Partial<ImportResult>;
  if (paths === undefined || !errors.some(({ truncated }) => truncated))
    throw new PurkinjeError('Conflict', 'This import left nothing out that is shorter than it says.');
  const uploadId = workstation.uploads.at(paths[0]);
  const from = uploadId === undefined ? { paths } : { uploadId };
  const options = { simulated, study, patient, acceptTruncated: true, classify: true };
  return startImport(workstation, { ...from, ...options });
}

function pathsOf({ uploads }: Workstation, { paths = [], uploadId }: ImportRequest): string[] {
  if (uploadId !== undefined) return uploads.paths(uploadId);
  if (paths.length === 0) throw new PurkinjeError('InvalidInput', 'There is nothing to import.');
  const absolute = paths.map((path) => resolve(path));
  // One path of several that isn't there is for the job to report: the others are imported.
  if (!absolute.some(isOnDisk))
    throw new PurkinjeError('FileMissing', `There is no ${absolute.join(', ')}.`, { file: absolute[0] });
  return absolute;
}

/** What follows an import, whether or not somebody watches it. Its own failures are bugs; the import's are its job's. */
async function afterwards(workstation: Workstation, request: ImportRequest, jobId: number): Promise<void> {
  try {
    const result = await resultOf<ImportResult>(workstation, jobId).catch(() => undefined);
    // Before anything that takes time: a window that sees the import's end looks for what follows at once.
    if (request.classify && result !== undefined) classifyNew(workstation, result);
    const mayComeAgain = result?.errors.some(({ truncated }) => truncated) ?? false;
    if (request.uploadId !== undefined && !mayComeAgain) await workstation.uploads.remove(request.uploadId);
  } catch (error) {
    workstation.log.bug(error);
  }
}

function classifyNew(workstation: Workstation, { records }: ImportResult): void {
  for (const record of records) if (!record.alreadyImported) classifyWhenModelled(workstation, record.id);
}
