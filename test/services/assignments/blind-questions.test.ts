/** What a window that reads blind of its own accord asks for is answered without what others made: intervals, beat table, stimuli, search. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { findPerson, insertPerson } from '../../../src-main/store/people.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

// Recordings are imported by a process of their own: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const study = shortStudy();
const beats = study.annotations.filter(isBeat);
const FOUND = 'AVNRT, slow pathway';
/** The marks lie at this beat. */
const BEAT = 4;

let fixture: ApiFixture;
let recordId: number;
let setId: number;
beforeEach(async () => {
  fixture = openApiFixture();
  // A catheter at the septum, so that AH and HV may be had.
  await fixture.api.putSetting({ params: { key: 'channelAliases' }, body: { value: { CS90: 'HIS' } } });
  recordId = await importStudy(fixture, study);
  for (const name of ['Anna', 'Ben'])
    insertPerson(
      fixture.workstation.library.database,
      { name, role: 'reviewer' },
      { salt: '', password: '' },
    );
  as('Anna');
  const at = beats[BEAT].sampleIndex;
  await add('his', at - 80, { a: at - 160 });
  await add('stimulus', at - 40, { name: 'S2', captured: true });
  await add('note', at);
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
const add = (kind: 'his' | 'stimulus' | 'note', from: number, details?: object) =>
  fixture.api.addMark({
    params: { recordId },
    body: { kind, from, text: kind === 'note' ? FOUND : '', details },
  });
/** Ben labels beats of his set, as the window saves them in a blind reading. */
async function label(from: number, to: number): Promise<void> {
  const { id, sampleIndex } = await fixture.api.getAnnotations({ params: { setId } });
  const ids = id.filter(
    (_, i) => sampleIndex[i] >= beats[from].sampleIndex && sampleIndex[i] <= beats[to].sampleIndex,
  );
  const edit = { kind: 'relabel', ids, mark: { symbol: 'V' }, provenance: 'blind' } as const;
  await fixture.api.applyEdit({ params: { setId }, body: { edit } });
}

const blind = () => ({ blind: 'true', readSetId: setId }) as const;
type Window = { blind?: 'true'; readSetId?: number };

async function ahInTable(window: Window): Promise<number | undefined> {
  const from = beats[BEAT].sampleIndex;
  const { rows } = await fixture.api.getBeatTable({
    params: { setId },
    query: { from, to: from + 1, ...window },
  });
  return rows[0].ahMs;
}
async function ahMeasured(window: Window): Promise<number | undefined> {
  const query = { at: beats[BEAT].sampleIndex, ...window };
  const { values } = await fixture.api.getMeasurement({ params: { setId }, query });
  return values.find(({ name }) => name === 'AH')?.ms;
}
async function stimuli(window: Window) {
  const query = { setId, ...window };
  return (await fixture.api.getStimuli({ params: { recordId }, query })).stimuli;
}
const hits = async (question: object, window: Window & { blindRecordId?: number } = {}) =>
  (await fixture.api.search({ query: { ...question, ...window } })).hits;

describe('a window that reads blind is answered', () => {
  it('intervals and a beat table without the H that another reader confirmed, until the beat is labelled', async () => {
    const ms = Math.round((80 * 1000) / study.samplingFrequency);
    expect(await ahInTable({})).toBe(ms);
    expect(await ahMeasured({})).toBe(ms);
    expect(await ahInTable(blind())).toBeUndefined();
    expect(await ahMeasured(blind())).toBeUndefined();
    await label(BEAT, BEAT);
    expect(await ahInTable(blind())).toBe(ms);
    expect(await ahMeasured(blind())).toBe(ms);
  });

  it('stimuli without the names that another reader gave them, and never the class of the beat behind', async () => {
    const put = (list: { by?: string }[]) => list.filter(({ by }) => by === 'Anna');
    expect(put(await stimuli({}))).toMatchObject([{ name: 'S2', captured: true }]);
    expect((await stimuli({})).some(({ beatClass }) => beatClass !== undefined)).toBe(true);
    expect(put(await stimuli(blind()))).toEqual([]);
    await label(BEAT, BEAT);
    const now = await stimuli(blind());
    expect(put(now)).toHaveLength(1);
    expect(now.every(({ beatClass }) => beatClass === undefined)).toBe(true);
  });

  it('a search that leaves labels and words of others out of the record that is read, and of no other', async () => {
    const code = { class: 'N' };
    const read = { ...blind(), blindRecordId: recordId };
    expect(await hits(code)).toHaveLength(1);
    expect(await hits(code, read)).toEqual([]);
    expect(await hits(code, { ...read, blindRecordId: recordId + 1 })).toHaveLength(1);
    expect(await hits({ rrFrom: 100 }, read)).toEqual([]);
    expect((await hits({ text: 'slow pathway' }))[0].notes).toHaveLength(1);
    expect(await hits({ text: 'slow pathway' }, read)).toEqual([]);
    await label(BEAT, BEAT);
    expect((await hits({ text: 'slow pathway' }, read))[0].notes).toHaveLength(1);
  });
});
