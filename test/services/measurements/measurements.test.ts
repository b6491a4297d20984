import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { runAround } from '../../../src-main/services/measurements/beat-run.ts';
import { manoeuvreMeasures } from '../../../src-main/services/measurements/manoeuvres.ts';
import { simulateStudy, type SimulatedStudy } from '../../../src-main/simulate/study.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

const study = shortStudy();
let fixture: ApiFixture;
let recordId: number;
let setId: number;

async function setOf(record: number): Promise<number> {
  return (await fixture.api.getRecord({ params: { recordId: record } })).annotationSets[0].id;
}
beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, study);
  setId = await setOf(recordId);
});
afterAll(() => fixture.close());

const measure = (at: number, set = setId) =>
  fixture.api.getMeasurement({ params: { setId: set }, query: { at } });
const indexOf = (of: SimulatedStudy, aux: string, skip = 5): number =>
  of.annotations.filter((mark) => isBeat(mark) && (mark.aux ?? '') === aux)[skip].sampleIndex;

/** ms from QRS onset to QRS end and to the septum, of the true beats in a stretch. */
function truthOf(of: SimulatedStudy, from: number, to: number) {
  const beats = of.truth.beats.filter(({ rPeak }) => from <= rPeak && rPeak <= to);
  return beats.map(({ qrsOnset, qrsEnd }) => ({
    qrs: qrsEnd - qrsOnset,
    va: Math.min(
      ...of.truth.atria.flatMap(({ coronarySinus: { CS90 } }) =>
        CS90 > qrsOnset - 50 ? [CS90 - qrsOnset] : [],
      ),
    ),
  }));
}
const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1];

describe('intervals at a place', () => {
  let sinus: SimulatedStudy;
  let sinusSet: number;
  beforeAll(async () => {
    sinus = simulateStudy({
      seed: 5,
      minutes: 0.4,
      subject: { name: 'x013', age: 30, sex: 'F', diagnosis: 'AVNRT' },
      scenario: 'sinus',
    });
    sinusSet = await setOf(await importStudy(fixture, sinus));
  });

  it('in sinus rhythm hold PR, QRS, QT and both QTc, channels named', async () => {
    const { values, refused, ids, code } = await measure(indexOf(sinus, ''), sinusSet);
    expect(ids).toHaveLength(5);
    expect(code).toBe('N');
    const named = new Map(values.map((value) => [value.name, value]));
    expect(named.get('QT')?.on).toBe('II');
    const rr = named.get('cycle length')!.ms / 1000;
    const qt = named.get('QT')!.ms;
    expect(Math.abs(named.get('QTc (Bazett)')!.ms - qt / Math.sqrt(rr))).toBeLessThan(6);
    expect(Math.abs(named.get('QTc (Fridericia)')!.ms - qt / Math.cbrt(rr))).toBeLessThan(6);
    expect(named.get('QTc (Bazett)')!.beats).toBeGreaterThanOrEqual(3);
    expect(refused).toEqual([
      { name: 'VA', why: 'N begins in the atria' },
      { name: 'AH', why: 'no His channel' },
      { name: 'HV', why: 'no His channel' },
    ]);
  });

  it('have the QRS that the simulated heart had, to 25 ms', async () => {
    const { values, from, to } = await measure(indexOf(sinus, ''), sinusSet);
    const truth = middle(truthOf(sinus, from, to).map(({ qrs }) => qrs));
    expect(Math.abs(values.find(({ name }) => name === 'QRS')!.ms - truth)).toBeLessThan(25);
  });

  it('in tachycardia give no QTc and say why, and VA on a named surrogate to 25 ms of the true one', async () => {
    const { values, refused, from, to, code } = await measure(indexOf(study, 'AVNRT'));
    expect(code).toBe('NRT');
    expect(refused.filter(({ name }) => name.startsWith('QTc')).map(({ why }) => why)).toEqual([
      'NRT is a tachycardia',
      'NRT is a tachycardia',
    ]);
    expect(values.map(({ name }) => name)).not.toContain('QTc (Bazett)');
    expect(values.map(({ name }) => name)).not.toContain('PR');
    expect(values.find(({ name }) => name === 'VA')?.on).toContain('surrogate');
    const truth = middle(truthOf(study, from, to).map(({ va }) => va));
    expect(Math.abs(values.find(({ name }) => name === 'VA')!.ms - truth)).toBeLessThan(25);
  });

  it.each([
    [{ symbol: '/', aux: '/V' }, 'paced'],
    [{ symbol: 'N', aux: 'N-Prex' }, 'pre-excited'],
    [{ symbol: '?', aux: '' }, 'undetermined'],
    [{ symbol: 'R', aux: '' }, undefined],
  ])('of %j: QTc %s', async (mark, why) => {
    const record = (await fixture.api.listStudies()).studies.flatMap(({ records }) => records);
    const own = record.find(({ name }) => name === 'x013')!.id;
    const body = { name: `as ${mark.symbol}${mark.aux}`, author: 'tester', copyOf: sinusSet };
    const { id } = await fixture.api.createSet({ params: { recordId: own }, body });
    const set = await fixture.api.getAnnotations({ params: { setId: id } });
    const ids = set.id.filter((_, i) => isBeat(set.marks[set.mark[i]]));
    await fixture.api.applyEdit({ params: { setId: id }, body: { edit: { kind: 'relabel', ids, mark } } });
    const { values, refused } = await measure(indexOf(sinus, ''), id);
    const names = values.map(({ name }) => name);
    if (why === undefined)
      expect(names).toEqual(expect.arrayContaining(['QTc (Bazett)', 'JTc (Fridericia)']));
    else expect(refused.find(({ name }) => name === 'QTc (Bazett)')?.why).toContain(why);
  });

  it('need a beat', async () => {
    const body = { name: 'empty', author: 'tester' };
    const { id } = await fixture.api.createSet({ params: { recordId }, body });
    await expect(measure(100, id)).rejects.toMatchObject({ code: 'InvalidInput' });
  });
});

