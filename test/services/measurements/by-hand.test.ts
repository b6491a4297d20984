/** An interval that the program did not find: measured by hand, kept with the study, in trail, undo and report; and the rules over it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Measurement } from '../../../src-main/api/contract/measurements.ts';
import { shownIntervals } from '../../../src-main/domain/kept-interval.ts';
import { intervalsOfRun } from '../../../src-main/services/measurements/intervals.ts';
import type { BeatPlaces } from '../../../src-main/services/measurements/measure-beats.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';
import { FS, importSquareWaves } from '../pages/printed-pages.ts';
import { drawnReport, pagesOf } from '../report/drawn-report.ts';

let fixture: ApiFixture;
let recordId: number;
let setId: number;
let run: Measurement;

/** A triangle of 80 ms once a second on a flat line: a QRS, no P and no T. */
const bare = (values: Int32Array): Int32Array =>
  values.map((_, i) => Math.max(0, 1000 - 50 * Math.abs((i % FS) - FS / 2)));

async function emptySet(record: number): Promise<number> {
  const body = { name: 'by hand' };
  return (await fixture.api.createSet({ params: { recordId: record }, body })).id;
}

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importSquareWaves(fixture, 'bare', bare);
  setId = await emptySet(recordId);
  const beats = Array.from({ length: 30 }, (_, second) => ({
    sampleIndex: second * FS + FS / 2,
    symbol: 'N',
  }));
  const edit = { kind: 'insert' as const, annotations: beats };
  await fixture.api.applyEdit({ params: { setId }, body: { edit } });
  run = await fixture.api.getMeasurement({ params: { setId }, query: { at: 10.5 * FS } });
}, 60_000);
afterAll(() => fixture.close());

const keep = (name: string, ms: number, more: object = {}) =>
  fixture.api.addMark({
    params: { recordId },
    body: { kind: 'measurement', from: run.from, to: run.to, details: { name, ms, on: 'II', ...more } },
  });
const reportText = async (): Promise<string> =>
  pagesOf(await drawnReport(fixture.workstation, recordId))
    .join(' ')
    .replaceAll(/\s+/g, ' ');

describe('an interval that was not found', () => {
  it('says on which channels a person may measure it; what the rules refuse does not', () => {
    const pr = run.refused.find(({ name }) => name === 'PR');
    expect(pr).toMatchObject({ why: 'not found in these beats' });
    expect(pr?.missingOn).toContain('II');
    for (const { why, missingOn } of run.refused)
      expect(missingOn !== undefined, why).toBe(why === 'not found in these beats');
  });

  it('stands in the report once it is signed: by hand, who, when and where, told apart', async () => {
    const ends = { from: run.from + 10, to: run.from + 150 };
    const { author } = await keep('PR', 140, { ends });
    await keep('AH', 90);
    await keep('QT', 400);
    await fixture.api.signSet({ params: { setId }, body: { reason: 'read' } });
    const text = await reportText();
    expect(text).toMatch(
      new RegExp(
        `PR 140 ms, measured by hand by ${author}, \\d{4}-\\S+ \\S+ \\S+, from 0:\\d\\d\\.\\d{3} to 0:\\d\\d\\.\\d{3}; the program found none`,
      ),
    );
    expect(text).not.toMatch(/PR not given/);
    expect(text).toContain('AH not given: no His channel');
    expect(text).not.toContain('AH 90');
    // At a cycle length of 1 s.
    for (const formula of ['Bazett', 'Fridericia'])
      expect(text).toContain(
        `QTc (${formula}) 400 ms, from what was put right or measured by hand; the program measured`,
      );
  });

  it('is in the trail, and taken back by undo', async () => {
    const { entries } = await fixture.api.searchTrail({ query: {} });
    expect(entries.filter(({ what }) => what === 'insert study-mark')).toHaveLength(3);
    for (let steps = 0; steps < 3; steps++)
      await fixture.api.undoStep({ params: { recordId }, body: { setId } });
    const { marks } = await fixture.api.listMarks({ params: { recordId } });
    expect(marks.filter(({ kind }) => kind === 'measurement')).toEqual([]);
    expect(await reportText()).not.toContain('PR 140');
    await fixture.api.redoStep({ params: { recordId }, body: { setId } });
    const again = (await fixture.api.listMarks({ params: { recordId } })).marks;
    expect(shownIntervals(run, again).shown).toContainEqual(
      expect.objectContaining({ name: 'PR', ms: 140, byHand: true }),
    );
  });
});

