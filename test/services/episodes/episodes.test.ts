import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isBeat, isRhythmMark } from '../../../src-main/domain/annotation.ts';
import { rhythmCodeOf } from '../../../src-main/domain/rhythm.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

const study = shortStudy();
let fixture: ApiFixture;
let recordId: number;
let reference: number;
let setId: number;
let created = 0;

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, study);
  reference = (await fixture.api.getRecord({ params: { recordId } })).annotationSets[0].id;
});
afterAll(() => fixture.close());
beforeEach(async () => {
  const body = { name: `set ${++created}`, author: 'tester', copyOf: reference };
  setId = (await fixture.api.createSet({ params: { recordId }, body })).id;
});

const episodes = async () => (await fixture.api.getEpisodes({ params: { setId } })).episodes;
const marks = async () => {
  const set = await fixture.api.getAnnotations({ params: { setId } });
  return set.sampleIndex.map((at, i) => ({ at, id: set.id[i], ...set.marks[set.mark[i]] }));
};

describe('episodes of a set', () => {
  it('are where the study has its AVNRT, with what began and ended each', async () => {
    const found = await episodes();
    const truth = study.annotations.filter(({ aux }) => aux?.toLowerCase().startsWith('avnrt'));
    expect(truth.length).toBeGreaterThan(5);
    const inside = truth.filter(({ sampleIndex }) =>
      found.some(({ from, to }) => from <= sampleIndex && sampleIndex < to),
    );
    expect(inside.length).toBe(truth.length);
    expect(found[0]).toMatchObject({ basis: 'labels', code: 'NRT', mixed: false });
    expect(found[0].cycleLengthMs).toBeGreaterThan(200);
    expect(found[0].cycleLengthMs).toBeLessThan(450);
    expect(found[0].onset.couplingMs).toBeGreaterThan(0);
  });

  it('are found by rate where labels say nothing', async () => {
    const labelled = await episodes();
    const ids = (await marks()).filter(isBeat).map(({ id }) => id);
    const edit = { kind: 'relabel' as const, ids, mark: { symbol: '?' } };
    await fixture.api.applyEdit({ params: { setId }, body: { edit } });
    const rhythmIds = (await marks()).filter(isRhythmMark).map(({ id }) => id);
    await fixture.api.applyEdit({ params: { setId }, body: { edit: { kind: 'delete', ids: rhythmIds } } });
    const byRate = await episodes();
    const [longest] = labelled.toSorted((a, b) => b.beats - a.beats);
    const same = byRate.find(({ from, to }) => from < longest.to && longest.from < to);
    expect(same?.basis).toBe('rate');
    expect(Math.abs(same!.beats - longest.beats)).toBeLessThanOrEqual(4);
  });

  it('say when two tachycardias are in one', async () => {
    const [first] = await episodes();
    const ids = first.ids.slice(0, 2);
    const edit = { kind: 'relabel' as const, ids, mark: { symbol: 'X', aux: 'AVRT' } };
    await fixture.api.applyEdit({ params: { setId }, body: { edit } });
    expect((await episodes())[0].mixed).toBe(true);
  });

  it('are labelled whole in one undo step, the rhythm with them', async () => {
    const before = await marks();
    const [{ from, ids }] = await episodes();
    const beats = ids.length >> 1;
    // Half of it, so that the rest stays what it was.
    const to = before.find(({ id }) => id === ids[beats])!.at;
    const edit = {
      kind: 'episode' as const,
      from: from + 1,
      to,
      mark: { symbol: 'X', aux: 'AVRT' },
      rhythm: '(AVRT',
    };
    const result = await fixture.api.applyEdit({ params: { setId }, body: { edit } });
    const after = await marks();
    const inside = after.filter(({ at }) => from < at && at < to);
    expect(inside.filter(isBeat).every(({ aux }) => aux === 'AVRT')).toBe(true);
    expect(inside.filter(isBeat)).toHaveLength(beats - 1);
    expect(inside.filter(isRhythmMark).every(({ aux }) => aux === '(AVRT')).toBe(true);
    expect(result.changed.filter(({ provenance }) => provenance !== 'bulk')).toEqual([]);
    const rhythmAt = (list: typeof after, at: number) =>
      list.filter((mark) => isRhythmMark(mark) && mark.at <= at).at(-1)?.aux;
    expect(rhythmCodeOf(rhythmAt(after, from + 1)!)).toBe('AVRT');
    expect(rhythmAt(after, to)).toBe(rhythmAt(before, to));
    await fixture.api.undoEdit({ params: { setId } });
    expect(await marks()).toEqual(before);
  });

  it('refuse an empty stretch', async () => {
    const edit = { kind: 'episode' as const, from: 1, to: 2, mark: { symbol: 'N' } };
    const refused = fixture.api.applyEdit({ params: { setId }, body: { edit } });
    await expect(refused).rejects.toMatchObject({ code: 'InvalidInput' });
    expect(fixture.bugs).toEqual([]);
  });
});

describe('stimuli of a record', () => {
  it('are the ones that were given, with their site and what followed', async () => {
    const paced = simulateStudy({
      seed: 11,
      minutes: 0.5,
      subject: { name: 'x012', age: 15, sex: 'M', diagnosis: 'AVNRT' },
      scenario: 'ventricular-pacing',
    });
    const id = await importStudy(fixture, paced);
    const [{ id: set }] = (await fixture.api.getRecord({ params: { recordId: id } })).annotationSets;
    const { stimuli } = await fixture.api.getStimuli({ params: { recordId: id }, query: { setId: set } });
    const given = paced.truth.stimuli.map(({ time }) => time).filter((time) => time < 29_900);
    const found = stimuli.map(({ sampleIndex }) => (sampleIndex * 1000) / 977);
    const near = (a: number, list: readonly number[]): boolean => list.some((b) => Math.abs(a - b) < 10);
    expect(given.length).toBeGreaterThan(8);
    expect(given.filter((time) => near(time, found)).length / given.length).toBeGreaterThan(0.95);
    expect(found.filter((time) => near(time, given)).length / found.length).toBeGreaterThan(0.95);
    const atRva = stimuli.filter(({ site }) => site === 'RVA');
    expect(atRva.length).toBeGreaterThan(0.8 * stimuli.length);
    const captured = paced.truth.stimuli.filter((one) => one.captured && one.time < 29_500).length;
    expect(Math.abs(atRva.filter((one) => one.captured).length - captured)).toBeLessThanOrEqual(2);
  });
});
