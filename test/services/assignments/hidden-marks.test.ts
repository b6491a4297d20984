/** What readers keep besides labels (intervals, calipers, notes, log, confirmed H) stays hidden from who is to read the study blind. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keepBatch } from '../../../src-main/services/batch/batch-state.ts';
import { insertAnnotationSet } from '../../../src-main/store/annotation-sets.ts';
import { beginJobRun, endJobRun, insertJob } from '../../../src-main/store/jobs.ts';
import { findOrInsertModelVersion } from '../../../src-main/store/model-versions.ts';
import { beats, readers, study } from './readers.ts';

const FOUND = 'AVNRT, slow pathway';
const MODEL = { model: 'm', version: '1', sha256: '', manifest: {}, state: 'approved' } as const;

const here = readers([
  ['Ada', 'administrator'],
  ['Anna', 'reviewer'],
  ['Ben', 'annotator'],
]);
const { as } = here;
const refused = (what: Promise<unknown>) => expect(what).rejects.toMatchObject({ code: 'NotAllowed' });
const marks = async () => (await here.fixture.api.listMarks({ params: { recordId: here.recordId } })).marks;
const assign = (reader: string) =>
  here.fixture.api.assignStudies({ body: { studyIds: [1], readers: [reader], washoutDays: 0 } });
const openOf = async () =>
  (await here.fixture.api.listAssignments()).assignments.find(({ state, own }) => own && state !== 'done')!;

function add(kind: 'measurement' | 'caliper' | 'note' | 'bookmark' | 'manoeuvre' | 'ablation', text = '') {
  const details = { name: 'QT', ms: 400 };
  const body = { kind, from: beats[4].sampleIndex, to: beats[6].sampleIndex, text, details };
  return here.fixture.api.addMark({ params: { recordId: here.recordId }, body });
}

/** Anna puts an interval right and writes what she found; the laboratory's ablation is logged. @returns the ablation's id */
async function annaFinds(): Promise<number> {
  as('Anna');
  for (const kind of ['measurement', 'caliper', 'note', 'bookmark', 'manoeuvre'] as const)
    await add(kind, FOUND);
  return (await add('ablation', FOUND)).id;
}

describe('what Anna kept', () => {
  it('is hidden from Ben until his reading is done; of the ablation he sees when, not the words', async () => {
    const ablation = await annaFinds();
    as('Ada');
    await assign('Ben');
    as('Ben');
    const seen = await marks();
    expect(seen).toMatchObject([{ id: ablation, kind: 'ablation', text: '', withheld: true }]);
    expect(JSON.stringify(seen)).not.toContain('AVNRT');
    expect((await here.fixture.api.search({ query: { text: 'AVNRT' } })).hits).toEqual([]);
    const { from, to } = seen[0];
    const params = { recordId: here.recordId, markId: ablation };
    await refused(
      here.fixture.api.changeMark({ params, body: { kind: 'ablation', from, to, text: 'mine' } }),
    );
    await refused(here.fixture.api.deleteMark({ params }));
    const { id } = await openOf();
    await here.fixture.api.beginReading({ params: { assignmentId: id } });
    const own = await add('measurement');
    expect((await marks()).map((mark) => mark.id).toSorted()).toEqual([ablation, own.id].toSorted());
    await here.fixture.api.finishReading({ params: { assignmentId: id } });
    const after = await marks();
    expect(after).toHaveLength(7);
    expect(after.every(({ withheld }) => withheld === undefined)).toBe(true);
    expect(after.find((mark) => mark.id === ablation)?.text).toBe(FOUND);
    expect((await here.fixture.api.search({ query: { text: 'AVNRT' } })).hits).toHaveLength(1);
  });

  it('stays before the eyes of who has nothing to read, and of Anna herself', async () => {
    await annaFinds();
    as('Ada');
    await assign('Ben');
    expect(await marks()).toHaveLength(6);
    as('Anna');
    expect(await marks()).toHaveLength(6);
  });

  it('is hidden from a repeat of her own too, and undo does not bring it back', async () => {
    as('Ada');
    await assign('Anna');
    as('Anna');
    const first = (await openOf()).id;
    await here.fixture.api.beginReading({ params: { assignmentId: first } });
    await add('caliper', FOUND);
    await here.fixture.api.finishReading({ params: { assignmentId: first } });
    as('Ada');
    await assign('Anna');
    as('Anna');
    expect(await marks()).toEqual([]);
    await here.fixture.api.beginReading({ params: { assignmentId: (await openOf()).id } });
    expect(await marks()).toEqual([]);
    await expect(
      here.fixture.api.undoStep({ params: { recordId: here.recordId }, body: {} }),
    ).rejects.toMatchObject({
      code: 'Conflict',
    });
  });
});

