import { createHash } from 'node:crypto';
import { inTransaction, nullable, optional } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { timestamp } from './timestamp.ts';

/** What happened: who did what to which object, from what to what, and why. */
export interface TrailEvent {
  readonly who: string;
  readonly what: string;
  /** `annotation-set 3`, `study 1` ... */
  readonly object: string;
  readonly old?: string;
  readonly new?: string;
  readonly why?: string;
}

export interface TrailEntry extends TrailEvent {
  readonly sequence: number;
  /** With zone. */
  readonly at: string;
  readonly previousHash: string;
  readonly hash: string;
}

export interface TrailRow {
  sequence: number;
  who: string;
  at: string;
  what: string;
  object: string;
  old: string | null;
  new: string | null;
  why: string | null;
  previous_hash: string;
  hash: string;
}

export type TrailVerdict =
  | { readonly sound: true; readonly entries: number }
  | {
      readonly sound: false;
      readonly sequence: number;
      readonly reason: string;
      /** What had to stand there, and what stands there: a hash or a sequence number. */
      readonly expected?: string;
      readonly found?: string;
    };

/** What the first entry chains to. */
const GENESIS = '0'.repeat(64);

/** Appends one entry; inside the transaction of what it tells about, so that neither exists without the other. */
export function appendTrail(database: LibraryDatabase, event: TrailEvent): void {
  inTransaction(database, () => {
    const last = database
      .prepare<[], TrailRow>('SELECT sequence, hash FROM trail ORDER BY sequence DESC LIMIT 1')
      .get();
    const row: Omit<TrailRow, 'hash'> = {
      sequence: (last?.sequence ?? 0) + 1,
      who: event.who,
      at: timestamp(),
      what: event.what,
      object: event.object,
      old: nullable(event.old),
      new: nullable(event.new),
      why: nullable(event.why),
      previous_hash: last?.hash ?? GENESIS,
    };
    database
      .prepare(
        `INSERT INTO trail (sequence, who, at, what, object, old, new, why, previous_hash, hash)
         VALUES (@sequence, @who, @at, @what, @object, @old, @new, @why, @previous_hash, @hash)`,
      )
      .run({ ...row, hash: hashOf(row) });
  });
}

/** Entries in order; `after` and `limit` page through them. */
export function listTrail(
  database: LibraryDatabase,
  { after = 0, limit = 1000, object }: { after?: number; limit?: number; object?: string } = {},
): TrailEntry[] {
  const rows = database
    .prepare<[number, string | null, string | null, number], TrailRow>(
      'SELECT * FROM trail WHERE sequence > ? AND (? IS NULL OR object = ?) ORDER BY sequence LIMIT ?',
    )
    .all(after, nullable(object), nullable(object), limit);
  return rows.map(toEntry);
}

/** Recomputes the chain: names the first row that was changed, taken out, or cut off at the end. */
export function verifyTrail(database: LibraryDatabase): TrailVerdict {
  let previous = GENESIS;
  let entries = 0;
  for (const row of database.prepare<[], TrailRow>('SELECT * FROM trail ORDER BY sequence').iterate()) {
    const sequence = entries + 1;
    const tampered = (reason: string, expected: string, found: string): TrailVerdict => ({
      sound: false,
      sequence,
      reason,
      expected,
      found,
    });
    if (row.sequence !== sequence)
      return tampered('the entry is missing', `entry ${sequence}`, `entry ${row.sequence}`);
    if (row.previous_hash !== previous)
      return tampered('it does not follow the entry before', previous, row.previous_hash);
    const hash = hashOf(row);
    if (row.hash !== hash) return tampered('its content was changed', row.hash, hash);
    previous = row.hash;
    entries = sequence;
  }
  const given = database.prepare("SELECT seq FROM sqlite_sequence WHERE name = 'trail'").pluck().get();
  const count = (given as number | undefined) ?? 0;
  if (count > entries) {
    const told = { expected: `${count} entries`, found: `${entries} entries` };
    return { sound: false, sequence: entries + 1, reason: 'the end of the trail was cut off', ...told };
  }
  return { sound: true, entries };
}

function hashOf(row: Omit<TrailRow, 'hash'>): string {
  const fields = [
    row.sequence,
    row.who,
    row.at,
    row.what,
    row.object,
    row.old,
    row.new,
    row.why,
    row.previous_hash,
  ];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex');
}

export function toEntry(row: TrailRow): TrailEntry {
  return {
    sequence: row.sequence,
    who: row.who,
    at: row.at,
    what: row.what,
    object: row.object,
    old: optional(row.old),
    new: optional(row.new),
    why: optional(row.why),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
