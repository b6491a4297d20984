import { listFamilies, regroup, splitFamily } from '../../services/families/families.ts';
import { reviewQueue } from '../../services/queue/review-queue.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

/** The endpoints of `api/contract/families` and `api/contract/queue`. */
export function familyHandlers(
  workstation: Workstation,
): Pick<Handlers, 'getFamilies' | 'splitFamily' | 'regroupFamilies' | 'getQueue'> {
  return {
    getQueue: ({ params, query }) => reviewQueue(workstation, params.setId, query),
    getFamilies: ({ params, query }) => listFamilies(workstation, params.setId, query.threshold),
    regroupFamilies: ({ params, body }) => regroup(workstation, params.setId, body.families),
    splitFamily: ({ params, body }) => splitFamily(workstation, params.setId, body.ids, body.threshold),
  };
}