describe('beat table', () => {
  it('has a row a beat with cycle length and VA', async () => {
    const beats = study.annotations.filter(isBeat);
    const [from, to] = [beats[2].sampleIndex, beats[12].sampleIndex];
    const table = await fixture.api.getBeatTable({ params: { setId }, query: { from, to } });
    expect(table.rows.map(({ sampleIndex }) => sampleIndex)).toEqual(
      beats.slice(2, 12).map((one) => one.sampleIndex),
    );
    table.rows.forEach(({ cycleLengthMs }, i) => {
      const samples = beats[i + 2].sampleIndex - beats[i + 1].sampleIndex;
      expect(cycleLengthMs).toBe(Math.round((samples * 1000) / 977));
    });
    expect(table).toMatchObject({ septalChannel: 'CS90', septalIsSurrogate: true, noHis: 'no His channel' });
    // In sinus rhythm and atrial pacing what follows the QRS is the next beat's.
    for (const { code, vaMs } of table.rows) if (code === 'N' || code === 'P-A') expect(vaMs).toBeUndefined();
    const late = study.annotations.filter(({ aux }) => aux === 'AVNRT').slice(3, 13);
    const query = { from: late[0].sampleIndex, to: late.at(-1)!.sampleIndex };
    const fast = await fixture.api.getBeatTable({ params: { setId }, query });
    expect(fast.rows.map(({ vaMs }) => vaMs! > 30 && vaMs! < 110)).toEqual(Array<boolean>(9).fill(true));
  });
});

