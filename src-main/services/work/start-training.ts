import { resolve } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import type { TrainInput } from '../../jobs/job-inputs.ts';
import { modelsFolder } from '../models.ts';
import { isOnDisk } from '../recordings/open-recording.ts';
import type { Workstation } from '../workstation.ts';
import { summariseJob, type JobSummary } from './job-summary.ts';

export type TrainingRequest = Omit<TrainInput, 'models' | 'created'>;

/** Starts a training. @throws FileMissing for a folder of recordings that is not there */
export function startTraining({ library, jobs }: Workstation, request: TrainingRequest): JobSummary {
  const data = request.data.map((path) => resolve(path));
  const missing = data.find((path) => !isOnDisk(path));
  if (missing !== undefined)
    throw new PurkinjeError('FileMissing', `There is no ${missing}.`, { file: missing });
  const input: TrainInput = {
    ...request,
    data,
    out: resolve(request.out),
    models: request.modelVersion === undefined ? undefined : modelsFolder(),
    created: new Date().toISOString().slice(0, 10),
  };
  return summariseJob(library.database, jobs.start('train', input));
}
