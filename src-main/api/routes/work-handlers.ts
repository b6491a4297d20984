import { listModels } from '../../services/models.ts';
import { cancelJob, listJobSummaries, watchJob } from '../../services/work/watch-jobs.ts';
import { startClassification } from '../../services/work/start-classification.ts';
import { importAgain, startImport } from '../../services/work/start-import.ts';
import { startSimulation } from '../../services/work/start-simulation.ts';
import { startTraining } from '../../services/work/start-training.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

type WorkEndpoint =
  | 'listModels'
  | 'startImport'
  | 'importAgain'
  | 'startSimulation'
  | 'startTraining'
  | 'createUpload'
  | 'putUpload'
  | 'classifyRecord'
  | 'listJobs'
  | 'watchJob'
  | 'cancelJob';

/** The endpoints of `api/contract/work`, and the models. */
export function workHandlers(workstation: Workstation): Pick<Handlers, WorkEndpoint> {
  return {
    listModels: () => ({ models: listModels() }),
    startImport: ({ body }) => startImport(workstation, body),
    importAgain: ({ params }) => importAgain(workstation, params.jobId),
    startSimulation: ({ body }) => startSimulation(workstation, body),
    startTraining: ({ body }) => startTraining(workstation, body),
    createUpload: async ({ body }) => ({ uploadId: await workstation.uploads.create(body.totalBytes) }),
    putUpload: async ({ params, query }, { chunks }) => {
      await workstation.uploads.put(params.uploadId, query.path, chunks);
      return {};
    },
    classifyRecord: ({ params, body }) => startClassification(workstation, params.recordId, body.model),
    listJobs: () => ({ jobs: listJobSummaries(workstation) }),
    watchJob: ({ params }, { abortSignal }) => watchJob(workstation, params.jobId, abortSignal),
    cancelJob: ({ params }) => cancelJob(workstation, params.jobId),
  };
}
