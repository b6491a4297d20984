import { describe, expect, it } from 'vitest';
import { beginReading } from '../../../src-main/services/assignments/assignments.ts';
import { findAssignment } from '../../../src-main/store/assignments.ts';
import { beats, readers } from './readers.ts';

const here = readers([
  ['Ada', 'administrator'],
  ['Tina', 'trainer'],
  ['Anna', 'annotator'],
  ['Ben', 'annotator'],
]);
const { as } = here;
const refused = (what: Promise<unknown>, code = 'NotAllowed') => expect(what).rejects.toMatchObject({ code });
const mine = async () => (await here.fixture.api.listAssignments()).assignments;
const sets = async () =>
  (await here.fixture.api.getRecord({ params: { recordId: here.recordId } })).annotationSets;
const assign = (readers: string[], more: object = {}) =>
  here.fixture.api.assignStudies({ body: { studyIds: [1], readers, ...more } });
const label = (setId: number, symbols: (index: number) => string) =>
  here.fixture.api.applyEdit({
    params: { setId },
    body: {
      edit: {
        kind: 'insert',
        annotations: beats.map(({ sampleIndex }, i) => ({ sampleIndex, symbol: symbols(i) })),
      },
    },
  });

/** Reads the study from first to last as somebody. @returns the set */
async function read(name: string, symbols: (index: number) => string): Promise<number> {
  as(name);
  const { id } = (await mine()).find(({ state }) => state !== 'done')!;
  await here.fixture.api.beginReading({ params: { assignmentId: id } });
  const setId = (await mine()).find((one) => one.id === id)!.records[0].setId!;
  await label(setId, symbols);
  await here.fixture.api.finishReading({ params: { assignmentId: id } });
  return setId;
}