describe('marks kept with a record', () => {
  it('are added, changed, listed and deleted', async () => {
    const params = { recordId };
    const body = { kind: 'ablation', from: 500, to: 900, text: 'RF on', details: { watts: 30 } } as const;
    const { id: markId } = await fixture.api.addMark({ params, body });
    await fixture.api.changeMark({ params: { recordId, markId }, body: { ...body, to: 1000 } });
    const { marks } = await fixture.api.listMarks({ params });
    expect(marks).toMatchObject([
      { kind: 'ablation', from: 500, to: 1000, text: 'RF on', details: { watts: 30 } },
    ]);
    await fixture.api.deleteMark({ params: { recordId, markId } });
    expect((await fixture.api.listMarks({ params })).marks).toEqual([]);
  });

  it('refuse a confirmed H without a His channel, and a place outside the record', async () => {
    const params = { recordId };
    const his = fixture.api.addMark({ params, body: { kind: 'his', from: 500 } });
    await expect(his).rejects.toMatchObject({
      code: 'InvalidInput',
      message: expect.stringContaining('His'),
    });
    const outside = fixture.api.addMark({ params, body: { kind: 'bookmark', from: 0, to: 1e9 } });
    await expect(outside).rejects.toMatchObject({ code: 'InvalidInput' });
    expect(fixture.bugs).toEqual([]);
  });
});

describe('manoeuvre sheet', () => {
  it('computes and marks, without a verdict', async () => {
    const body = {
      postPacingInterval: 480,
      tachycardiaCycleLength: 330,
      avReturn: 220,
      avTachycardia: 180,
      stimulusToAtrium: 150,
      ventricleToAtrium: 40,
      shortestPreExcitedRr: 250,
      pathwayRefractoryPeriod: 251,
    };
    const { measures } = await fixture.api.measureManoeuvre({ body });
    const of = (name: string) => measures.find((one) => one.name === name);
    expect(of('PPI - TCL')?.value).toBe(150);
    expect(of('corrected PPI - TCL')?.value).toBe(110);
    expect(of('SA - VA')?.value).toBe(110);
    expect(of('SPERRI')?.marked).toBe(true);
    expect(of('APERP')?.marked).toBe(false);
    expect(JSON.stringify(measures)).not.toMatch(/AVNRT|AVRT|likely|suggest|diagnos/i);
    expect(manoeuvreMeasures({})).toEqual([]);
  });
});

describe('the run of beats to measure', () => {
  const beats = ['N', 'N', 'V', 'N', 'N', 'N', 'N', 'N', 'N'].map((code, i) => ({
    id: i,
    sampleIndex: 100 * i,
    code,
    beatClass: undefined,
  }));
  it('stays within one class, around the place', () => {
    expect(runAround(beats, 580, 5)).toEqual({ first: 4, last: 8 });
    expect(runAround(beats, 330, 5)).toEqual({ first: 3, last: 7 });
    expect(runAround(beats, 210, 5)).toEqual({ first: 2, last: 2 });
    expect(runAround([], 0, 5)).toBeUndefined();
  });
});

describe('a channel that the site names HIS after the import', () => {
  it('gives AH and HV once a person confirmed H on it, and refuses them before', async () => {
    const { originalName } = study.signals.find(({ name }) => name === 'CS90')!;
    const at = indexOf(study, '', 8);
    const before = await measure(at);
    expect(before.refused).toContainEqual({ name: 'AH', why: 'no His channel' });
    await expect(
      fixture.api.addMark({ params: { recordId }, body: { kind: 'his', from: at - 60 } }),
    ).rejects.toThrow(/no His channel/);
    const put = (value: unknown) =>
      fixture.api.putSetting({ params: { key: 'channelAliases' }, body: { value } });
    await put({ [originalName]: 'HIS' });
    try {
      const unconfirmed = await measure(at);
      expect(unconfirmed.refused).toContainEqual({
        name: 'HV',
        why: 'no H of these beats was confirmed by a person',
      });
      const details = { a: at - 160 };
      const mark = { kind: 'his' as const, from: at - 60, details };
      const { id } = await fixture.api.addMark({ params: { recordId }, body: mark });
      const fs = (await fixture.api.getRecord({ params: { recordId } })).samplingFrequency;
      const found = new Map((await measure(at)).values.map((value) => [value.name, value]));
      expect(found.get('AH')).toMatchObject({ ms: Math.round((100 / fs) * 1000), beats: 1 });
      expect(found.get('HV')?.on).toContain('HIS');
      await fixture.api.undoStep({ params: { recordId }, body: {} });
      expect((await fixture.api.listMarks({ params: { recordId } })).marks.some((one) => one.id === id)).toBe(
        false,
      );
    } finally {
      await put({});
    }
  });
});
