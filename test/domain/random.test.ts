import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';

describe('seeded random numbers', () => {
  it('repeat for a seed and differ between seeds', () => {
    const drawn = (seed: number) => Array.from({ length: 5 }, makeRandom(seed).next);
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  it('fork to streams that do not depend on what was drawn before', () => {
    const used = makeRandom(3);
    used.next();
    expect(used.fork('a').next()).toBe(makeRandom(3).fork('a').next());
    expect(used.fork('a').next()).not.toBe(used.fork('b').next());
  });

  it('have the moments of their distributions', () => {
    const random = makeRandom(4);
    const uniform = Array.from({ length: 20_000 }, random.next);
    const normal = Array.from({ length: 20_000 }, random.normal);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(uniform)).toBeCloseTo(0.5, 1.7);
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    expect(Math.abs(mean(normal))).toBeLessThan(0.03);
    expect(Math.abs(mean(normal.map((value) => value * value)) - 1)).toBeLessThan(0.05);
  });
});