describe('assignments', () => {
  it('are given by trainers and administrators to who labels, and each sees their own', async () => {
    as('Anna');
    await refused(assign(['Anna']));
    as('Tina');
    await refused(assign(['Tina']), 'InvalidInput');
    await refused(assign(['Nobody']), 'NotFound');
    await assign(['anna', 'Ben'], { due: '2026-12-01', note: 'first hundred' });
    expect(await mine()).toEqual([]);
    const all = await here.fixture.api.listAssignments({ query: { all: 'true' } });
    expect(all).toMatchObject({ mayAssign: true, readers: ['Ada', 'Anna', 'Ben'] });
    expect(all.assignments.map(({ reader, reading }) => [reader, reading])).toEqual([
      ['Anna', 1],
      ['Ben', 1],
    ]);
    as('Anna');
    const own = await here.fixture.api.listAssignments({ query: { all: 'true' } });
    expect(own).toMatchObject({ mayAssign: false, readers: [] });
    expect(own.assignments).toMatchObject([
      { reader: 'Anna', own: true, state: 'assigned', due: '2026-12-01', assignedBy: 'Tina' },
    ]);
  });

  it('hide the labels of others until the reading is done, whoever asks and however', async () => {
    as('Ada');
    await assign(['Anna', 'Ben']);
    const [{ id: reference }] = await sets();
    const first = await read('Anna', () => 'N');
    as('Ben');
    expect(await sets()).toEqual([]);
    const [{ id }] = await mine();
    await refused(
      here.fixture.api.createSet({ params: { recordId: here.recordId }, body: { name: 'x', author: 'Ben' } }),
    );
    for (const setId of [first, reference]) {
      await refused(here.fixture.api.getAnnotations({ params: { setId } }));
      await refused(here.fixture.api.getSetFile({ params: { setId }, query: { format: 'csv' } }));
      await refused(here.fixture.api.listSignatures({ params: { setId } }));
      const page = { kind: 'aligned' as const, millimetresPerSecond: 50, from: 0, to: 1000, channels: [0] };
      for (const of of [
        { labels: { setId } },
        { labels: { machineSetId: setId } },
        { aligned: { setId, manner: 'overlay' } } as const,
      ])
        await refused(
          here.fixture.api.printPage({ params: { recordId: here.recordId }, body: { ...page, ...of } }),
        );
    }
    await refused(
      here.fixture.api.makeReport({
        params: { recordId: here.recordId },
        body: { findings: '', strips: [] },
      }),
    );
    expect((await here.fixture.api.search({ query: { class: 'N' } })).hits).toEqual([]);
    expect((await here.fixture.api.listStudies()).studies[0].records[0].beats).toBe(0);
    await here.fixture.api.beginReading({ params: { assignmentId: id } });
    const [own] = await sets();
    expect(own).toMatchObject({ name: 'reading 1 by Ben', author: 'Ben', editable: true, beats: 0 });
    await refused(here.fixture.api.compareSets({ params: { setId: own.id, otherSetId: first } }));
    await label(own.id, () => 'V');
    await here.fixture.api.finishReading({ params: { assignmentId: id } });
    expect((await sets()).map((set) => set.id)).toEqual([reference, first, own.id]);
    await here.fixture.api.compareSets({ params: { setId: own.id, otherSetId: first } });
    // What agreement was computed of stays as it is.
    await refused(label(own.id, () => 'N'));
    await refused(here.fixture.api.undoEdit({ params: { setId: own.id } }));
    await refused(
      here.fixture.api.undoStep({ params: { recordId: here.recordId }, body: { setId: own.id } }),
    );
    expect((await sets()).map(({ editable }) => editable)).toEqual([false, false, false]);
    as('Anna');
    expect((await sets()).length).toBe(3);
  });

  it('give a repeat only after the washout, blind to the first reading', async () => {
    as('Tina');
    await assign(['Anna']);
    await assign(['Anna'], { washoutDays: 14 });
    as('Anna');
    expect((await mine())[1]).toMatchObject({ reading: 2, afterReading: 1 });
    const first = await read('Anna', () => 'N');
    const [, repeat] = await mine();
    expect(repeat.opensAt).toBeDefined();
    await refused(here.fixture.api.beginReading({ params: { assignmentId: repeat.id } }));
    await refused(here.fixture.api.getAnnotations({ params: { setId: first } }));
    const later = new Date(Date.now() + 15 * 86_400_000);
    beginReading(here.fixture.workstation, repeat.id, later);
    expect((await sets()).map(({ name }) => name)).toEqual(['reading 2 by Anna']);
  });

  it('blind to the model begin with beats that are unsure, without its labels', async () => {
    const { database } = here.fixture.workstation.library;
    database.exec(`INSERT INTO model_version VALUES (1, 'm', '1', 'x', '{}', 'approved', '2026');
      INSERT INTO annotation_set (record_id, name, origin, author, model_version_id, complete, created_at)
        VALUES (${here.recordId}, 'm 1', 'machine', 'm 1', 1, 1, '2026');
      INSERT OR IGNORE INTO mark (symbol, aux) VALUES ('N', '');
      INSERT INTO annotation (set_id, sample_index, mark_id, subtype, channel, number, provenance)
        SELECT (SELECT max(id) FROM annotation_set), 100 * value, (SELECT id FROM mark WHERE symbol = 'N' AND aux = ''), 0, 0, 0, 5
        FROM json_each('[1,2,3]')`);
    as('Tina');
    await assign(['Anna'], { blindToModel: true });
    await assign(['Ben']);
    for (const [name, names, labelled] of [
      ['Anna', ['reading 1 by Anna'], 3],
      ['Ben', ['m 1', 'reading 1 by Ben'], 0],
    ] as const) {
      as(name);
      const [{ id }] = await mine();
      await here.fixture.api.beginReading({ params: { assignmentId: id } });
      const seen = await sets();
      expect(seen.map((set) => set.name)).toEqual(names);
      expect(seen.at(-1)!.beats).toBe(labelled);
      expect((await mine())[0].records).toMatchObject([{ labelled: 0, found: 3 }]);
    }
  });

  it('tell agreement between and within readers once readings are done', async () => {
    as('Tina');
    await assign(['Anna', 'Ben']);
    await assign(['Anna'], { washoutDays: 0 });
    await read('Anna', (i) => (i % 2 ? 'N' : 'V'));
    // Two of them otherwise.
    await read('Ben', (i) => (i < 2 ? 'S' : i % 2 ? 'N' : 'V'));
    expect((await here.fixture.api.getAgreement()).pairs).toMatchObject([{ kind: 'inter' }]);
    as('Anna');
    // Still to read it again: nothing of this study.
    expect((await here.fixture.api.getAgreement()).pairs).toEqual([]);
    await read('Anna', (i) => (i % 2 ? 'N' : 'V'));
    const { pairs, pooled } = await here.fixture.api.getAgreement();
    expect(pairs.map(({ kind, first, second }) => [kind, first.reading, second.reader])).toEqual([
      ['intra', 1, 'Anna'],
      ['inter', 1, 'Ben'],
      ['inter', 2, 'Ben'],
    ]);
    expect(pairs[0]).toMatchObject({ agreement: 1, kappa: 1, matched: beats.length, unmatched: 0 });
    expect(pairs[1].agreement).toBeCloseTo((beats.length - 2) / beats.length, 9);
    expect(pairs[1].records).toMatchObject([{ recordId: here.recordId, disagreements: 2 }]);
    expect(pooled).toMatchObject([
      { kind: 'intra', readers: ['Anna'], studies: 1, kappa: 1 },
      { kind: 'inter', readers: ['Anna', 'Ben'], studies: 1, matched: 2 * beats.length },
    ]);
  });

  it('are opened again and withdrawn with a reason, in the trail', async () => {
    as('Tina');
    await assign(['Anna']);
    await read('Anna', () => 'N');
    const [{ id }] = await mine();
    const params = { assignmentId: id };
    await refused(here.fixture.api.reopenReading({ params, body: { why: 'a slip' } }));
    as('Tina');
    await here.fixture.api.reopenReading({ params, body: { why: 'a slip' } });
    expect(findAssignment(here.fixture.workstation.library.database, id)?.state).toBe('in progress');
    await assign(['Anna']);
    await refused(here.fixture.api.withdrawAssignment({ params, body: { why: 'no' } }), 'Conflict');
    await here.fixture.api.withdrawAssignment({
      params: { assignmentId: id + 1 },
      body: { why: 'too many' },
    });
    const { entries } = await here.fixture.api.searchTrail({ query: { text: 'assignment' } });
    expect(entries.map(({ what }) => what).reverse()).toEqual([
      'assign',
      'begin reading',
      'finish reading',
      'open reading again',
      'assign',
      'withdraw assignment',
    ]);
    expect(entries[0].why).toBe('too many');
  });

  it('go with their study', async () => {
    as('Ada');
    await assign(['Anna']);
    await here.fixture.api.deleteStudy({ params: { studyId: 1 }, body: { why: 'x' } });
    expect((await here.fixture.api.listAssignments({ query: { all: 'true' } })).assignments).toEqual([]);
  });
});
