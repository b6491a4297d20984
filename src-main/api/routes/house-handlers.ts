import { diagnostics } from '../../services/house/diagnostics.ts';
import { startBackup, startCheck, startRestore } from '../../services/house/library-care.ts';
import { finishMove } from '../../services/house/move-library.ts';
import { openAnother } from '../../services/house/open-another.ts';
import { merge, move, patientsOf, startErasing } from '../../services/house/patients.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

type HouseEndpoint =
  | 'listPatients'
  | 'erasePatient'
  | 'mergePatients'
  | 'moveStudy'
  | 'backUpLibrary'
  | 'restoreBackup'
  | 'finishMove'
  | 'openAnotherLibrary'
  | 'checkLibrary'
  | 'getDiagnostics';

/** The endpoints of `api/contract/house`. */
export function houseHandlers(workstation: Workstation): Pick<Handlers, HouseEndpoint> {
  return {
    listPatients: () => ({ patients: patientsOf(workstation) }),
    erasePatient: ({ params, body }) => startErasing(workstation, params.patientId, body.why),
    mergePatients: ({ params, body }) => {
      merge(workstation, body.from, params.patientId, body.why);
      return {};
    },
    moveStudy: ({ params, body }) => {
      move(workstation, params.studyId, body.patientId, body.why);
      return {};
    },
    backUpLibrary: ({ body }) => startBackup(workstation, body.folder),
    restoreBackup: ({ body }) => startRestore(workstation, body.backup, body.folder),
    finishMove: ({ body }) => finishMove(workstation, body.folder),
    openAnotherLibrary: ({ body }) => openAnother(workstation, body.folder),
    checkLibrary: () => startCheck(workstation),
    getDiagnostics: async () => diagnostics(workstation),
  };
}
