import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AnnotationColumns } from '../../src-main/api/contract/annotations.ts';
import { insertAnnotationSet } from '../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../src-main/store/annotations.ts';
import { openWorkstation } from '../../src-main/services/open-workstation.ts';
import { undoEdit } from '../../src-main/services/annotations/edit-set.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from './library-fixture.ts';

const study = shortStudy();
let fixture: ApiFixture;
let recordId: number;
let reference: number;
let mine: number;
let created = 0;

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, study);
  reference = (await fixture.api.getRecord({ params: { recordId } })).annotationSets[0].id;
}, 120_000);
afterAll(() => fixture.close());

beforeEach(async () => {
  const body = { name: `set ${++created}`, author: 'Anna', copyOf: reference };
  mine = (await fixture.api.createSet({ params: { recordId }, body })).id;
});

const read = (setId = mine): Promise<AnnotationColumns> => fixture.api.getAnnotations({ params: { setId } });
const codes = (set: AnnotationColumns): string[] =>
  set.sampleIndex.map((at, i) => `${at} ${set.marks[set.mark[i]].symbol} ${set.marks[set.mark[i]].aux}`);
const apply = (edit: Parameters<typeof fixture.api.applyEdit>[0]['body']['edit'], revision?: number) =>
  fixture.api.applyEdit({ params: { setId: mine }, body: { edit, revision } });

describe('annotation sets', () => {
  it('gives what came with the recording, as columns', async () => {
    const set = await read(reference);
    expect(codes(set)).toEqual(
      study.annotations.map(({ sampleIndex, symbol, aux = '' }) => `${sampleIndex} ${symbol} ${aux}`),
    );
    expect(set.provenances).toEqual(['imported']);
    expect(set.canUndo).toBe(false);
  });

  it('makes a copy that is its own', async () => {
    expect(codes(await read())).toEqual(codes(await read(reference)));
    await apply({ kind: 'delete', ids: [(await read()).id[3]] });
    expect((await read()).id).toHaveLength(study.annotations.length - 1);
    expect((await read(reference)).id).toHaveLength(study.annotations.length);
  });

  it('is of whoever is at the workstation where nobody else is named, as its edits are', async () => {
    const putName = (value: unknown) =>
      fixture.api.putSetting({ params: { key: 'annotator' }, body: { value } });
    await putName('Berta');
    try {
      const body = { name: `own ${created}` };
      expect(await fixture.api.createSet({ params: { recordId }, body })).toMatchObject({ author: 'Berta' });
    } finally {
      await putName('');
    }
  });

  it('refuses a name twice, and to edit what came with the recording', async () => {
    const body = { name: `set ${created}`, author: 'Anna' };
    await expect(fixture.api.createSet({ params: { recordId }, body })).rejects.toMatchObject({
      code: 'Conflict',
    });
    const edit = { kind: 'delete' as const, ids: [1] };
    const refused = fixture.api.applyEdit({ params: { setId: reference }, body: { edit } });
    await expect(refused).rejects.toMatchObject({ code: 'NotAllowed' });
  });
});

