import { SETTING_KEYS } from '../contract/application.ts';
import { CONTRACT_VERSION } from '../contract/version.ts';
import { FILTERED_WINDOW_SECONDS } from '../contract/records.ts';
import { encodeWindow } from '../contract/window-bytes.ts';
import { adjudication } from '../../services/annotations/adjudication.ts';
import { compareSets } from '../../services/annotations/compare-sets.ts';
import { createConsensus } from '../../services/annotations/consensus.ts';
import { createSet } from '../../services/annotations/create-set.ts';
import { editSet, redoEdit, undoEdit } from '../../services/annotations/edit-set.ts';
import { readPredictionList, readProbabilities } from '../../services/annotations/predictions.ts';
import { readSet } from '../../services/annotations/read-set.ts';
import { setFile } from '../../services/export/set-file.ts';
import { locateRecord } from '../../services/records/locate-record.ts';
import { readRecordDetail } from '../../services/records/record-detail.ts';
import { answerStart } from '../../services/records/record-start.ts';
import { listStudySummaries, removeStudy } from '../../services/records/studies.ts';
import { recordWindow } from '../../services/records/window-service.ts';
import { search } from '../../services/search/search.ts';
import { keepSetting, readSettings } from '../../services/settings.ts';
import { readStatus } from '../../services/status.ts';
import type { Workstation } from '../../services/workstation.ts';
import { assignmentHandlers } from './assignment-handlers.ts';
import { windowOf } from './blind-window.ts';
import { batchHandlers } from './batch-handlers.ts';
import { episodeHandlers } from './episode-handlers.ts';
import { familyHandlers } from './family-handlers.ts';
import type { Handlers } from './handler.ts';
import { houseHandlers } from './house-handlers.ts';
import { labelSchemaHandlers } from './label-schema-handlers.ts';
import { measurementHandlers } from './measurement-handlers.ts';
import { pageHandlers } from './page-handlers.ts';
import { peopleHandlers } from './people-handlers.ts';
import { guarded } from './permissions.ts';
import { reportHandlers } from './report-handlers.ts';
import { workHandlers } from './work-handlers.ts';

/** Each endpoint of the contract, answered by the services of one open library. */
export function createHandlers(workstation: Workstation): Handlers {
  return guarded(workstation, {
    ...workHandlers(workstation),
    ...assignmentHandlers(workstation),
    ...batchHandlers(workstation),
    ...labelSchemaHandlers(workstation),
    ...familyHandlers(workstation),
    ...episodeHandlers(workstation),
    ...houseHandlers(workstation),
    ...peopleHandlers(workstation),
    ...pageHandlers(workstation),
    ...reportHandlers(workstation),
    ...measurementHandlers(workstation),
    getStatus: async () => ({ ...(await readStatus(workstation)), contractVersion: CONTRACT_VERSION }),
    getSettings: () => ({ settings: readSettings(workstation, SETTING_KEYS) }),
    putSetting: ({ params, body }) => {
      keepSetting(workstation, params.key, body.value);
      return {};
    },
    listStudies: async () => ({ studies: await listStudySummaries(workstation) }),
    deleteStudy: async ({ params, body }) => {
      await removeStudy(workstation, params.studyId, body.why);
      return {};
    },
    getRecord: ({ params }) => readRecordDetail(workstation, params.recordId),
    setRecordStart: ({ params, body }) => {
      answerStart(workstation, params.recordId, body.startTime);
      return {};
    },
    locateRecord: ({ params }) => locateRecord(workstation, params.recordId),
    getWindow: async ({ params, query }) => {
      const { ecgBand, iegmBand, notch, ...request } = query;
      const filters = { ecgBand, iegmBand, notch };
      const { recordId } = params;
      return encodeWindow(
        await recordWindow(workstation, recordId, request, filters, FILTERED_WINDOW_SECONDS),
      );
    },
    getAnnotations: ({ params }) => readSet(workstation, params.setId),
    getPredictions: ({ params }) => readPredictionList(workstation, params.setId),
    getProbabilities: ({ params, query }) =>
      readProbabilities(workstation, params.setId, params.annotationId, query.explained),
    getSimilarBeats: ({ params }) =>
      workstation.explanations.similar(params.setId, params.annotationId, workstation.annotator()),
    applyEdit: ({ params, body }) => editSet(workstation, params.setId, body.edit, body),
    undoEdit: ({ params }) => undoEdit(workstation, params.setId),
    redoEdit: ({ params }) => redoEdit(workstation, params.setId),
    getSetFile: async ({ params, query }) => setFile(workstation, params.setId, query.format),
    search: async ({ query: { blindRecordId, blind, readSetId, machineSetId, ...request } }) => {
      const window = windowOf({ blind, readSetId, machineSetId });
      const read = window && blindRecordId !== undefined ? { recordId: blindRecordId, window } : undefined;
      return { hits: await search(workstation, { ...request, blind: read }) };
    },
    createConsensus: ({ params, body }) => createConsensus(workstation, params.recordId, body),
    createSet: ({ params, body }) => createSet(workstation, params.recordId, body),
    getAdjudication: ({ params }) => {
      const { of, ...rest } = adjudication(workstation, params.setId);
      return { ...rest, of: [...of] };
    },
    compareSets: ({ params }) => compareSets(workstation, params.setId, params.otherSetId),
  });
}
