import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchBeats } from '../../src-main/domain/match-beats.ts';

const partners = (first: number[], second: number[], samplingFrequency = 1000): number[][] => {
  const { toSecond, toFirst } = matchBeats(first, second, samplingFrequency);
  return [[...toSecond], [...toFirst]];
};

describe('matchBeats', () => {
  it('pairs within 150 ms, one to one', () => {
    expect(partners([1000, 2000, 3000], [1010, 2149, 3200])).toEqual([
      [0, 1, -1],
      [0, 1, -1],
    ]);
  });

  it('narrows to 40 % of the local RR in fast rhythms', () => {
    expect(partners([1000, 1200, 1400], [1090, 1290, 1490])[0]).toEqual([-1, -1, -1]);
    expect(partners([1000, 1200, 1400], [1070, 1270, 1470])[0]).toEqual([0, 1, 2]);
  });

  it('gives a beat to the nearer of two, on either side', () => {
    expect(partners([1000, 1400], [1390], 4000)[0]).toEqual([-1, 0]);
    expect(partners([1000, 3000], [900, 1010, 3000])).toEqual([
      [1, 2],
      [-1, 0, 1],
    ]);
  });

  it('names each partner from both sides, in order', () => {
    const beats = fc.uniqueArray(fc.nat(20_000), { maxLength: 60 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(beats, beats, (first, second) => {
        const [toSecond, toFirst] = partners(first, second);
        const matched = toSecond.filter((j) => j >= 0);
        expect(matched).toEqual([...matched].sort((a, b) => a - b));
        toSecond.forEach((j, i) => j >= 0 && expect(toFirst[j]).toBe(i));
        expect(toFirst.filter((i) => i >= 0)).toHaveLength(matched.length);
      }),
    );
  });
});
