import { diagnostics } from '../../services/house/diagnostics.ts';
import { backUpTo, checkAll } from '../../services/house/library-care.ts';
import { erase, merge, move, patientsOf } from '../../services/house/patients.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

type HouseEndpoint =
  | 'listPatients'
  | 'erasePatient'
  | 'mergePatients'
  | 'moveStudy'
  | 'backUpLibrary'
  | 'checkLibrary'
  | 'getDiagnostics';

/** The endpoints of `api/contract/house`. */
export function houseHandlers(workstation: Workstation): Pick<Handlers, HouseEndpoint> {
  return {
    listPatients: () => ({ patients: patientsOf(workstation) }),
    erasePatient: ({ params, body }) => {
      erase(workstation, params.patientId, body.why);
      return {};
    },
    mergePatients: ({ params, body }) => {
      merge(workstation, body.from, params.patientId, body.why);
      return {};
    },
    moveStudy: ({ params, body }) => {
      move(workstation, params.studyId, body.patientId, body.why);
      return {};
    },
    backUpLibrary: ({ body }) => backUpTo(workstation, body.folder),
    checkLibrary: async () => ({ faults: await checkAll(workstation) }),
    getDiagnostics: async () => diagnostics(workstation),
  };
}
