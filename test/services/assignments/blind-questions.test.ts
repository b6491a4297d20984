/** What a window that reads blind of its own accord asks for is answered without what others made: intervals, beat table, stimuli, search. */
import { beforeEach, describe, expect, it } from 'vitest';
import { beats, copyReference, labelBlind, readers, study } from './readers.ts';

const FOUND = 'AVNRT, slow pathway';
/** The marks lie at this beat. */
const BEAT = 4;

const given = readers([
  ['Anna', 'reviewer'],
  ['Ben', 'reviewer'],
]);
let setId: number;
beforeEach(async () => {
  given.as('Anna');
  // A catheter at the septum, so that AH and HV may be had.
  await given.fixture.api.putSetting({ params: { key: 'channelAliases' }, body: { value: { CS90: 'HIS' } } });
  const at = beats[BEAT].sampleIndex;
  await add('his', at - 80, { a: at - 160 });
  await add('stimulus', at - 40, { name: 'S2', captured: true });
  await add('note', at);
  given.as('Ben');
  setId = await copyReference(given, 'Ben');
});

const add = (kind: 'his' | 'stimulus' | 'note', from: number, details?: object) =>
  given.fixture.api.addMark({
    params: { recordId: given.recordId },
    body: { kind, from, text: kind === 'note' ? FOUND : '', details },
  });
/** Ben labels beats of his set. */
const label = (from: number, to: number) => labelBlind(given.fixture, setId, from, to);

const blind = () => ({ blind: 'true', readSetId: setId }) as const;
type Window = { blind?: 'true'; readSetId?: number };

async function ahInTable(window: Window): Promise<number | undefined> {
  const from = beats[BEAT].sampleIndex;
  const { rows } = await given.fixture.api.getBeatTable({
    params: { setId },
    query: { from, to: from + 1, ...window },
  });
  return rows[0].ahMs;
}
async function ahMeasured(window: Window): Promise<number | undefined> {
  const query = { at: beats[BEAT].sampleIndex, ...window };
  const { values } = await given.fixture.api.getMeasurement({ params: { setId }, query });
  return values.find(({ name }) => name === 'AH')?.ms;
}
async function stimuli(window: Window) {
  const query = { setId, ...window };
  return (await given.fixture.api.getStimuli({ params: { recordId: given.recordId }, query })).stimuli;
}
const hits = async (question: object, window: Window & { blindRecordId?: number } = {}) =>
  (await given.fixture.api.search({ query: { ...question, ...window } })).hits;

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
    const read = { ...blind(), blindRecordId: given.recordId };
    expect(await hits(code)).toHaveLength(1);
    expect(await hits(code, read)).toEqual([]);
    expect(await hits(code, { ...read, blindRecordId: given.recordId + 1 })).toHaveLength(1);
    expect(await hits({ rrFrom: 100 }, read)).toEqual([]);
    expect((await hits({ text: 'slow pathway' }))[0].notes).toHaveLength(1);
    expect(await hits({ text: 'slow pathway' }, read)).toEqual([]);
    await label(BEAT, BEAT);
    expect((await hits({ text: 'slow pathway' }, read))[0].notes).toHaveLength(1);
  });
});