describe('the trail', () => {
  it('withholds from Ben what Anna labelled and why she signed, until his reading is done', async () => {
    as('Anna');
    const [reference] = (await here.fixture.api.getRecord({ params: { recordId: here.recordId } }))
      .annotationSets;
    const body = { name: 'Anna', copyOf: reference.id };
    const setId = (await here.fixture.api.createSet({ params: { recordId: here.recordId }, body })).id;
    const annotations = [{ sampleIndex: 5, symbol: 'V' }];
    await here.fixture.api.applyEdit({ params: { setId }, body: { edit: { kind: 'insert', annotations } } });
    await here.fixture.api.signSet({ params: { setId }, body: { reason: FOUND } });
    as('Ada');
    await assign('Ben');
    as('Ben');
    const object = `annotation-set ${setId}`;
    const { entries } = await here.fixture.api.getTrail({ query: { object } });
    expect(entries.map(({ what }) => what)).toEqual(['create-set', 'insert', 'sign-off']);
    for (const { who, withheld, old, new: now, why } of entries)
      expect({ who, withheld, told: [old, now, why] }).toEqual({
        who: 'Anna',
        withheld: true,
        told: [undefined, undefined, undefined],
      });
    const found = await here.fixture.api.searchTrail({ query: { who: 'Anna' } });
    expect(JSON.stringify(found.entries)).not.toContain(FOUND);
    const asked = { query: { text: 'slow PATH' } };
    expect((await here.fixture.api.searchTrail(asked)).total).toBe(0);
    expect((await here.fixture.api.searchTrail({ query: { text: 'annotation-set' } })).total).toBeGreaterThan(
      2,
    );
    expect((await here.fixture.api.verifyTrail()).sound).toBe(true);
    as('Ada');
    expect((await here.fixture.api.searchTrail(asked)).total).toBe(1);
    const open = (await here.fixture.api.getTrail({ query: { object } })).entries;
    expect(open.at(-1)).toMatchObject({ why: FOUND });
  });
});

describe('a window that reads blind of its own accord', () => {
  it('is not told by the trail what others changed or why, nor by words to look for', async () => {
    await annaFinds();
    as('Anna');
    const [{ id: setId }] = (await here.fixture.api.getRecord({ params: { recordId: here.recordId } }))
      .annotationSets;
    await here.fixture.api.signSet({ params: { setId }, body: { reason: FOUND } });
    as('Ben');
    await add('note', 'of my own');
    const asked = async (blind: object, filter: object = {}) =>
      here.fixture.api.searchTrail({ query: { limit: 1000, ...filter, ...blind } });
    const tellers = async (blind: object) =>
      new Set(
        (await asked(blind)).entries
          .filter((entry) => entry.old ?? entry.new ?? entry.why)
          .map(({ who }) => who),
      );
    expect(await tellers({})).toContain('Anna');
    expect((await asked({}, { text: 'slow PATH' })).total).toBe(1);
    const blind = { blind: 'true' };
    expect(await tellers(blind)).toEqual(new Set(['Ben']));
    const { entries, total } = await asked(blind);
    expect(total).toBe((await asked({})).total);
    expect(entries.filter(({ who }) => who !== 'Ben').every(({ withheld }) => withheld)).toBe(true);
    expect((await asked(blind, { text: 'slow PATH' })).total).toBe(0);
    expect((await asked(blind, { text: 'study-mark' })).total).toBeGreaterThan(6);
  });
});

describe('the trail of marks', () => {
  it('withholds from Ben where Anna measured, also what is gone again; not what he adds himself', async () => {
    await annaFinds();
    const { id } = await add('caliper');
    await here.fixture.api.deleteMark({ params: { recordId: here.recordId, markId: id } });
    as('Ada');
    await assign('Ben');
    const told = async () =>
      (await here.fixture.api.searchTrail({ query: { limit: 1000 } })).entries
        .filter(({ object, ...entry }) => object.startsWith('study-mark') && (entry.old ?? entry.new))
        .map(({ who }) => who);
    expect(await told()).toHaveLength(8);
    as('Ben');
    expect(await told()).toEqual([]);
    await here.fixture.api.beginReading({ params: { assignmentId: (await openOf()).id } });
    await add('caliper');
    expect(await told()).toEqual(['Ben']);
  });
});

