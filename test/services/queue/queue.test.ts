import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { insertAnnotationSet } from '../../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../../src-main/store/annotations.ts';
import { appendPredictions, beginPredictions } from '../../../src-main/store/predictions.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

const study = shortStudy();
const beats = study.annotations.filter(isBeat);
let fixture: ApiFixture;
let machine: number;
let mine: number;

/** Predictions of two classes; beat 3 is a PVC with a low margin, beat 5 spread wide, beat 7 unlike all others. */
beforeAll(async () => {
  fixture = openApiFixture();
  const recordId = await importStudy(fixture, study);
  const [reference] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
  const body = { name: 'mine', author: 'tester', copyOf: reference.id };
  mine = (await fixture.api.createSet({ params: { recordId }, body })).id;
  const { database } = fixture.workstation.library;
  machine = insertAnnotationSet(database, { recordId, name: 'machine', origin: 'machine', author: 'test' });
  const marks = beats.map(({ sampleIndex }, i) => ({
    sampleIndex: sampleIndex + 2,
    symbol: i === 3 ? 'V' : 'N',
  }));
  insertAnnotations(database, machine, marks, 'machine');
  beginPredictions(database, machine, ['N', 'PVC']);
  const column = (value: number, at?: number, other = 0): Float32Array =>
    Float32Array.from(beats, (_, i) => (i === at ? other : value));
  appendPredictions(database, machine, {
    sampleIndex: Int32Array.from(marks, ({ sampleIndex }) => sampleIndex),
    classIndex: Int16Array.from(beats, (_, i) => (i === 3 ? 1 : 0)),
    probabilities: Float32Array.from({ length: 2 * beats.length }, (_, k) => (k % 2 === 0 ? 0.9 : 0.1)),
    margin: column(0.8, 3, 0.01),
    entropy: column(0.1, 5, 0.69),
    abstained: Uint8Array.from(beats, (_, i) => (i === 5 ? 1 : 0)),
    outOfDistribution: column(0.2, 7, 9),
    iegmWeight: column(0.5),
  });
});
afterAll(() => fixture.close());

const ask = (query: Parameters<typeof fixture.api.getQueue>[0]['query']) =>
  fixture.api.getQueue({ params: { setId: machine }, query });
const at = (beat: number): number => beats[beat].sampleIndex + 2;

describe('review queue', () => {
  it.each([
    ['entropy', 5],
    ['margin', 3],
    ['out-of-distribution', 7],
    ['rarity', 3],
    ['time', 0],
  ] as const)('by %s begins with beat %i', async (order, first) => {
    const { items, queued, total, reviewed } = await ask({ order });
    expect(items[0].sampleIndex).toBe(at(first));
    expect({ queued, total, reviewed }).toEqual({ queued: beats.length, total: beats.length, reviewed: 0 });
  });

  it('by disagreement lists only beats on which the two differ', async () => {
    const { items } = await ask({ order: 'disagreement', humanSet: mine });
    expect(items.length).toBeGreaterThan(0);
    for (const { machineClass, humanClass } of items) expect(machineClass).not.toBe(humanClass);
    await expect(ask({ order: 'disagreement' })).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  it('filters by class and by rhythm', async () => {
    const pvc = await ask({ order: 'time', classes: 'PVC' });
    expect(pvc.items.map(({ sampleIndex }) => sampleIndex)).toEqual([at(3)]);
    const inSinus = await ask({ order: 'time', humanSet: mine, rhythms: 'SR' });
    expect(inSinus.total).toBeGreaterThan(0);
    expect(inSinus.total).toBeLessThan(beats.length);
    expect((await ask({ order: 'time', humanSet: mine, rhythms: 'AF' })).total).toBe(0);
  });

  it('counts a label of a person as reviewed, and one from a file not', async () => {
    const before = await ask({ order: 'margin', humanSet: mine });
    expect(before.reviewed).toBe(0);
    const edit = { kind: 'accept', machineSetId: machine, machineIds: [before.items[0].machineId!] } as const;
    await fixture.api.applyEdit({
      params: { setId: mine },
      body: { edit: { ...edit, machineIds: [...edit.machineIds] } },
    });
    const after = await ask({ order: 'margin', humanSet: mine });
    expect(after).toMatchObject({ reviewed: 1, total: before.total, queued: before.queued - 1 });
    expect(after.items[0].sampleIndex).not.toBe(before.items[0].sampleIndex);
    const looked = await ask({ order: 'margin', humanSet: mine, reviewed: 'yes' });
    expect(looked.items).toMatchObject([{ sampleIndex: at(3), humanClass: 'PVC', reviewed: true }]);
    await fixture.api.undoEdit({ params: { setId: mine } });
  });

  it('tells nothing of the machine in a blind reading, and refuses its order', async () => {
    const { items } = await ask({ order: 'time', blind: 'true', humanSet: mine });
    for (const key of ['machineClass', 'confidence', 'abstained', 'score'])
      expect(items.filter((item) => key in item)).toEqual([]);
    await expect(ask({ order: 'entropy', blind: 'true' })).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  it('pages', async () => {
    const all = (await ask({ order: 'entropy' })).items;
    expect((await ask({ order: 'entropy', offset: 4, limit: 3 })).items).toEqual(all.slice(4, 7));
  });

  it('needs predictions', async () => {
    const asked = fixture.api.getQueue({ params: { setId: mine } });
    await expect(asked).rejects.toMatchObject({ code: 'InvalidInput' });
    expect(fixture.bugs).toEqual([]);
  });
});
