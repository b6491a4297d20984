/** The window says that it reads blind, so that the main side sends no more than that allows. */
import { expect, it } from 'vitest';
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
