import { encodeAverage } from '../contract/average-bytes.ts';
import { MOST_PRINTED_PAGES } from '../contract/pages.ts';
import { averageBeat } from '../../services/pages/average-beat.ts';
import { printPage } from '../../services/pages/print-page.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

/** The endpoints of `api/contract/pages`. */
export function pageHandlers(workstation: Workstation): Pick<Handlers, 'printPage' | 'getAverageBeat'> {
  return {
    printPage: ({ params, body }) => printPage(workstation, params.recordId, body, MOST_PRINTED_PAGES),
    getAverageBeat: async ({ params, body }) =>
      encodeAverage(await averageBeat(workstation, params.recordId, body)),
  };
}
