import { basename } from 'node:path';
import type { ImportResult } from '../../jobs/import/import-contract.ts';
import { findRecord } from '../../store/records.ts';
import type { Job } from '../../store/jobs.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { isUpload, withoutUploadFolder } from './uploads.ts';

/** A job as windows list it. */
export type JobSummary = Pick<
  Job,
  'id' | 'kind' | 'state' | 'progress' | 'doing' | 'secondsLeft' | 'createdAt' | 'result' | 'error'
> & { readonly title: string };

export function summariseJob(database: LibraryDatabase, job: Job): JobSummary {
  const { id, kind, state, progress, doing, secondsLeft, createdAt, result, error } = job;
  const title = titleOf(database, job);
  const told = kind === 'import' ? asUploaded(result) : result;
  return { id, kind, state, progress, doing, secondsLeft, createdAt, result: told, error, title };
}

/** What an import could not read, by the names that its files had where they were uploaded from. */
function asUploaded(result: unknown): unknown {
  const { errors } = (result ?? {}) as Partial<ImportResult>;
  if (!errors?.length) return result;
  const told = errors.map((error) => ({ ...error, path: withoutUploadFolder(error.path) }));
  return { ...(result as ImportResult), errors: told };
}

function titleOf(database: LibraryDatabase, { kind, input }: Job): string {
  if (kind === 'import') return `Import ${namesOf((input as { paths?: readonly string[] }).paths ?? [])}`;
  if (kind === 'classify') {
    const { recordId } = input as { recordId?: number };
    const name = recordId === undefined ? undefined : findRecord(database, recordId)?.name;
    return `Classify ${name ?? `record ${recordId ?? '?'}`}`;
  }
  if (kind === 'simulate') return `Simulate ${(input as { subjects?: number }).subjects ?? ''} studies`;
  if (kind === 'backup') return `Back up to ${basename((input as { folder?: string }).folder ?? '')}`;
  if (kind === 'restore')
    return `Restore ${basename((input as { backup?: string }).backup ?? '')} to ${basename((input as { folder?: string }).folder ?? '')}`;
  if (kind === 'erase') return `Erase patient ${(input as { patientId?: number }).patientId ?? ''}`;
  return kind === 'train' ? 'Train a model' : 'Check the library';
}

function namesOf(paths: readonly string[]): string {
  const [first] = paths;
  if (first === undefined) return 'nothing';
  if (isUpload(first)) return 'from the browser';
  return paths.length === 1 ? basename(first) : `${basename(first)} and ${paths.length - 1} more`;
}
