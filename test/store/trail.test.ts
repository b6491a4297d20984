import { describe, expect, it } from 'vitest';
import { timestamp } from '../../src-main/store/timestamp.ts';
import { appendTrail, listTrail, verifyTrail } from '../../src-main/store/trail.ts';
import { temporaryLibrary } from './temporary-library.ts';

function filled() {
  const { database } = temporaryLibrary();
  for (let i = 1; i <= 5; i++)
    appendTrail(database, {
      who: 'a reader',
      what: `act ${i}`,
      object: `thing ${i % 2}`,
      old: 'a',
      new: 'b',
    });
  return database;
}

describe('trail', () => {
  it('keeps who, when with zone, what, old, new and why, in order', () => {
    const database = filled();
    appendTrail(database, { who: 'another', what: 'act 6', object: 'thing', why: 'because' });
    const entries = listTrail(database, { after: 4 });
    expect(entries.map(({ sequence, what }) => [sequence, what])).toEqual([
      [5, 'act 5'],
      [6, 'act 6'],
    ]);
    expect(entries[1]).toMatchObject({ who: 'another', old: undefined, new: undefined, why: 'because' });
    expect(entries[1].at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
    expect(entries[1].previousHash).toBe(entries[0].hash);
    expect(listTrail(database, { object: 'thing 1', limit: 2 }).map(({ sequence }) => sequence)).toEqual([
      1, 3,
    ]);
    expect(verifyTrail(database)).toEqual({ sound: true, entries: 6 });
  });

  it('is never changed', () => {
    const database = filled();
    expect(() => database.exec("UPDATE trail SET who = 'nobody'")).toThrow('append-only');
    expect(() => database.exec('DELETE FROM trail WHERE sequence = 5')).toThrow('append-only');
  });

  it.each([
    ["UPDATE trail SET who = 'nobody' WHERE sequence = 3", 3, 'its content was changed'],
    ["UPDATE trail SET why = '' WHERE sequence = 1", 1, 'its content was changed'],
    ['DELETE FROM trail WHERE sequence = 2', 2, 'the entry is missing'],
    ['DELETE FROM trail WHERE sequence = 5', 5, 'the end of the trail was cut off'],
    ["UPDATE trail SET previous_hash = 'x' WHERE sequence = 4", 4, 'it does not follow the entry before'],
  ])('shows where it was forged: %s', (forgery, sequence, reason) => {
    const database = filled();
    database.exec('DROP TRIGGER trail_is_never_updated; DROP TRIGGER trail_is_never_deleted');
    database.exec(forgery);
    expect(verifyTrail(database)).toMatchObject({ sound: false, sequence, reason });
  });

  it('has local time with its zone', () => {
    const date = new Date(Date.UTC(2026, 2, 1, 8, 30, 0, 7));
    const text = timestamp(date);
    expect(Date.parse(text)).toBe(date.getTime());
    expect(text).toHaveLength(29);
  });
});
