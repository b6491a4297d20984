import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { PredictionColumns } from '../../src-main/api/contract/annotations.ts';
import { beatClassByCode } from '../../src-main/domain/beat-class.ts';
import { openExplanations } from '../../src-main/services/explanations/explain-threads.ts';
import { listModels } from '../../src-main/services/models.ts';
import { writeStudy } from '../../src-main/services/simulation/write-study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { ended, importStudy, openApiFixture, shortStudy, type ApiFixture } from './library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

describe.skipIf(listModels().length === 0)('classification with the bundled model', () => {
  let fixture: ApiFixture;
  let recordId: number;
  let predictions: PredictionColumns;
  let result: Record<string, unknown>;

  beforeAll(async () => {
    fixture = openApiFixture();
    recordId = await importStudy(fixture, shortStudy());
    const job = await ended(fixture, await fixture.api.classifyRecord({ params: { recordId }, body: {} }));
    expect(job).toMatchObject({ kind: 'classify', state: 'done', title: 'Classify x007' });
    result = job.result as Record<string, unknown>;
    predictions = await fixture.api.getPredictions({ params: { setId: result.setId as number } });
  }, 120_000);
  afterAll(() => fixture.close());

  it('gives each beat a class, a confidence and a margin', async () => {
    const beats = predictions.sampleIndex.length;
    expect(beats).toBe(result.beats);
    for (const column of [
      'annotationId',
      'classIndex',
      'confidence',
      'margin',
      'entropy',
      'abstained',
    ] as const)
      expect(predictions[column]).toHaveLength(beats);
    expect(Math.min(...predictions.confidence)).toBeGreaterThan(1 / predictions.classes.length - 1e-6);
    expect(Math.max(...predictions.confidence)).toBeLessThanOrEqual(1);
    expect(predictions.model).toBe(result.model);
  });

  it('stands in the trail: who asked, which model, which set of which record', async () => {
    const object = `annotation-set ${String(result.setId)}`;
    const { entries } = await fixture.api.getTrail({ query: { object } });
    expect(entries).toMatchObject([
      {
        what: 'classify',
        who: fixture.workstation.annotator(),
        new: `${String(result.model)}, record ${recordId}`,
      },
    ]);
  });

  it('finds the most similar labelled beats of other patients, and none of this one', async () => {
    const beat = (at: number) => ({
      params: { setId: predictions.setId, annotationId: predictions.annotationId[at] },
    });
    const alone = await fixture.api.getSimilarBeats(beat(3));
    expect(alone).toMatchObject({
      beats: [],
      records: 0,
      why: expect.stringMatching(/other patient/) as string,
    });
    const other = simulateStudy({
      seed: 5,
      minutes: 0.4,
      subject: { name: 'x013', age: 30, sex: 'F', diagnosis: 'AVNRT' },
      scenario: 'sinus',
    });
    const otherRecord = await importStudy(fixture, other);
    await ended(fixture, await fixture.api.classifyRecord({ params: { recordId: otherRecord }, body: {} }));
    const { beats, records, why } = await fixture.api.getSimilarBeats(beat(3));
    expect({ records, why }).toEqual({ records: 1, why: undefined });
    expect(beats.length).toBeGreaterThan(0);
    expect(new Set(beats.map(({ recordId: of }) => of))).toEqual(new Set([otherRecord]));
    const similarities = beats.map(({ similarity }) => similarity);
    expect(similarities).toEqual(similarities.toSorted((a, b) => b - a));
    expect(similarities[0]).toBeLessThanOrEqual(1.001);
    expect(other.annotations.map(({ sampleIndex }) => sampleIndex)).toContain(beats[0].sampleIndex);
    const sinus = predictions.classIndex.findIndex((of) => predictions.classes[of] === 'N');
    expect((await fixture.api.getSimilarBeats(beat(sinus))).beats[0].code).toBe('N');
  });

  it('is a machine set whose annotations say the same, and that nobody edits', async () => {
    const { annotationSets } = await fixture.api.getRecord({ params: { recordId } });
    const set = annotationSets.find(({ id }) => id === predictions.setId)!;
    expect(set).toMatchObject({
      kind: 'classifier',
      origin: 'machine',
      editable: false,
      model: result.model,
    });
    const columns = await fixture.api.getAnnotations({ params: { setId: set.id } });
    expect(columns.id).toEqual(predictions.annotationId);
    columns.mark.forEach((mark, beat) => {
      const { symbol, aux } = beatClassByCode(predictions.classes[predictions.classIndex[beat]])!;
      expect(columns.marks[mark]).toEqual({ symbol, aux });
    });
  });

  it('tells one beat with every probability', async () => {
    const params = { setId: predictions.setId, annotationId: predictions.annotationId[3] };
    const { classes, probabilities } = await fixture.api.getProbabilities({ params });
    expect(classes).toEqual(predictions.classes);
    expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
    expect(probabilities[predictions.classIndex[3]]).toBeCloseTo(predictions.confidence[3], 5);
    await expect(
      fixture.api.getProbabilities({ params: { ...params, annotationId: 999_999 } }),
    ).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('asks the model once more about a beat: each modality left out, weight over time, prototypes', async () => {
    const params = { setId: predictions.setId, annotationId: predictions.annotationId[3] };
    const query = { explained: 'true' };
    const kept = await fixture.api.getProbabilities({ params });
    expect(kept.withoutIegm).toBeUndefined();
    const told = await fixture.api.getProbabilities({ params, query });
    expect(told.probabilities).toEqual(kept.probabilities);
    for (const without of [told.withoutIegm!, told.withoutEcg!]) {
      expect(without).toHaveLength(told.classes.length);
      expect(without.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4);
      expect(without).not.toEqual(told.probabilities);
    }
    expect(told.withoutIegm).not.toEqual(told.withoutEcg);
    const weights = told.weightOnIegm!;
    const mean = weights.reduce((a, b) => a + b, 0) / weights.length;
    expect(mean).toBeCloseTo(predictions.weightOnIegm[3], 2);
    const similarities = told.nearestPrototypes.map(({ similarity }) => similarity);
    expect(similarities.length).toBeGreaterThan(1);
    expect(similarities).toEqual([...similarities].sort((a, b) => b - a));
    expect(similarities[0]).toBeLessThanOrEqual(1 + 1e-6);
    expect(await fixture.api.getProbabilities({ params, query })).toEqual(told);
  });

  it('answers for each beat of the set as the set says', async () => {
    // A beat whose window answers otherwise than when it was classified would be a ModelMismatch.
    for (const annotationId of predictions.annotationId) {
      const params = { setId: predictions.setId, annotationId };
      const { weightOnIegm } = await fixture.api.getProbabilities({ params, query: { explained: 'true' } });
      expect(weightOnIegm).toBeDefined();
    }
  });

  it('does not explain by another model than the one that made the set', async () => {
    const { database } = fixture.workstation.library;
    const [first] = predictions.annotationId;
    const { setId } = predictions;
    const chunks = 'SELECT rowid, probabilities FROM prediction_chunk WHERE set_id = ?';
    const before = database.prepare(chunks).all(setId) as { rowid: number; probabilities: Buffer }[];
    const write = database.prepare('UPDATE prediction_chunk SET probabilities = ? WHERE rowid = ?');
    for (const { rowid, probabilities } of before) write.run(Buffer.alloc(probabilities.length), rowid);
    const other = openExplanations(fixture.library);
    try {
      await expect(other.explain(setId, first)).rejects.toMatchObject({ code: 'ModelMismatch' });
      await expect(other.explain(setId, 999_999)).rejects.toMatchObject({ code: 'NotFound' });
    } finally {
      for (const { rowid, probabilities } of before) write.run(probabilities, rowid);
      await other.close();
    }
  });

  it('follows an import, unless told not to', async () => {
    const study = simulateStudy({
      seed: 3,
      minutes: 0.3,
      layout: 'ecg',
      scenario: 'sinus',
      subject: { name: 'x008' },
    });
    await writeStudy(join(fixture.folder, 'ecg'), study);
    await ended(fixture, await fixture.api.startImport({ body: { paths: [join(fixture.folder, 'ecg')] } }));
    await expect.poll(async () => (await fixture.api.listJobs()).jobs[0].kind).toBe('classify');
    const job = await ended(fixture, (await fixture.api.listJobs()).jobs[0]);
    expect(job.state).toBe('done');
    const { setId } = job.result as { setId: number };
    const told = await fixture.api.getPredictions({ params: { setId } });
    expect(told.without).toContain('CS12');
    expect(told.modelWarnings.join(' ')).toMatch(/surface ECG alone/);
    expect(told.weightOnIegm.every((weight) => weight === -1)).toBe(true);
    const params = { setId, annotationId: told.annotationId[2] };
    const beat = await fixture.api.getProbabilities({ params, query: { explained: 'true' } });
    expect([beat.withoutIegm, beat.withoutEcg, beat.weightOnIegm]).toEqual([undefined, undefined, undefined]);
    expect(beat.nearestPrototypes.length).toBeGreaterThan(1);
  });

  it('knows no other model', async () => {
    const call = (model?: string) => fixture.api.classifyRecord({ params: { recordId }, body: { model } });
    await expect(call('nobody')).rejects.toMatchObject({ code: 'NotFound' });
  });

  it('met no bug', () => {
    expect(fixture.bugs).toEqual([]);
  });
});
