import { PurkinjeError } from '../../domain/errors.ts';
import { inTransaction } from '../../store/database.ts';
import {
  findPerson,
  insertPerson,
  listPeople,
  updatePerson,
  type Person,
  type Role,
} from '../../store/people.ts';
import { appendTrail } from '../../store/trail.ts';
import type { Workstation } from '../workstation.ts';
import { beginTry, trySucceeded, waitAfter, waitText } from './lockout.ts';
import { hashPassword, isPassword, NOBODY } from './passwords.ts';

export interface SessionState {
  /** false: nobody was added yet, and everything is allowed. */
  readonly required: boolean;
  readonly person?: Pick<Person, 'name' | 'role'>;
}

export function sessionState({ library, session }: Workstation): SessionState {
  const person = session.person();
  const required = listPeople(library.database).length > 0;
  return person ? { required, person: { name: person.name, role: person.role } } : { required };
}

export function peopleOf({ library }: Workstation): Person[] {
  return listPeople(library.database);
}

/**
 * A name that failed five times waits, longer each time; every failure is in the trail.
 * @throws NotAllowed, the same for an unknown name and a wrong password
 */
export async function signIn(
  workstation: Workstation,
  name: string,
  password: string,
  now = Date.now(),
): Promise<SessionState> {
  const { database } = workstation.library;
  const failures = beginTry(database, name, now);
  const found = findPerson(database, name);
  // An unknown name costs the same time, so that names can't be told apart by it.
  const right = await isPassword(password, found?.hash ?? NOBODY);
  if (!found || !right || !found.active) throw refusedSignIn(workstation, found, failures);
  trySucceeded(database, name);
  const { hash: _hash, ...person } = found;
  workstation.session.enter(person);
  appendTrail(database, { who: person.name, what: 'sign-in', object: `person ${person.id}` });
  return sessionState(workstation);
}

/** What was typed as a name is not kept: it may have been the password. */
function refusedSignIn(
  { library }: Workstation,
  found: Pick<Person, 'id' | 'name'> | undefined,
  failures: number,
): PurkinjeError {
  const wait = waitAfter(failures);
  appendTrail(library.database, {
    who: found?.name ?? 'nobody known',
    what: wait > 0 ? 'sign-in refused, name waits' : 'sign-in refused',
    object: found ? `person ${found.id}` : 'person unknown',
    new: wait > 0 ? `failure ${failures}, waits ${waitText(wait)}` : `failure ${failures}`,
  });
  const wrong = 'This name and password do not belong together, or the account is closed.';
  return new PurkinjeError(
    'NotAllowed',
    wait > 0 ? `${wrong} After ${failures} failures this name waits ${waitText(wait)}.` : wrong,
  );
}

/**
 * One's own password.
 * @throws NotAllowed where nobody is signed in, or the old password is wrong (which counts as a failed sign-in)
 */
export async function changeOwnPassword(
  workstation: Workstation,
  old: string,
  password: string,
  now = Date.now(),
): Promise<void> {
  const { database } = workstation.library;
  const present = workstation.session.person();
  if (!present) throw new PurkinjeError('NotAllowed', 'Sign in first.');
  beginTry(database, present.name, now);
  if (!(await isPassword(old, findPerson(database, present.name)!.hash)))
    throw new PurkinjeError('NotAllowed', 'The old password is another one. Nothing was changed.');
  trySucceeded(database, present.name);
  const hash = await hashPassword(password);
  inTransaction(database, () => {
    updatePerson(database, present, hash);
    tell(workstation, 'change own password', present, undefined, 'another password');
  });
}

export function signOut(workstation: Workstation): SessionState {
  workstation.session.leave();
  return sessionState(workstation);
}

export interface NewPerson {
  readonly name: string;
  readonly role: Role;
  readonly password: string;
}

/**
 * Adds a person. The first must be an administrator, and is signed in at once: from then on everybody signs in.
 * @throws Conflict for a name that is taken; InvalidInput
 */
export async function addPerson(
  workstation: Workstation,
  { name, role, password }: NewPerson,
): Promise<Person> {
  const { database } = workstation.library;
  const hash = await hashPassword(password);
  const person = inTransaction(database, () => {
    const first = listPeople(database).length === 0;
    if (first && role !== 'administrator')
      throw new PurkinjeError(
        'InvalidInput',
        'The first person must be an administrator, or nobody could add others.',
      );
    if (findPerson(database, name))
      throw new PurkinjeError('Conflict', `There is somebody called ${name} already. Choose another name.`);
    const added = insertPerson(database, { name, role }, hash);
    if (first) workstation.session.enter(added);
    tell(workstation, 'add person', added, undefined, role);
    return added;
  });
  return person;
}

export interface PersonChange {
  readonly role?: Role;
  readonly active?: boolean;
  readonly password?: string;
}

/** @throws NotFound; Conflict where no active administrator would be left */
export async function changePerson(
  workstation: Workstation,
  id: number,
  change: PersonChange,
): Promise<Person> {
  const { database } = workstation.library;
  const hash = change.password === undefined ? undefined : await hashPassword(change.password);
  return inTransaction(database, () => {
    const people = listPeople(database);
    const old = people.find((person) => person.id === id);
    if (!old) throw new PurkinjeError('NotFound', `There is no person ${id}.`);
    const now: Person = { ...old, role: change.role ?? old.role, active: change.active ?? old.active };
    const others = people.filter((person) => person.id !== id);
    if (![...others, now].some(({ active, role }) => active && role === 'administrator'))
      throw new PurkinjeError('Conflict', 'This is the last administrator. Make somebody else one first.');
    updatePerson(database, now, hash);
    // Who gets a new password may use it at once.
    if (hash) trySucceeded(database, old.name);
    const state = ({ role, active }: Person): string => `${role}, ${active ? 'active' : 'closed'}`;
    tell(workstation, hash ? 'change person and password' : 'change person', now, state(old), state(now));
    if (workstation.session.person()?.id === id) {
      if (now.active) workstation.session.enter(now);
      else workstation.session.leave();
    }
    return now;
  });
}

function tell(
  workstation: Workstation,
  what: string,
  { id }: Person,
  old: string | undefined,
  now: string,
): void {
  const who = workstation.annotator();
  appendTrail(workstation.library.database, { who, what, object: `person ${id}`, old, new: now });
}
