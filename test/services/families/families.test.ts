import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Families } from '../../../src-main/api/contract/families.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

const study = shortStudy();
let fixture: ApiFixture;
let recordId: number;
let setId: number;
let families: Families;

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, study);
  const [reference] = (await fixture.api.getRecord({ params: { recordId } })).annotationSets;
  const body = { name: 'mine', author: 'tester', copyOf: reference.id };
  setId = (await fixture.api.createSet({ params: { recordId }, body })).id;
  families = await fixture.api.getFamilies({ params: { setId } });
});
afterAll(() => fixture.close());

const membersOf = (list: Families): number[] => list.families.flatMap(({ members }) => members);
const beats = study.annotations.filter(({ symbol }) => symbol !== '+' && symbol !== '~').length;

describe('families of a set', () => {
  it('hold each beat once, the largest first', () => {
    const members = membersOf(families);
    expect(members).toHaveLength(beats);
    expect(new Set(members).size).toBe(beats);
    const sizes = families.families.map(({ size }) => size);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(sizes).toEqual(families.families.map(({ members: some }) => some.length));
  });

  it('are compared on surface leads and catheters by name', () => {
    expect(families.channels.map(({ name }) => name)).toEqual([
      'I',
      'II',
      'V1',
      'V5',
      'CS12',
      'CS56',
      'CS90',
      'RVA12',
      'ABL12',
    ]);
  });

  it('show sinus rhythm and tachycardia as different families', () => {
    const leading = families.families.map(({ classes }) => classes[0].code);
    expect(new Set(leading).size).toBeGreaterThan(1);
    const pure = families.families.reduce((sum, { classes }) => sum + classes[0].count, 0);
    expect(pure / beats).toBeGreaterThan(0.9);
  });

  it('list outliers first', () => {
    for (const { correlation } of families.families)
      expect(correlation).toEqual([...correlation].sort((a, b) => a - b));
  });

  it('have templates in mV: R of a mean beat stands where R was marked', () => {
    const { firstMs, stepMs } = families;
    const [largest] = families.families;
    const lead = families.channels.findIndex(({ name }) => name === 'II');
    const wave = largest.template[lead].map(Math.abs);
    const peak = firstMs + stepMs * wave.indexOf(Math.max(...wave));
    expect(Math.abs(peak)).toBeLessThan(60);
    expect(Math.max(...wave)).toBeGreaterThan(0.1);
    expect(Math.max(...wave)).toBeLessThan(5);
  });

  it('are split without loss, and relabelled in one step', async () => {
    const [largest] = families.families;
    const body = { ids: largest.members, threshold: 0.995 };
    const split = await fixture.api.splitFamily({ params: { setId }, body });
    expect(split.families.length).toBeGreaterThan(1);
    expect(membersOf(split).sort()).toEqual([...largest.members].sort());
    const edit = {
      kind: 'relabel',
      ids: split.families[0].members,
      mark: { symbol: 'V' },
      provenance: 'bulk',
    } as const;
    await fixture.api.applyEdit({ params: { setId }, body: { edit } });
    const after = await fixture.api.getFamilies({ params: { setId } });
    expect(membersOf(after)).toEqual(membersOf(families));
    const counts = after.families[0].classes.find(({ code }) => code === 'PVC');
    expect(counts?.count).toBe(split.families[0].size);
    await fixture.api.undoEdit({ params: { setId } });
  });

  it('stay as a person merged and split them; beats that came since join the most alike, outliers stay first', async () => {
    const [first, second, ...others] = families.families.map(({ members }) => members);
    const merged = [...second, ...first];
    const late = merged.pop()!;
    const body = { families: [merged, ...others, [987_654]] };
    const grouped = await fixture.api.regroupFamilies({ params: { setId }, body });
    expect(membersOf(grouped).toSorted()).toEqual(membersOf(families).toSorted());
    const joined = grouped.families.find(({ members }) => members.includes(merged[0]))!;
    expect(joined.members).toEqual(expect.arrayContaining([...merged, late]));
    expect(joined.correlation).toEqual(joined.correlation.toSorted((a, b) => a - b));
  });

  it('refuse a beat that is not in the set', async () => {
    const refused = fixture.api.splitFamily({ params: { setId }, body: { ids: [999_999] } });
    await expect(refused).rejects.toMatchObject({ code: 'Conflict' });
    await expect(fixture.api.getFamilies({ params: { setId: 4711 } })).rejects.toMatchObject({
      code: 'NotFound',
    });
  });

  it('leave no bug in the log', () => expect(fixture.bugs).toEqual([]));
});
