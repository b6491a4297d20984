import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementOf, kappaOf } from '../../src-main/services/annotations/agreement.ts';
import { matchBeats } from '../../src-main/services/annotations/match-beats.ts';

const HZ = 1000;

describe('matchBeats', () => {
  it('matches within 150 ms at an ordinary rate, and no further', () => {
    expect(matchBeats([1000, 2000, 3000], [1150, 1849, 3151], HZ)).toEqual({
      pairs: [[0, 0]],
      onlyFirst: [1, 2],
      onlySecond: [1, 2],
    });
  });

  it('matches within 40 % of a short RR', () => {
    expect(matchBeats([0, 300, 600], [119, 421, 700], HZ).pairs).toEqual([
      [0, 0],
      [2, 2],
    ]);
  });

  it('gives a beat to the nearer of two', () => {
    expect(matchBeats([1000, 3000], [900, 1010, 3000], HZ)).toMatchObject({
      pairs: [
        [0, 1],
        [1, 2],
      ],
      onlySecond: [0],
    });
  });

  it('is one to one and loses nobody', () => {
    const beats = fc.uniqueArray(fc.nat(20_000), { maxLength: 60 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(beats, beats, (first, second) => {
        const { pairs, onlyFirst, onlySecond } = matchBeats(first, second, HZ);
        const ascending = (list: readonly number[]): number[] => [...list].sort((a, b) => a - b);
        expect(ascending([...pairs.map(([i]) => i), ...onlyFirst])).toEqual(first.map((_, i) => i));
        expect(ascending([...pairs.map(([, j]) => j), ...onlySecond])).toEqual(second.map((_, j) => j));
        for (const [i, j] of pairs) expect(Math.abs(first[i] - second[j])).toBeLessThanOrEqual(150);
      }),
    );
  });

  it('matches a set with itself', () => {
    const beats = [100, 420, 700, 1500];
    expect(matchBeats(beats, beats, HZ).pairs).toHaveLength(4);
  });
});

describe('agreement', () => {
  it('is kappa as Cohen has it', () => {
    // Worked out by hand: observed 35/50, expected 25/50 * 30/50 + 25/50 * 20/50 = 0.5.
    expect(
      kappaOf([
        [20, 5],
        [10, 15],
      ]),
    ).toBeCloseTo(0.4, 12);
    expect(
      agreementOf(
        [
          [20, 5],
          [10, 15],
        ],
        0,
      ),
    ).toBeCloseTo(0.7, 12);
    expect(
      agreementOf(
        [
          [20, 5],
          [10, 15],
        ],
        50,
      ),
    ).toBeCloseTo(0.35, 12);
  });

  it('has an answer where there is one class, or none', () => {
    expect(kappaOf([[7]])).toBe(1);
    expect(kappaOf([])).toBe(0);
    expect(agreementOf([], 0)).toBe(1);
  });
});
