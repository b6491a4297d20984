import type { EndpointName } from './index.ts';
import type { Role } from './people.ts';

/** Who may do something: everybody, everybody who is signed in, or some roles. An administrator may do all. */
export type Permission = 'everybody' | 'signed-in' | readonly Role[];

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
  regroupFamilies: LABELLING,
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

/** Why this role may not call it, in a sentence for whoever would like to; undefined where it may. */
export function refusalOf(name: EndpointName, role: Role): string | undefined {
  const permission = PERMISSIONS[name] ?? 'signed-in';
  if (permission === 'signed-in' || permission === 'everybody') return undefined;
  if (role === 'administrator' || permission.includes(role)) return undefined;
  const others = permission.filter((one) => one !== 'administrator');
  const who = [...others, 'administrator'].map((one) => (/^[aeiou]/.test(one) ? `an ${one}` : `a ${one}`));
  return `This is for ${who.join(' or ')}; you are signed in as ${role}.`;
}
