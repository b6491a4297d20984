/** The window says that it reads blind, so that the main side sends no more than that allows. */
import { expect, it } from 'vitest';
import type { Annotations } from '../../src-renderer/state/annotations.svelte.ts';
import { Episodes } from '../../src-renderer/state/episodes.svelte.ts';
import { Intervals } from '../../src-renderer/state/intervals.svelte.ts';
import { Search } from '../../src-renderer/state/search.svelte.ts';
import { StudyMarks, type StudyMark } from '../../src-renderer/state/study-marks.svelte.ts';

const mark = (id: number, author: string): StudyMark => ({
  ...{ id, author, recordId: 1, kind: 'note', from: id, text: 'AVNRT' },
  createdAt: '2026-01-01T00:00:00.000Z',
});

function open() {
  const asked: unknown[] = [];
  const api = {
    listMarks: async ({ query }: { query?: { blind?: string } }) => {
      asked.push(query);
      return { marks: query?.blind === 'true' ? [mark(1, 'me')] : [mark(1, 'me'), mark(2, 'other')] };
    },
  };
  return { asked, marks: new StudyMarks(api as never, 1) };
}

it('marks of others leave the window with the begin of a blind reading, and come back with its end', async () => {
  const { asked, marks } = open();
  await marks.load();
  expect(marks.log).toHaveLength(2);
  await marks.look({ setId: 3, machineSetId: 4 });
  expect(marks.log.map(({ author }) => author)).toEqual(['me']);
  await marks.look(undefined);
  expect(marks.log).toHaveLength(2);
  expect(asked).toEqual([undefined, { blind: 'true', setId: 3, machineSetId: 4 }, undefined]);
});

it('labels that follow one another ask once, by the sets of the last', async () => {
  const { asked, marks } = open();
  await Promise.all([marks.look({ setId: 3 }), marks.look({ setId: 3 }), marks.look({ setId: 5 })]);
  expect(asked).toEqual([{ blind: 'true', setId: 5 }]);
  await marks.look({ setId: 5 });
  expect(asked).toHaveLength(2);
});

const READ = { blind: 'true', readSetId: 3, machineSetId: 4 } as const;
/** A reading whose sets are these, blind or not. */
const reading = (blind: boolean) =>
  ({
    ...{ recordId: 1, blind, humanSet: { id: 3 }, human: { count: 5 }, setRevision: 1 },
    blindQuery: blind ? READ : {},
    maySeeAt: () => true,
  }) as unknown as Annotations;

it.each([true, false])(
  'stimuli and intervals are asked for as the reading is, blind %s; episodes in an open one',
  async (blind) => {
    const asked: Record<string, unknown> = {};
    const api = new Proxy({} as never, {
      get: (_, name: string) => async (options: { query?: unknown }) => {
        asked[name] = options.query ?? {};
        return { stimuli: [], refractory: [], episodes: [] };
      },
    });
    const episodes = new Episodes(api, reading(blind));
    await episodes.loadStimuli();
    await episodes.load();
    await new Intervals(api, reading(blind)).measure(70);
    const read = blind ? READ : {};
    expect(asked.getStimuli).toEqual({ setId: 3, ...read });
    expect(asked.getMeasurement).toEqual({ at: 70, ...read });
    expect('getEpisodes' in asked).toBe(!blind);
  },
);

it('what was found before a reading became blind is listed no more, of its record', async () => {
  const asked: unknown[] = [];
  const hit = (recordId: number) => ({ recordId, places: [] });
  const api = {
    search: async ({ query }: { query: unknown }) => {
      asked.push(query);
      return { hits: [hit(1), hit(2)] };
    },
  };
  const search = new Search(api as never);
  search.question = { ...search.question, class: 'N' };
  await search.run();
  expect(search.rows.map(({ hit: { recordId } }) => recordId)).toEqual([1, 2]);
  search.blindRead = () => ({ blindRecordId: 1, ...READ });
  expect(search.shown.map(({ recordId }) => recordId)).toEqual([2]);
  await search.run();
  expect(asked).toEqual([{ class: 'N' }, { class: 'N', blindRecordId: 1, ...READ }]);
});
