import { describe, expect, it, vi } from 'vitest';
import type { StudySummary } from '../../src-main/api/contract/record-schemas.ts';
import { PERMISSIONS } from '../../src-main/api/contract/permissions.ts';
import { Numbers } from '../../src-renderer/state/numbers.svelte.ts';
import { House, type Patient } from '../../src-renderer/state/house.svelte.ts';
import { Jobs } from '../../src-renderer/state/jobs.svelte.ts';
import { ROLE_ROWS, ROLES } from '../../src-renderer/state/roles.ts';
import { queryOf, Search } from '../../src-renderer/state/search.svelte.ts';
import { AS_IMPORTED, sortedRows } from '../../src-renderer/state/studies.svelte.ts';
import { Trail } from '../../src-renderer/state/trail.svelte.ts';
import { nextRow, sortBy } from '../../src-renderer/widgets/table-keys.ts';

describe('what roles may do', () => {
  it('is what the api lets them', () => {
    for (const { what, roles, endpoints } of ROLE_ROWS)
      for (const name of endpoints) {
        const permission = PERMISSIONS[name] ?? 'signed-in';
        const allowed =
          permission === 'signed-in' || permission === 'everybody'
            ? [...ROLES]
            : ROLES.filter((role) => role === 'administrator' || permission.includes(role));
        expect([what, name, [...roles].sort()]).toEqual([what, name, allowed.sort()]);
      }
  });
});

describe('table keys', () => {
  it('lead up and down, by pages and to the ends, and never outside', () => {
    expect(nextRow('ArrowDown', -1, 3, 10)).toBe(0);
    expect(nextRow('ArrowDown', 2, 3, 10)).toBe(2);
    expect(nextRow('ArrowUp', 0, 3, 10)).toBe(0);
    expect(nextRow('PageDown', 5, 100, 20)).toBe(25);
    expect(nextRow('PageUp', 5, 100, 20)).toBe(0);
    expect([nextRow('Home', 7, 9, 2), nextRow('End', 0, 9, 2)]).toEqual([0, 8]);
    expect(nextRow('ArrowDown', -1, 0, 10)).toBeUndefined();
    expect(nextRow('x', 1, 9, 2)).toBeUndefined();
  });

  it('turn the order round at the second press', () => {
    expect(sortBy({ key: 'a', down: false }, 'b')).toEqual({ key: 'b', down: false });
    expect(sortBy({ key: 'b', down: false }, 'b')).toEqual({ key: 'b', down: true });
  });
});

describe('the list of studies', () => {
  const study = (id: number, title: string, names: [string, number][]): StudySummary => ({
    id,
    title,
    patient: { id, code: title },
    importedAt: `2026-03-0${id}`,
    simulated: false,
    records: names.map(([name, beats]) => ({ id: 0, name, beats })) as never,
  });
  const list = [
    study(2, 'b', [
      ['r2', 5],
      ['r1', 9],
    ]),
    study(1, 'a', [['r3', 7]]),
  ];
  const names = (sorting: { key: string; down: boolean }) =>
    sortedRows(list, sorting).map(({ record, first }) => `${record.name}${first ? '' : ' +'}`);

  it('keeps the records of a study together as imported, and sorts them apart otherwise', () => {
    expect(names(AS_IMPORTED)).toEqual(['r2', 'r1 +', 'r3']);
    expect(names({ key: 'record', down: false })).toEqual(['r1', 'r2', 'r3']);
    expect(names({ key: 'beats', down: true })).toEqual(['r1', 'r3', 'r2']);
    expect(names({ key: 'imported', down: false })).toEqual(['r3', 'r2', 'r1']);
  });

  it('sorts 2,000 studies by any column', () => {
    const many = Array.from({ length: 2000 }, (_, i) => study(1, `s${(i * 7919) % 2000}`, [['r', i]]));
    const rows = sortedRows(many, { key: 'patient', down: false });
    expect(rows).toHaveLength(2000);
    expect(rows[0].study.title).toBe('s0');
  });
});

describe('search', () => {
  it('leaves out what is empty, and drops the answer to an earlier question', async () => {
    expect(queryOf({ class: 'NRT', rhythm: '', rrFrom: ' ', rrTo: '350', text: '' })).toEqual({
      class: 'NRT',
      rrTo: '350',
    });
    const answers: ((hits: unknown[]) => void)[] = [];
    const api = { search: () => new Promise((done) => answers.push((hits) => done({ hits }))) };
    const search = new Search(api as never);
    search.question = { ...search.question, class: 'N' };
    const [first, second] = [search.run(), search.run()];
    answers[1]([{ places: [{ from: 1, what: 'x' }] }]);
    answers[0]([]);
    await Promise.all([first, second]);
    expect(search.rows).toHaveLength(2);
  });
});

describe('the trail', () => {
  it('asks for pages as they come into view, each once', async () => {
    const searchTrail = vi.fn(async ({ query }: { query: { offset: number } }) => ({
      total: 500,
      people: [],
      kinds: [],
      entries: Array.from({ length: 200 }, (_, i) => ({ sequence: 500 - query.offset - i })),
    }));
    const trail = new Trail({ searchTrail } as never);
    await trail.load();
    trail.shown(150, 260);
    trail.shown(190, 300);
    await expect.poll(() => trail.entry(250)).toBeDefined();
    expect(searchTrail).toHaveBeenCalledTimes(2);
    expect(trail.entry(250)?.sequence).toBe(250);
    expect(trail.entry(499)).toBeUndefined();
  });

  it('says with each question whether its window reads blind', async () => {
    const asked: unknown[] = [];
    const searchTrail = async ({ query }: { query: { blind?: string } }) => {
      asked.push(query.blind);
      return { total: 0, people: [], kinds: [], entries: [] };
    };
    const trail = new Trail({ searchTrail } as never);
    await trail.load();
    trail.isBlind = () => true;
    await trail.show({ text: 'pathway' });
    expect(asked).toEqual([undefined, 'true']);
  });
});

describe('keeping house', () => {
  const patient = { id: 7, name: 'P', studyIds: [1, 2] } as Patient;
  const job = { id: 3, kind: 'erase', title: '', progress: 1, doing: '', createdAt: '' };
  const houseWith = (state: string, error?: { message: string }) => {
    const ended = { ...job, state, error };
    const api = {
      listPatients: async () => ({ patients: [] }),
      erasePatient: async () => ({ ...job, state: 'queued' }),
      listJobs: async () => ({ jobs: [ended] }),
      async *watchJob() {
        yield ended;
      },
    };
    return new House(
      api as never,
      new Jobs(api as never),
      new Numbers({ get: () => 'point', put: () => {} } as never),
    );
  };

  it('tells what came of a job, by number and never by name', async () => {
    const house = houseWith('done');
    expect(await house.erase(patient, 'asked for')).toBe(true);
    expect(house.outcomes[0]).toMatchObject({ bad: false });
    expect(house.outcomes[0].text).toContain('Patient 7 is erased with 2 studies');
  });

  it('tells a failure as one', async () => {
    const house = houseWith('failed', { message: 'The disk is full.' });
    expect(await house.erase(patient, 'asked for')).toBe(false);
    expect(house.outcomes).toMatchObject([{ bad: true, text: 'The disk is full.' }]);
    expect(house.busy).toBeUndefined();
  });
});
