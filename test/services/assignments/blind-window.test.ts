/** A window that reads blind of its own accord is not sent what others made of beats that the reader has not labelled. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { insertAnnotationSet } from '../../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../../src-main/store/annotations.ts';
import { findPerson, insertPerson } from '../../../src-main/store/people.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

// Recordings are imported by a process of their own: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const study = shortStudy();
const beats = study.annotations.filter(isBeat);
const FOUND = 'AVNRT, slow pathway';
/** The marks lie over these beats. */
const [FIRST, LAST] = [4, 6];

let fixture: ApiFixture;
let recordId: number;
let setId: number;
beforeEach(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, study);
  for (const name of ['Anna', 'Ben'])
    insertPerson(
      fixture.workstation.library.database,
      { name, role: 'reviewer' },
      { salt: '', password: '' },
    );
  as('Anna');
  for (const kind of ['caliper', 'note', 'ablation'] as const) await add(kind, FIRST, LAST);
  await add('bookmark', 0, 0);
  as('Ben');
  const [reference] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
  const body = { name: 'Ben', copyOf: reference.id };
  setId = (await fixture.api.createSet({ params: { recordId }, body })).id;
});
afterEach(async () => {
  expect(fixture.bugs).toEqual([]);
  await fixture.close();
});

const as = (name: string): void =>
  fixture.workstation.session.enter(findPerson(fixture.workstation.library.database, name)!);
const add = (kind: 'caliper' | 'note' | 'ablation' | 'bookmark', first: number, last: number) => {
  const place = { from: beats[first].sampleIndex, to: beats[last].sampleIndex };
  return fixture.api.addMark({ params: { recordId }, body: { kind, ...place, text: FOUND } });
};
const seen = async (query: { blind?: 'true'; setId?: number; machineSetId?: number }) =>
  (await fixture.api.listMarks({ params: { recordId }, query })).marks;
const kinds = async (query: Parameters<typeof seen>[0]) =>
  (await seen(query)).map(({ kind }) => kind).toSorted();

/** Ben labels beats of his set, as the window saves them in a blind reading. */
async function label(from: number, to: number): Promise<void> {
  const { id, sampleIndex } = await fixture.api.getAnnotations({ params: { setId } });
  const ids = id.filter(
    (_, i) => sampleIndex[i] >= beats[from].sampleIndex && sampleIndex[i] <= beats[to].sampleIndex,
  );
  const edit = { kind: 'relabel', ids, mark: { symbol: 'V' }, provenance: 'blind' } as const;
  await fixture.api.applyEdit({ params: { setId }, body: { edit } });
}

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
    as('Anna');
    await add('bookmark', FIRST, LAST);
    expect(await kinds({ blind: 'true', setId })).toEqual([
      'ablation',
      'bookmark',
      'bookmark',
      'caliper',
      'note',
    ]);
    as('Ben');
  });

  it('waits for the beats that the machine alone found, too', async () => {
    await label(FIRST, LAST);
    const { database } = fixture.workstation.library;
    const machineSetId = insertAnnotationSet(database, {
      ...{ recordId, name: 'm', origin: 'machine', author: 'm' },
    });
    const between = Math.round((beats[FIRST].sampleIndex + beats[FIRST + 1].sampleIndex) / 2);
    insertAnnotations(database, machineSetId, [{ sampleIndex: between, symbol: 'V' }], 'machine');
    expect(await kinds({ blind: 'true', setId })).toContain('caliper');
    expect(await kinds({ blind: 'true', setId, machineSetId })).toEqual(['ablation']);
  });
});
