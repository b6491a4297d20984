import { beforeAll, describe, expect, it } from 'vitest';
import { isBeat } from '../../src-main/domain/annotation.ts';
import { beatClassOf } from '../../src-main/domain/beat-class.ts';
import { simulateCohort } from '../../src-main/simulate/cohort.ts';
import { LEIPZIG_RECORDS } from '../../src-main/simulate/profile/leipzig-table.ts';

/** The whole profile at full length: events and labels of 18 hours; no signal is drawn. */
const made: Map<string, number>[] = [];
let seconds = 0;
beforeAll(() => {
  for (const study of simulateCohort({ profile: 'leipzig', subjects: 39, seed: 1 })) {
    const counts = new Map<string, number>();
    for (const beat of study.annotations.filter(isBeat)) {
      const { code } = beatClassOf(beat)!;
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    made.push(counts);
    seconds += study.samples / study.samplingFrequency;
  }
}, 600_000);

const published = LEIPZIG_RECORDS.map(({ beats }) => beats);
const sum = (counts: Iterable<number>): number => [...counts].reduce((a, b) => a + b, 0);
const totalOf = (records: readonly ReadonlyMap<string, number>[], code: string): number =>
  sum(records.map((counts) => counts.get(code) ?? 0));
const codes = [...new Set(published.flatMap((counts) => [...counts.keys()]))];

describe('the Leipzig profile at full length', () => {
  it('is as long as the database, to 10 %', () => {
    expect(Math.abs(seconds / 66_421 - 1)).toBeLessThan(0.1);
  });

  it.each(codes)('holds as many beats of class %s as were published', (code) => {
    const [is, asked] = [totalOf(made, code), totalOf(published, code)];
    const allowed = asked >= 1000 ? 0.17 * asked : asked >= 100 ? 0.3 * asked : asked + 25;
    expect(is, `${is} of ${asked}`).toBeGreaterThan(0);
    expect(Math.abs(is - asked), `${is} of ${asked}`).toBeLessThan(allowed);
  });

  it('holds no class that was not published', () => {
    const extra = [...new Set(made.flatMap((counts) => [...counts.keys()]))].filter(
      (code) => !codes.includes(code),
    );
    expect(sum(extra.map((code) => totalOf(made, code)))).toBeLessThan(20);
  });

  it('gives each record about its own number of beats, half of all to the same four children', () => {
    const share = (records: readonly ReadonlyMap<string, number>[]): number =>
      sum([0, 2, 3, 5].map((k) => sum(records[k].values()))) / sum(records.map((r) => sum(r.values())));
    expect(Math.abs(share(made) - share(published))).toBeLessThan(0.03);
    made.forEach((counts, k) => {
      const [is, asked] = [sum(counts.values()), sum(published[k].values())];
      expect(is / asked, LEIPZIG_RECORDS[k].name).toBeGreaterThan(0.7);
      expect(is / asked, LEIPZIG_RECORDS[k].name).toBeLessThan(1.35);
    });
  });

  it('gives flutter, ectopic atrial tachycardia and left bundle branch block to the very subjects that have them', () => {
    for (const code of ['AFL', 'EAT', 'LBB']) {
      const holders = (records: readonly ReadonlyMap<string, number>[]): string[] =>
        LEIPZIG_RECORDS.filter((_, k) => (records[k].get(code) ?? 0) > 0).map(({ name }) => name);
      expect(holders(made), code).toEqual(holders(published));
    }
  });
});
