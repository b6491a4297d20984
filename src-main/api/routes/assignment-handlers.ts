import { readingAgreement } from '../../services/assignments/agreement.ts';
import {
  assign,
  beginReading,
  finishReading,
  reopenReading,
  withdraw,
} from '../../services/assignments/assignments.ts';
import { mayAssign, readersOf, worklist } from '../../services/assignments/worklist.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

type AssignmentEndpoint =
  | 'listAssignments'
  | 'assignStudies'
  | 'beginReading'
  | 'finishReading'
  | 'reopenReading'
  | 'withdrawAssignment'
  | 'getAgreement';

/** The endpoints of `api/contract/assignments`. */
export function assignmentHandlers(workstation: Workstation): Pick<Handlers, AssignmentEndpoint> {
  return {
    listAssignments: ({ query }) => ({
      assignments: worklist(workstation, query.all),
      mayAssign: mayAssign(workstation),
      readers: readersOf(workstation),
    }),
    assignStudies: ({ body }) => ({ assigned: assign(workstation, body).length }),
    beginReading: ({ params }) => {
      const { id } = beginReading(workstation, params.assignmentId);
      const item = worklist(workstation, false).find((one) => one.id === id);
      return { recordIds: item?.records.map(({ recordId }) => recordId) ?? [] };
    },
    finishReading: ({ params }) => {
      finishReading(workstation, params.assignmentId);
      return {};
    },
    reopenReading: ({ params, body }) => {
      reopenReading(workstation, params.assignmentId, body.why);
      return {};
    },
    withdrawAssignment: ({ params, body }) => {
      withdraw(workstation, params.assignmentId, body.why);
      return {};
    },
    getAgreement: () => readingAgreement(workstation),
  };
}
