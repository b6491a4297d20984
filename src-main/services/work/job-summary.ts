import { basename } from 'node:path';
import { findRecord } from '../../store/records.ts';
import type { Job } from '../../store/jobs.ts';
import type { LibraryDatabase } from '../../store/database.ts';

/** A job as windows list it. */
export type JobSummary = Pick<
  Job,
  'id' | 'kind' | 'state' | 'progress' | 'doing' | 'secondsLeft' | 'createdAt' | 'result' | 'error'
> & { readonly title: string };

export function summariseJob(database: LibraryDatabase, job: Job): JobSummary {
  const { id, kind, state, progress, doing, secondsLeft, createdAt, result, error } = job;
  const title = titleOf(database, job);
  return { id, kind, state, progress, doing, secondsLeft, createdAt, result, error, title };
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
  if (kind === 'erase') return `Erase patient ${(input as { patientId?: number }).patientId ?? ''}`;
  return kind === 'train' ? 'Train a model' : 'Check the library';
}

function namesOf(paths: readonly string[]): string {
  const [first] = paths;
  if (first === undefined) return 'nothing';
  return paths.length === 1 ? basename(first) : `${basename(first)} and ${paths.length - 1} more`;
}
