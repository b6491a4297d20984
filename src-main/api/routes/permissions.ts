import { refuseMoved } from '../../services/house/move-library.ts';
import { requirePermission, type Permission } from '../../services/people/permissions.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { EndpointName } from '../contract/index.ts';
import type { Handlers } from './handler.ts';
import { guardLabels } from './label-guard.ts';
import { guardReadings } from './reading-guard.ts';

const LABELLING: Permission = ['reviewer', 'annotator'];
const ADMINISTRATION: Permission = ['administrator'];
const ASSIGNING: Permission = ['trainer'];

/** Who may call what once a library has users. What is not named here needs somebody signed in. */
export const PERMISSIONS: Partial<Record<EndpointName, Permission>> = {
  getStatus: 'everybody',
  getSettings: 'everybody',
  getSession: 'everybody',
  signIn: 'everybody',
  signOut: 'everybody',
  applyEdit: LABELLING,
  undoEdit: LABELLING,
  redoEdit: LABELLING,
  createSet: LABELLING,
  createConsensus: LABELLING,
  setRecordStart: LABELLING,
  addMark: LABELLING,
  changeMark: LABELLING,
  deleteMark: LABELLING,
  undoStep: LABELLING,
  redoStep: LABELLING,
  signSet: ['reviewer'],
  assignStudies: ASSIGNING,
  changeLabelSchema: ['trainer'],
  reopenReading: ASSIGNING,
  withdrawAssignment: ASSIGNING,
  beginReading: LABELLING,
  finishReading: LABELLING,
  deleteStudy: ADMINISTRATION,
  erasePatient: ADMINISTRATION,
  mergePatients: ADMINISTRATION,
  moveStudy: ADMINISTRATION,
  backUpLibrary: ADMINISTRATION,
  restoreBackup: ADMINISTRATION,
  finishMove: ADMINISTRATION,
  openAnotherLibrary: ADMINISTRATION,
  getDiagnostics: ADMINISTRATION,
  startTraining: ['trainer'],
  listPeople: ADMINISTRATION,
  addPerson: ADMINISTRATION,
  changePerson: ADMINISTRATION,
};

type LooseHandler = (input: never, context: never) => unknown;

/** Each handler behind its permission. */
export function guarded(workstation: Workstation, handlers: Handlers): Handlers {
  const entries = Object.entries(handlers).map(([name, handler]) => {
    const permission = PERMISSIONS[name as EndpointName] ?? 'signed-in';
    const behind: LooseHandler = (input, context) => {
      requirePermission(workstation, permission);
      if (permission !== 'everybody' && name !== 'openAnotherLibrary') refuseMoved(workstation);
      if (permission !== 'everybody') guardReadings(workstation, name as EndpointName, input);
      guardLabels(workstation, name as EndpointName, input);
      return (handler as LooseHandler)(input, context);
    };
    return [name, behind];
  });
  return Object.fromEntries(entries) as Handlers;
}