describe('edits', () => {
  it('inserts, moves, relabels and deletes, and takes all of it back', async () => {
    const before = codes(await read());
    const inserted = await apply({ kind: 'insert', annotations: [{ sampleIndex: 77, symbol: 'V' }] });
    expect(inserted.changed).toMatchObject([{ sampleIndex: 77, symbol: 'V', aux: '', provenance: 'shown' }]);
    const [{ id }] = inserted.changed;
    await apply({ kind: 'move', moves: [{ id, sampleIndex: 80 }] });
    await apply({ kind: 'relabel', ids: [id], mark: { symbol: 'X', aux: 'AVNRT' }, provenance: 'blind' });
    expect(codes(await read())).toContain('80 X AVNRT');
    const deleted = await apply({ kind: 'delete', ids: [id] });
    expect(deleted.removed).toEqual([id]);
    for (let step = 0; step < 4; step++) await fixture.api.undoEdit({ params: { setId: mine } });
    expect(codes(await read())).toEqual(before);
    await expect(fixture.api.undoEdit({ params: { setId: mine } })).rejects.toMatchObject({
      code: 'Conflict',
    });
    for (let step = 0; step < 3; step++) await fixture.api.redoEdit({ params: { setId: mine } });
    expect(codes(await read())).toContain('80 X AVNRT');
  });

  it('refuses an edit of a set that changed meanwhile', async () => {
    const seen = (await read()).revision;
    const { revision } = await apply(
      { kind: 'insert', annotations: [{ sampleIndex: 5, symbol: 'N' }] },
      seen,
    );
    expect(revision).toBeGreaterThan(seen);
    const late = apply({ kind: 'insert', annotations: [{ sampleIndex: 6, symbol: 'N' }] }, seen);
    await expect(late).rejects.toMatchObject({ code: 'Conflict' });
  });

  it.each([
    ['nothing', { kind: 'delete', ids: [] }],
    ['a negative sample', { kind: 'insert', annotations: [{ sampleIndex: -1, symbol: 'N' }] }],
    ['no symbol', { kind: 'insert', annotations: [{ sampleIndex: 1, symbol: '' }] }],
    ['an unknown kind', { kind: 'swap', ids: [1] }],
  ])('refuses %s', async (_what, edit) => {
    await expect(apply(edit as never)).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  it('keeps undo over a restart', async () => {
    const own = openApiFixture();
    const id = await importStudy(own, study);
    const [{ id: source }] = (await own.api.getRecord({ params: { recordId: id } })).annotationSets;
    const body = { name: 'kept', author: 'Anna', copyOf: source };
    const { id: setId } = await own.api.createSet({ params: { recordId: id }, body });
    const edit = { kind: 'insert' as const, annotations: [{ sampleIndex: 9, symbol: 'V' }] };
    await own.api.applyEdit({ params: { setId }, body: { edit } });
    await own.workstation.close();
    const again = openWorkstation(own.library, { shell: 'cli' });
    expect(undoEdit(again, setId)).toMatchObject({ removed: [expect.any(Number)], canRedo: true });
    await again.close();
  });
});

describe('a machine set beside it', () => {
  let machine: number;
  /** The first beat is called PVC, the last is missed, and one is found where nobody else has one. */
  beforeAll(() => {
    const { database } = fixture.workstation.library;
    const beats = study.annotations.filter(({ symbol }) => symbol !== '+' && symbol !== '~').slice(0, -1);
    machine = insertAnnotationSet(database, { recordId, name: 'machine', origin: 'machine', author: 'test' });
    const shifted = beats.map(({ sampleIndex, symbol, aux }, i) =>
      i === 0 ? { sampleIndex: sampleIndex + 3, symbol: 'V' } : { sampleIndex: sampleIndex + 3, symbol, aux },
    );
    const extra = { sampleIndex: study.samples - 5, symbol: 'V' };
    insertAnnotations(database, machine, [...shifted, extra], 'machine');
  });

  it('is compared beat by beat, worst first', async () => {
    const result = await fixture.api.compareSets({ params: { setId: mine, otherSetId: machine } });
    const beats = study.annotations.filter(({ symbol }) => symbol !== '+' && symbol !== '~').length;
    expect(result).toMatchObject({ matched: beats - 1, onlyFirst: 1, onlySecond: 1 });
    expect(result.disagreements).toHaveLength(3);
    expect(result.disagreements.map(({ weight }) => weight)).toEqual([2, 2, 1]);
    expect(result.disagreements[2]).toMatchObject({ second: 'PVC' });
    expect(result.agreement).toBeCloseTo((beats - 2) / (beats + 1), 10);
    expect(result.kappa).toBeGreaterThan(0.5);
    expect(result.confusion.flat().reduce((a, b) => a + b, 0)).toBe(beats - 1);
  });

  it('is accepted in one step: what matches is relabelled, what is missing inserted', async () => {
    const before = codes(await read());
    const theirs = await read(machine);
    const [first, last] = [theirs.id[0], theirs.id.at(-1)!];
    const result = await apply({ kind: 'accept', machineSetId: machine, machineIds: [first, last] });
    expect(result.changed).toHaveLength(2);
    expect(
      result.changed.every(({ symbol, provenance }) => symbol === 'V' && provenance === 'accepted'),
    ).toBe(true);
    const undone = await fixture.api.undoEdit({ params: { setId: mine } });
    expect(undone.removed).toHaveLength(1);
    expect(codes(await read())).toEqual(before);
    const redone = await fixture.api.redoEdit({ params: { setId: mine } });
    expect(redone.changed).toHaveLength(2);
  });

  it('gives no predictions where it has none', async () => {
    await expect(fixture.api.getPredictions({ params: { setId: machine } })).rejects.toMatchObject({
      code: 'NotFound',
    });
  });
});
