import type { EndpointName } from '../../src-main/api/contract/index.ts';
import type { Role } from '../../src-main/api/contract/people.ts';

export const ROLES: readonly Role[] = ['reviewer', 'annotator', 'trainer', 'administrator'];

/** What roles may do, in words, with endpoints that stand for it: a test holds this to the api's own permissions. */
export const ROLE_ROWS: readonly {
  readonly what: string;
  readonly roles: readonly Role[];
  readonly endpoints: readonly EndpointName[];
}[] = [
  {
    what: 'read, search, report, export, look at the trail',
    roles: ROLES,
    endpoints: ['getRecord', 'search', 'makeReport', 'getSetFile', 'searchTrail'],
  },
  {
    what: 'label, log, do assigned readings',
    roles: ['reviewer', 'annotator', 'administrator'],
    endpoints: ['applyEdit', 'createSet', 'addMark', 'setRecordStart', 'beginReading', 'finishReading'],
  },
  { what: 'sign labels off', roles: ['reviewer', 'administrator'], endpoints: ['signSet'] },
  {
    what: 'train, assign readings, change the label schema',
    roles: ['trainer', 'administrator'],
    endpoints: ['startTraining', 'assignStudies', 'reopenReading', 'withdrawAssignment', 'changeLabelSchema'],
  },
  {
    what: 'people, erase, merge, move, back up',
    roles: ['administrator'],
    endpoints: ['addPerson', 'changePerson', 'erasePatient', 'mergePatients', 'moveStudy', 'backUpLibrary'],
  },
];
