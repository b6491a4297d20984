import { PurkinjeError } from '../../domain/errors.ts';
import type { ClassifyInput } from '../../jobs/classify/classify-job.ts';
import { listModels, modelFor } from '../models.ts';
import { channelAliasesOf } from '../settings.ts';
import { requireRecord } from '../records/require-record.ts';
import type { Workstation } from '../workstation.ts';
import { summariseJob, type JobSummary } from './job-summary.ts';

/**
 * Starts classifying every beat of a record.
 * @param model id, or `id version`; the one made for such a record where it is not named
 * @throws NotFound for the record or the model
 */
export function startClassification(workstation: Workstation, recordId: number, model?: string): JobSummary {
  const { library, jobs } = workstation;
  const record = requireRecord(library.database, recordId);
  const aliases = { ...channelAliasesOf(library.database) };
  const { folder } = modelFor(record, model, aliases);
  const author = workstation.annotator();
  const job = jobs.start('classify', { recordId, model: folder, aliases, author } satisfies ClassifyInput);
  return summariseJob(library.database, job);
}

/** The same, where a model is at hand: an import on a machine without one is an import all the same. */
export function classifyWhenModelled(workstation: Workstation, recordId: number): JobSummary | undefined {
  if (listModels().length === 0) return undefined;
  try {
    return startClassification(workstation, recordId);
  } catch (error) {
    // The record may have been deleted between the import and now.
    if (error instanceof PurkinjeError && error.code === 'NotFound') return undefined;
    throw error;
  }
}
