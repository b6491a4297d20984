import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

export const ROLES = ['reviewer', 'annotator', 'trainer', 'administrator'] as const;
export type Role = (typeof ROLES)[number];

/** A local user. */
export interface Person {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  /** false: may not sign in; what they did stays theirs. */
  readonly active: boolean;
}

/** scrypt's hash and its salt, hexadecimal. */
export interface PasswordHash {
  readonly salt: string;
  readonly password: string;
}

interface PersonRow extends PasswordHash {
  id: number;
  name: string;
  role: Role;
  active: number;
}

export function listPeople(database: LibraryDatabase): Person[] {
  return database.prepare<[], PersonRow>('SELECT * FROM person ORDER BY name').all().map(toPerson);
}

/** By name, letter case ignored. */
export function findPerson(
  database: LibraryDatabase,
  name: string,
): (Person & { readonly hash: PasswordHash }) | undefined {
  const row = database.prepare<[string], PersonRow>('SELECT * FROM person WHERE name = ?').get(name);
  return row && { ...toPerson(row), hash: { salt: row.salt, password: row.password } };
}

export function insertPerson(
  database: LibraryDatabase,
  person: Pick<Person, 'name' | 'role'>,
  hash: PasswordHash,
): Person {
  const row = database
    .prepare<unknown[], PersonRow>(
      'INSERT INTO person (name, role, salt, password, created_at) VALUES (?, ?, ?, ?, ?) RETURNING *',
    )
    .get(person.name, person.role, hash.salt, hash.password, timestamp())!;
  return toPerson(row);
}

export function updatePerson(
  database: LibraryDatabase,
  { id, role, active }: Pick<Person, 'id' | 'role' | 'active'>,
  hash?: PasswordHash,
): void {
  database.prepare('UPDATE person SET role = ?, active = ? WHERE id = ?').run(role, active ? 1 : 0, id);
  if (hash)
    database
      .prepare('UPDATE person SET salt = ?, password = ? WHERE id = ?')
      .run(hash.salt, hash.password, id);
}

function toPerson(row: PersonRow): Person {
  return { id: row.id, name: row.name, role: row.role, active: row.active === 1 };
}
