import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SchemaChange } from '../../../src-main/api/contract/label-schema.ts';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { beatClassOf } from '../../../src-main/domain/beat-class.ts';
import { findPerson, insertPerson } from '../../../src-main/store/people.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

// Recordings are imported by a process of their own: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const study = shortStudy();
let fixture: ApiFixture;
beforeEach(() => void (fixture = openApiFixture()));
afterEach(async () => {
  expect(fixture.bugs).toEqual([]);
  await fixture.close();
});

const RVOT = { kind: 'add', base: 'PVC', code: 'PVC-RVOT', meaning: 'PVC of the outflow tract' } as const;
const change = (from: number, ...changes: SchemaChange[]) =>
  fixture.api.changeLabelSchema({ body: { from, changes, note: 'agreed in the lab' } });
const refused = (what: Promise<unknown>, code = 'InvalidInput') =>
  expect(what).rejects.toMatchObject({ code });

describe('the label schema', () => {
  it('begins as the classes of the program', async () => {
    const { version, classes, versions, retiredInUse } = await fixture.api.getLabelSchema();
    expect({ version, retiredInUse }).toEqual({ version: 1, retiredInUse: [] });
    expect(classes.find(({ code }) => code === 'NRT')).toMatchObject({ symbol: 'X', aux: 'AVNRT' });
    expect(versions).toHaveLength(1);
  });

  it('goes on in versions, in the trail; a set keeps the one it was made with', async () => {
    const recordId = await importStudy(fixture, study);
    const sets = async () => (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
    const made = (name: string) =>
      fixture.api.createSet({ params: { recordId }, body: { name, author: 'x' } });
    const second = await change(1, RVOT, { kind: 'rename', code: 'N', meaning: 'Sinus' });
    expect(second.version).toBe(2);
    expect(second.versions[1].changes).toEqual([
      'N now means Sinus',
      'PVC-RVOT added, a kind of PVC: PVC of the outflow tract',
    ]);
    const { id: setId } = await made('with two');
    await change(2, { kind: 'rename', code: 'PVC-RVOT', to: 'RVOT', meaning: RVOT.meaning });
    await made('with three');
    expect((await sets()).map(({ schemaVersion }) => schemaVersion)).toEqual([1, 2, 3]);
    // A set made with version 2 is read by its marks, under the newest name.
    const mark = { symbol: 'V', aux: 'PVC-RVOT' };
    const edit = { kind: 'insert' as const, annotations: [{ sampleIndex: 100, ...mark }] };
    await fixture.api.applyEdit({ params: { setId }, body: { edit } });
    expect(beatClassOf(mark)).toMatchObject({ code: 'RVOT', aami: 'V', colour: 'pvc' });
    const { hits } = await fixture.api.search({ query: { class: 'RVOT' } });
    // The newest human set is searched, and that is empty.
    expect(hits).toEqual([]);
    const bytes = await fixture.api.getSetFile({ params: { setId }, query: { format: 'json' } });
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({
      set: { schemaVersion: 2 },
      annotations: [{ symbol: 'V', aux: 'PVC-RVOT' }],
    });
    const csv = await fixture.api.getSetFile({ params: { setId }, query: { format: 'csv' } });
    expect(new TextDecoder().decode(csv)).toContain('RVOT');
    const { entries } = await fixture.api.searchTrail({ query: { what: 'change label schema' } });
    expect(entries.map(({ object, why }) => [object, why])).toEqual([
      ['label-schema 3', 'agreed in the lab'],
      ['label-schema 2', 'agreed in the lab'],
    ]);
  });

  it('retires a class: nobody sets it any more, what carries it stays and is counted', async () => {
    const recordId = await importStudy(fixture, study);
    const [{ id: reference }] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
    const body = { name: 'mine', author: 'x', copyOf: reference };
    const { id: setId } = await fixture.api.createSet({ params: { recordId }, body });
    const schema = await change(1, { kind: 'retire', code: 'NRT', replacedBy: 'SVT?' });
    const carried = study.annotations.filter((one) => isBeat(one) && one.aux === 'AVNRT').length;
    expect(schema.retiredInUse).toEqual([{ code: 'NRT', replacedBy: 'SVT?', beats: 2 * carried, sets: 2 }]);
    const { id } = await fixture.api.getAnnotations({ params: { setId } });
    const relabel = (mark: { symbol: string; aux?: string }) =>
      fixture.api.applyEdit({
        params: { setId },
        body: { edit: { kind: 'relabel', ids: [id[0]], mark } },
      });
    await expect(relabel({ symbol: 'X', aux: 'AVNRT' })).rejects.toThrow(/NRT is retired.*Use SVT\?/);
    await relabel({ symbol: 'V' });
    await change(2, { kind: 'restore', code: 'NRT' });
    await relabel({ symbol: 'X', aux: 'AVNRT' });
  });

  it('refuses what would make labels ambiguous', async () => {
    await refused(change(1, { ...RVOT, code: 'nrt' }));
    await refused(change(1, { ...RVOT, base: 'nothing' }));
    await refused(change(1, { kind: 'rename', code: 'NRT', to: 'AVNRT', meaning: 'x' }));
    await refused(change(1, { kind: 'retire', code: 'NRT', replacedBy: 'NRT' }));
    await refused(change(1, { kind: 'restore', code: 'NRT' }));
    await refused(change(1, { ...RVOT, key: 'k' }, { ...RVOT, code: 'LVOT', key: 'k' }));
    await change(1, RVOT);
    await refused(change(1, { kind: 'retire', code: 'PVC-RVOT' }), 'Conflict');
    await refused(change(2, { ...RVOT, base: 'PVC-RVOT', code: 'deep' }));
    expect((await fixture.api.getLabelSchema()).version).toBe(2);
  });

  it('is changed by trainers and administrators', async () => {
    const { library, session } = fixture.workstation;
    for (const [name, role] of [
      ['Ada', 'administrator'],
      ['Tina', 'trainer'],
      ['Rosa', 'reviewer'],
    ] as const) {
      insertPerson(library.database, { name, role }, { salt: '', password: '' });
      session.enter(findPerson(library.database, name)!);
      const made = change((await fixture.api.getLabelSchema()).version, { ...RVOT, code: `of-${name}` });
      await (role === 'reviewer' ? refused(made, 'NotAllowed') : made);
    }
  });
});