describe('beats of a tachycardia that somebody labelled sinus', () => {
  it('are too fast for a QTc, and say so', async () => {
    const study = shortStudy();
    const id = await importStudy(fixture, study);
    const [reference] = (await fixture.api.getRecord({ params: { recordId: id } })).annotationSets;
    const body = { name: 'sinus', copyOf: reference.id };
    const set = (await fixture.api.createSet({ params: { recordId: id }, body })).id;
    const all = await fixture.api.getAnnotations({ params: { setId: set } });
    const ids = all.id.filter((_, i) => all.marks[all.mark[i]].aux === 'AVNRT');
    const edit = { kind: 'relabel' as const, ids, mark: { symbol: 'N' } };
    await fixture.api.applyEdit({ params: { setId: set }, body: { edit } });
    const at = study.annotations.filter(({ aux }) => aux === 'AVNRT')[8].sampleIndex;
    const fast = await fixture.api.getMeasurement({ params: { setId: set }, query: { at } });
    expect(fast.code).toBe('N');
    expect(fast.values.find(({ name }) => name === 'cycle length')!.ms).toBeLessThan(600);
    const { patient } = (await fixture.api.getRecord({ params: { recordId: id } })).study;
    expect(fast.ageYears).toBe(patient.ageYears);
    expect(fast.refused.filter(({ name }) => name.startsWith('QTc'))).toEqual([
      { name: 'QTc (Bazett)', why: 'more than 100/min is a tachycardia' },
      { name: 'QTc (Fridericia)', why: 'more than 100/min is a tachycardia' },
    ]);
  });
});

describe('intervals of five beats whose T waves were not found', () => {
  const places: BeatPlaces[] = [1000, 2000, 3000, 4000, 5000].map((rPeak) => ({
    rPeak,
    pOnset: rPeak - 200,
    qrsOnset: rPeak - 40,
    qrsOffset: rPeak + 50,
  }));
  const of = (code: string, conduction: string, count = 5) =>
    intervalsOfRun({
      beats: places.slice(0, count).map(({ rPeak }, id) => ({
        id,
        sampleIndex: rPeak,
        code,
        beatClass: { origin: 'sinus', conduction } as never,
      })),
      measured: { places: places.slice(0, count), qtLead: 'II', leads: ['I', 'II'] },
      rr: places.slice(0, count).map((_, i) => (i === 0 ? undefined : 1000)),
      his: 'no His channel',
      samplingFrequency: 1000,
    });

  it('follow a QT that a person measures: QTc, with bundle branch block JTc too', () => {
    const followers = (run: ReturnType<typeof of>): string[] =>
      run.refused.filter(({ follows }) => follows).map(({ name }) => name);
    expect(followers(of('N', 'normal'))).toEqual(['QTc (Bazett)', 'QTc (Fridericia)']);
    expect(followers(of('RBB', 'bundle-branch-block'))).toHaveLength(4);
    expect(of('N', 'normal').refused).toContainEqual({
      name: 'QT',
      why: 'not found in these beats',
      missingOn: 'II',
    });
  });

  it('do not where fewer than three of them have an RR', () => {
    expect(of('N', 'normal', 3).refused.filter(({ follows }) => follows)).toEqual([]);
    expect(of('N', 'normal', 3).refused.map(({ name }) => name)).toContain('QTc (Bazett)');
  });
});
