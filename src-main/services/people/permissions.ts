import { PurkinjeError } from '../../domain/errors.ts';
import type { Role } from '../../store/people.ts';
import type { Workstation } from '../workstation.ts';
import { sessionState } from './people.ts';

/** Who may do something: everybody, everybody who is signed in, or some roles. An administrator may do all. */
export type Permission = 'everybody' | 'signed-in' | readonly Role[];

/** @throws NotAllowed saying who may; never while the library has no users */
export function requirePermission(workstation: Workstation, permission: Permission): void {
  if (permission === 'everybody') return;
  const { required, person } = sessionState(workstation);
  if (!required) return;
  if (!person) throw new PurkinjeError('NotAllowed', 'Sign in first.');
  if (permission === 'signed-in' || person.role === 'administrator' || permission.includes(person.role))
    return;
  const roles = [...permission, 'administrator'].join(' or ');
  throw new PurkinjeError('NotAllowed', `This needs the role ${roles}; ${person.name} is ${person.role}.`);
}
