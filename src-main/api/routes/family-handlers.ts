import { listFamilies, splitFamily } from '../../services/families/families.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

/** The endpoints of `api/contract/families`. */
export function familyHandlers(workstation: Workstation): Pick<Handlers, 'getFamilies' | 'splitFamily'> {
  return {
    getFamilies: ({ params, query }) => listFamilies(workstation, params.setId, query.threshold),
    splitFamily: ({ params, body }) => splitFamily(workstation, params.setId, body.ids, body.threshold),
  };
}
