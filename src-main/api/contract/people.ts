import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { id } from './record-schemas.ts';

export const role = z.enum(['reviewer', 'annotator', 'trainer', 'administrator']);
export type Role = z.infer<typeof role>;
const name = z.string().trim().min(1).max(80);
const password = z.string().min(8).max(200);

export const session = z.object({
  /** false: the library has no users, and everything is allowed. */
  required: z.boolean(),
  person: z.object({ name: z.string(), role }).optional(),
});

export const getSession = endpoint({
  method: 'GET',
  path: '/api/session',
  summary: 'Who is signed in, and whether one has to be',
  output: session,
});

export const signIn = endpoint({
  method: 'POST',
  path: '/api/session',
  summary: 'Signs in',
  body: z.object({ name, password: z.string().max(200) }),
  output: session,
  errors: ['NotAllowed'],
});

export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/session',
  summary: 'Signs out',
  output: session,
});

export const changePassword = endpoint({
  method: 'PUT',
  path: '/api/session/password',
  summary: "Changes one's own password",
  body: z.object({ old: z.string().max(200), password }),
  errors: ['NotAllowed'],
});

export const person = z.object({ id, name: z.string(), role, active: z.boolean() });

export const listPeople = endpoint({
  method: 'GET',
  path: '/api/people',
  summary: 'The local users',
  output: z.object({ people: z.array(person) }),
});

export const addPerson = endpoint({
  method: 'POST',
  path: '/api/people',
  summary: 'Adds a user; the first is an administrator and is signed in at once',
  body: z.object({ name, role, password }),
  output: person,
  errors: ['Conflict', 'InvalidInput'],
});

export const changePerson = endpoint({
  method: 'PATCH',
  path: '/api/people/:personId',
  summary: "Changes a user's role or password, or closes the account",
  params: z.object({ personId: id }),
  body: z.object({ role: role.optional(), active: z.boolean().optional(), password: password.optional() }),
  output: person,
  errors: ['NotFound', 'Conflict'],
});

export const signature = z.object({
  id,
  setId: id,
  who: z.string(),
  role: z.string(),
  reason: z.string(),
  at: z.string(),
  /** The labels are not what was signed any more. */
  changedSince: z.boolean(),
});

export const signSet = endpoint({
  method: 'POST',
  path: '/api/annotation-sets/:setId/signatures',
  summary: 'Signs a set of labels off as it is now',
  params: z.object({ setId: id }),
  body: z.object({ reason: z.string().trim().min(1).max(1000) }),
  output: signature,
  errors: ['NotFound', 'NotAllowed'],
});

export const listSignatures = endpoint({
  method: 'GET',
  path: '/api/annotation-sets/:setId/signatures',
  summary: 'Who signed a set, and whether it changed since',
  params: z.object({ setId: id }),
  output: z.object({ signatures: z.array(signature) }),
  errors: ['NotFound'],
});
