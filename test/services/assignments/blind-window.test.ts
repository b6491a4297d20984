/** A window that reads blind of its own accord is not sent what others made of beats that the reader has not labelled. */
import { beforeEach, describe, expect, it } from 'vitest';
import { insertAnnotationSet } from '../../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../../src-main/store/annotations.ts';
import { beats, copyReference, labelBlind, readers } from './readers.ts';

const FOUND = 'AVNRT, slow pathway';
/** The marks lie over these beats. */
const [FIRST, LAST] = [4, 6];

const given = readers([
  ['Anna', 'reviewer'],
  ['Ben', 'reviewer'],
]);
let setId: number;
beforeEach(async () => {
  given.as('Anna');
  for (const kind of ['caliper', 'note', 'ablation'] as const) await add(kind, FIRST, LAST);
  await add('bookmark', 0, 0);
  given.as('Ben');
  setId = await copyReference(given, 'Ben');
});

const add = (kind: 'caliper' | 'note' | 'ablation' | 'bookmark', first: number, last: number) => {
  const place = { from: beats[first].sampleIndex, to: beats[last].sampleIndex };
  return given.fixture.api.addMark({
    params: { recordId: given.recordId },
    body: { kind, ...place, text: FOUND },
  });
};
const seen = async (query: { blind?: 'true'; setId?: number; machineSetId?: number }) =>
  (await given.fixture.api.listMarks({ params: { recordId: given.recordId }, query })).marks;
const kinds = async (query: Parameters<typeof seen>[0]) =>
  (await seen(query)).map(({ kind }) => kind).toSorted();

/** Ben labels beats of his set. */
const label = (from: number, to: number) => labelBlind(given.fixture, setId, from, to);

describe('a window that reads blind', () => {
  it('is sent its own marks, and of the laboratory that something was done, not the words', async () => {
    expect(await kinds({})).toEqual(['ablation', 'bookmark', 'caliper', 'note']);
    await add('note', FIRST, FIRST);
    const marks = await seen({ blind: 'true', setId });
    expect(marks.map(({ kind, author }) => [kind, author]).toSorted()).toEqual([
      ['ablation', 'Anna'],
      ['note', 'Ben'],
    ]);
    const ablation = marks.find(({ kind }) => kind === 'ablation');
    expect(ablation).toMatchObject({ text: '', withheld: true });
    expect(await kinds({ blind: 'true' })).toEqual(['ablation', 'note']);
  });

  it('is sent what lies where every beat is labelled, once it is', async () => {
    await label(FIRST, LAST - 1);
    expect(await kinds({ blind: 'true', setId })).toEqual(['ablation']);
    await label(LAST, LAST);
    const marks = await seen({ blind: 'true', setId });
    expect(marks.map(({ kind }) => kind).toSorted()).toEqual(['ablation', 'caliper', 'note']);
    expect(marks.every(({ text, withheld }) => text === FOUND && withheld === undefined)).toBe(true);
    // By labels of another reader nothing is known.
    given.as('Anna');
    await add('bookmark', FIRST, LAST);
    expect(await kinds({ blind: 'true', setId })).toEqual([
      'ablation',
      'bookmark',
      'bookmark',
      'caliper',
      'note',
    ]);
    given.as('Ben');
  });

  it('waits for the beats that the machine alone found, too', async () => {
    await label(FIRST, LAST);
    const { database } = given.fixture.workstation.library;
    const machineSetId = insertAnnotationSet(database, {
      ...{ recordId: given.recordId, name: 'm', origin: 'machine', author: 'm' },
    });
    const between = Math.round((beats[FIRST].sampleIndex + beats[FIRST + 1].sampleIndex) / 2);
    insertAnnotations(database, machineSetId, [{ sampleIndex: between, symbol: 'V' }], 'machine');
    expect(await kinds({ blind: 'true', setId })).toContain('caliper');
    expect(await kinds({ blind: 'true', setId, machineSetId })).toEqual(['ablation']);
  });
});
