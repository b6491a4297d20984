import {
  addPerson,
  changeOwnPassword,
  changePerson,
  peopleOf,
  sessionState,
  signIn,
  signOut,
} from '../../services/people/people.ts';
import { signaturesOf, signOff } from '../../services/people/sign-offs.ts';
import { readTrail, trailPage, verifiedTrail } from '../../services/people/trail.ts';
import type { Workstation } from '../../services/workstation.ts';
import type { Handlers } from './handler.ts';

type PeopleEndpoint =
  | 'getSession'
  | 'signIn'
  | 'signOut'
  | 'listPeople'
  | 'addPerson'
  | 'changePerson'
  | 'signSet'
  | 'listSignatures'
  | 'changePassword'
  | 'getTrail'
  | 'searchTrail'
  | 'verifyTrail';

/** The endpoints of `api/contract/people`. */
export function peopleHandlers(workstation: Workstation): Pick<Handlers, PeopleEndpoint> {
  return {
    getSession: () => sessionState(workstation),
    signIn: ({ body }) => signIn(workstation, body.name, body.password),
    signOut: () => signOut(workstation),
    changePassword: async ({ body }) => {
      await changeOwnPassword(workstation, body.old, body.password);
      return {};
    },
    listPeople: () => ({ people: peopleOf(workstation) }),
    addPerson: ({ body }) => addPerson(workstation, body),
    changePerson: ({ params, body }) => changePerson(workstation, params.personId, body),
    signSet: ({ params, body }) => signOff(workstation, params.setId, body.reason),
    listSignatures: ({ params }) => ({ signatures: signaturesOf(workstation, params.setId) }),
    getTrail: ({ query }) => ({ entries: readTrail(workstation, query) }),
    searchTrail: ({ query }) => trailPage(workstation, query),
    verifyTrail: () => verifiedTrail(workstation),
  };
}
