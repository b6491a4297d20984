import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

/** A person's signature under a set of labels. */
export interface SignOff {
  readonly id: number;
  readonly setId: number;
  readonly who: string;
  readonly role: string;
  readonly reason: string;
  /** SHA-256 of the labels as they were signed. */
  readonly labels: string;
  /** With zone. */
  readonly at: string;
}

interface SignOffRow {
  id: number;
  set_id: number;
  who: string;
  role: string;
  reason: string;
  labels: string;
  at: string;
}

export function insertSignOff(database: LibraryDatabase, signOff: Omit<SignOff, 'id' | 'at'>): SignOff {
  const row = database
    .prepare<unknown[], SignOffRow>(
      'INSERT INTO sign_off (set_id, who, role, reason, labels, at) VALUES (?, ?, ?, ?, ?, ?) RETURNING *',
    )
    .get(signOff.setId, signOff.who, signOff.role, signOff.reason, signOff.labels, timestamp())!;
  return toSignOff(row);
}

/** Of a set, oldest first. */
export function listSignOffs(database: LibraryDatabase, setId: number): SignOff[] {
  return database
    .prepare<[number], SignOffRow>('SELECT * FROM sign_off WHERE set_id = ? ORDER BY id')
    .all(setId)
    .map(toSignOff);
}

function toSignOff({ set_id, ...row }: SignOffRow): SignOff {
  return { ...row, setId: set_id };
}
