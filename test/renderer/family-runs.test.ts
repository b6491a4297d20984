import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { packFamilies, unpackFamilies } from '../../src-renderer/beats/family-runs.ts';

const BEATS = 100_000;
/** Beats of a record in order, each in the family that `familyOf` says; every tenth id is a mark that is no beat. */
function familiesOf(familyOf: (beat: number) => number): number[][] {
  const families: number[][] = [];
  for (let beat = 0; beat < BEATS; beat++)
    (families[familyOf(beat)] ??= []).push(1_000_000 + beat + Math.floor(beat / 10));
  return families;
}
const sorted = (families: readonly (readonly number[])[]) =>
  families.map((ids) => ids.toSorted((a, b) => a - b));

describe('families of 100,000 beats', () => {
  const random = makeRandom(3);
  const ectopic = familiesOf(() => (random.next() < 0.05 ? 1 + Math.floor(random.next() * 8) : 0));
  const worst = familiesOf((beat) => beat % 40);

  it('come back as they were, whatever the order of the members', () => {
    for (const families of [ectopic, worst]) {
      const shuffled = families.map((ids) => ids.toReversed());
      expect(unpackFamilies(packFamilies(shuffled))).toEqual(sorted(families));
    }
  });

  it('take kilobytes where they took most of a megabyte, and no more than some bytes a beat at worst', () => {
    const ids = JSON.stringify(ectopic).length;
    expect(ids).toBeGreaterThan(700_000);
    expect(packFamilies(ectopic).length).toBeLessThan(150_000);
    expect(packFamilies(familiesOf((beat) => (beat < 60_000 ? 0 : 1))).length).toBeLessThan(80_000);
    expect(packFamilies(worst).length).toBeLessThan(4 * BEATS);
  });
});

describe('runs', () => {
  it('are short and exact', () => {
    expect(packFamilies([[5, 6, 7, 9], [8]])).toBe('5-0*3 1 0');
    expect(unpackFamilies('5-0*3 1 0')).toEqual([[5, 6, 7, 9], [8]]);
    expect(unpackFamilies('')).toEqual([]);
  });

  it('that nobody wrote are refused', () => {
    expect(() => unpackFamilies('5-0*3 !')).toThrow(SyntaxError);
  });
});
