import { makeReport } from '../../services/report/report.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

/** The endpoint of `api/contract/report`. */
export function reportHandlers(workstation: Workstation): Pick<Handlers, 'makeReport'> {
  return { makeReport: ({ params, body }) => makeReport(workstation, params.recordId, body) };
}
