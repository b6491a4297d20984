import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

const tachycardia = shortStudy();
const beats = tachycardia.annotations.filter(isBeat);
let fixture: ApiFixture;
let fast: number;
let slow: number;

beforeAll(async () => {
  fixture = openApiFixture();
  fast = await importStudy(fixture, tachycardia);
  const subject = { name: 'x100', age: 40, sex: 'F', diagnosis: 'AVNRT' } as const;
  slow = await importStudy(fixture, simulateStudy({ seed: 3, minutes: 0.2, subject, scenario: 'sinus' }));
  const mark = { kind: 'drug', from: 40, text: 'Adenosine 6 mg' } as const;
  await fixture.api.addMark({ params: { recordId: slow }, body: mark });
});
afterAll(() => fixture.close());

const find = async (query: object) => (await fixture.api.search({ query })).hits;

describe('search over all studies', () => {
  it('by class counts the beats and names the first', async () => {
    const hits = await find({ class: 'NRT' });
    const truth = beats.filter(({ aux }) => aux === 'AVNRT');
    expect(hits).toMatchObject([
      { recordId: fast, beats: truth.length, firstSample: truth[0].sampleIndex, origin: 'human' },
    ]);
  });

  it('by interval takes the RR before the beat, with a class too', async () => {
    const rr = beats.map(({ sampleIndex }, i) => ((sampleIndex - beats[i - 1]?.sampleIndex) * 1000) / 977);
    const short = beats.filter((_, i) => rr[i] >= 200 && rr[i] <= 350);
    expect(await find({ rrFrom: 200, rrTo: 350 })).toMatchObject([{ recordId: fast, beats: short.length }]);
    expect(await find({ class: 'N', rrFrom: 200, rrTo: 300 })).toEqual([]);
  });

  it('by words finds marks and notes, whatever the letter case', async () => {
    expect(await find({ text: 'adenosine' })).toMatchObject([
      { recordId: slow, beats: 0, notes: [{ sampleIndex: 40, text: 'Adenosine 6 mg' }] },
    ]);
    expect(await find({ text: 'adenosine', class: 'NRT' })).toEqual([]);
    expect(await find({ text: 'verapamil' })).toEqual([]);
    expect(await find({})).toEqual([]);
  });
});

describe('adjudication', () => {
  it('takes what two agree on, and leaves the rest to decide, in the trail by who decided', async () => {
    const params = { recordId: fast };
    const [{ id: reference }] = (await fixture.api.getRecord({ params })).annotationSets;
    const body = { name: 'other', author: 'Ben', copyOf: reference };
    const { id: other } = await fixture.api.createSet({ params, body });
    const set = await fixture.api.getAnnotations({ params: { setId: other } });
    const ids = set.id.filter((_, i) => isBeat(set.marks[set.mark[i]]));
    const apply = (setId: number, edit: Parameters<typeof fixture.api.applyEdit>[0]['body']['edit']) =>
      fixture.api.applyEdit({ params: { setId }, body: { edit } });
    await apply(other, { kind: 'relabel', ids: ids.slice(3, 6), mark: { symbol: 'V' } });
    await apply(other, { kind: 'delete', ids: [ids[9]] });
    const sets = { firstSetId: reference, secondSetId: other };
    const made = await fixture.api.createConsensus({ params, body: { name: 'consensus', ...sets } });
    expect(made).toMatchObject({
      agreed: beats.length - 4,
      undecided: 4,
      set: { kind: 'consensus', editable: true },
    });
    const compared = await fixture.api.compareSets({ params: { setId: made.set.id, otherSetId: reference } });
    expect(compared.disagreements.map(({ first }) => first)).toEqual(['?', '?', '?', '?']);
    const decided = compared.disagreements[0].firstId!;
    await apply(made.set.id, { kind: 'relabel', ids: [decided], mark: { symbol: 'N' } });
    const list = () => fixture.api.getAdjudication({ params: { setId: made.set.id } });
    const once = await list();
    expect(once).toMatchObject({ of: [reference, other], decided: 1 });
    expect(once.items.map(({ weight }) => weight)).toEqual(
      once.items.map(({ weight }) => weight).toSorted((a, b) => b - a),
    );
    expect(once.items.find(({ id }) => id === decided)).toMatchObject({
      code: 'N',
      decided: true,
      by: expect.stringMatching(/./) as string,
    });
    await apply(made.set.id, { kind: 'delete', ids: [once.items[1].id!] });
    expect((await list()).items[1]).toMatchObject({ decided: true, sampleIndex: once.items[1].sampleIndex });
    await fixture.api.undoEdit({ params: { setId: made.set.id } });
    expect((await list()).decided).toBe(1);
    await expect(fixture.api.getAdjudication({ params: { setId: reference } })).rejects.toThrow(
      /no consensus/,
    );
    const { entries } = await fixture.api.getTrail({ query: { object: `annotation-set ${made.set.id}` } });
    expect(entries.map(({ what }) => what)).toEqual(['create-consensus', 'relabel', 'delete', 'undo delete']);
    const again = fixture.api.createConsensus({ params, body: { name: 'consensus', ...sets } });
    await expect(again).rejects.toMatchObject({ code: 'Conflict' });
    const twice = { name: 'twice', firstSetId: other, secondSetId: other };
    await expect(fixture.api.createConsensus({ params, body: twice })).rejects.toMatchObject({
      code: 'InvalidInput',
    });
    expect(fixture.bugs).toEqual([]);
  });
});