describe('a job', () => {
  it('and a batch do not tell who reads blind to the model how often it gave which class', async () => {
    as('Ada');
    const { database } = here.fixture.workstation.library;
    const result = (setId: number) => ({ setId, beats: 3, classes: { AVNRT: 3 } });
    const setId = insertAnnotationSet(database, {
      recordId: here.recordId,
      name: 'model',
      author: 'model',
      origin: 'machine',
      modelVersionId: findOrInsertModelVersion(database, MODEL),
    });
    const jobs = [setId, 999].map((of) => {
      const id = insertJob(database, 'classify', { recordId: here.recordId });
      endJobRun(database, beginJobRun(database, id), { state: 'done', result: result(of) });
      return id;
    });
    const body = { studyIds: [1], readers: ['Ben'], washoutDays: 0, blindToModel: true };
    await here.fixture.api.assignStudies({ body });
    const counted = async () =>
      (await here.fixture.api.listJobs()).jobs
        .filter(({ kind }) => kind === 'classify')
        .map((job) => (job.result as { classes: object }).classes);
    const item = {
      recordId: here.recordId,
      record: 'x',
      state: 'done',
      beats: 3,
      classes: { AVNRT: 3 },
      files: [],
    } as const;
    const batch = { folder: '/x', reports: false, formats: [], classify: true, acceptTruncated: false };
    const rest = { state: 'done', doing: '', progress: 1, failures: [] } as const;
    keepBatch(here.fixture.workstation, { ...batch, ...rest, items: [item] });
    const inBatch = async () => (await here.fixture.api.getBatch()).batch?.items[0].classes;
    expect(await inBatch()).toEqual({ AVNRT: 3 });
    expect(await counted()).toEqual([{ AVNRT: 3 }, { AVNRT: 3 }]);
    as('Ben');
    expect(await counted()).toEqual([{ AVNRT: 3 }, {}]);
    expect(await inBatch()).toEqual({});
    for await (const { result: seen } of here.fixture.api.watchJob({ params: { jobId: jobs[0] } }))
      expect(seen).toEqual({ setId, beats: 3, classes: {} });
  });
});

describe('a batch', () => {
  it('writes no report of a study that is still to be read by who asks for it', async () => {
    as('Ada');
    await assign('Ben');
    as('Ben');
    const out = join(here.fixture.folder, 'out');
    const body = { folder: join(here.fixture.folder, study.name), out, reports: true, classify: false };
    await here.fixture.api.startBatch({ body });
    const item = async () => (await here.fixture.api.getBatch()).batch?.items[0];
    await expect.poll(async () => (await item())?.state).toBe('failed');
    expect((await item())?.message).toContain('still to read this study');
    expect(readdirSync(out).filter((name) => name.endsWith('.pdf'))).toEqual([]);
    await expect.poll(async () => (await here.fixture.api.getBatch()).batch?.state).toBe('done');
  });
});

describe('a copy of another reader’s set', () => {
  it('holds their labels as taken over, not as the copier’s own; a copy of one’s own keeps how they came about', async () => {
    as('Anna');
    const body = { name: 'Anna' };
    const first = (await here.fixture.api.createSet({ params: { recordId: here.recordId }, body })).id;
    const annotations = [{ sampleIndex: 5, symbol: 'V' }];
    const edit = { kind: 'insert' as const, annotations, provenance: 'blind' as const };
    await here.fixture.api.applyEdit({ params: { setId: first }, body: { edit } });
    const copy = async (name: string) => {
      const made = await here.fixture.api.createSet({
        params: { recordId: here.recordId },
        body: { name, copyOf: first },
      });
      return (await here.fixture.api.getAnnotations({ params: { setId: made.id } })).provenances;
    };
    expect(await copy('Anna again')).toEqual(['blind']);
    as('Ben');
    expect(await copy('Ben')).toEqual(['imported']);
  });
});

describe('the services', () => {
  it('read marks of a record through what a blind reading allows, except the report, which is refused as a whole', () => {
    const folder = new URL('../../../src-main/services', import.meta.url).pathname;
    const direct = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => readFileSync(join(folder, name), 'utf8').includes('listStudyMarks'))
      .filter((name) => !name.startsWith('report'));
    expect(direct).toEqual([join('assignments', 'visible-marks.ts')]);
  });
});
