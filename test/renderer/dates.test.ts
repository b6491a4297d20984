import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  dayAndTime,
  dayOf,
  fullTime,
  localDay,
  wallTimeAt,
  writtenOut,
} from '../../src-renderer/state/dates.ts';
import { Numbers } from '../../src-renderer/state/numbers.svelte.ts';

describe('dates', () => {
  it('are written as they were kept, in the zone they carry', () => {
    const kept = '2026-03-01T23:30:05.120+11:00';
    expect(dayAndTime(kept)).toBe('2026-03-01 23:30');
    expect(dayOf(kept)).toBe('2026-03-01');
    expect(fullTime(kept)).toBe('2026-03-01 23:30:05.120+11:00');
    expect(localDay(new Date(2026, 2, 1, 0, 5))).toBe('2026-03-01');
    expect([dayAndTime(undefined), dayOf(undefined), fullTime(undefined)]).toEqual(['', '', '']);
  });
});

it('a day is written out where day and month could be changed over', () => {
  expect(['2017-02-05T10:44:00.000', '2017-12-31T00:00:00'].map(writtenOut)).toEqual([
    '5 February 2017, 10:44',
    '31 December 2017, 00:00',
  ]);
});

describe('the wall time of a recording', () => {
  it.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Apia'])(
    'is never converted: the same in %s, across the hour that summer time leaves out',
    (zone) => {
      const before = process.env.TZ;
      process.env.TZ = zone;
      try {
        expect(wallTimeAt('2026-03-29T01:59:59.500', 1)).toBe('02:00:00');
        expect(wallTimeAt('2026-03-29T02:30:00', 60)).toBe('02:31:00');
        expect(wallTimeAt('2026-10-25T02:59:00', 3600)).toBe('03:59:00');
      } finally {
        if (before === undefined) delete process.env.TZ;
        else process.env.TZ = before;
      }
    },
  );

  it('names the day behind midnight, and counts days where none was recorded', () => {
    expect(wallTimeAt('2026-02-28T23:59:58.250', 1.5)).toBe('23:59:59');
    expect(wallTimeAt('2026-02-28T23:59:58.250', 1.75)).toBe('2026-03-01 00:00:00');
    expect(wallTimeAt('23:00:00', 59)).toBe('23:00:59');
    expect(wallTimeAt('23:00:00', 3600)).toBe('00:00:00 +1 d');
  });

  it('is none where none was recorded', () => {
    for (const start of [undefined, '', 'yesterday']) expect(wallTimeAt(start, 5)).toBeUndefined();
  });
});

describe('bytes', () => {
  it('have the decimal mark of the reader', () => {
    const numbers = (choice: 'comma' | 'point') => new Numbers({ get: () => choice, put: () => {} } as never);
    expect(numbers('comma').bytes(4_812_345)).toBe('4,81 MB');
    expect(numbers('point').bytes(503_000_000)).toBe('503 MB');
    expect(numbers('point').bytes(12_340_000_000)).toBe('12.3 GB');
  });
});

/** Where a number is no text for a reader: coordinates, exports, a control's value; and the one place that writes them. */
const BESIDES: Readonly<Record<string, string>> = {
  'state/numbers.svelte.ts': 'writes numbers',
  'state/dates.ts': 'writes dates',
  'trace/time-text.ts': 'writes times, with the mark that it is given',
  'trace/scale.ts': 'steps of a key',
  'trace/beat-lanes.ts': 'whole milliseconds',
  'beats/measurement-csv.ts': 'an export, with points',
  'state/calipers.svelte.ts': 'a default that the window replaces',
  'views/calibrate-form.svelte': "a number field's value",
  'views/beat-panel.svelte': 'points of a drawing',
  'views/families-panel.svelte': 'points of a drawing',
};

describe('the window', () => {
  it('writes numbers, dates and times in one way', () => {
    const folder = new URL('../../src-renderer', import.meta.url).pathname;
    const others = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(
        (name) => /\.(svelte|ts)$/.test(name) && !name.startsWith('pages') && !name.startsWith('views/pages'),
      )
      .filter((name) =>
        /\.toFixed\(|toLocale\w*\(|Intl\.|toISOString|slice\(0, ?16\)|replace\('T'/.test(
          readFileSync(join(folder, name), 'utf8'),
        ),
      );
    expect(others.filter((name) => !(name in BESIDES))).toEqual([]);
  });
});
