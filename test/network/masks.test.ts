import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { drawMasks } from '../../src-main/network/masks.ts';

const MASKS = {
  masks: [
    { name: 'a', shape: [400, 251], keep: 0.9 },
    { name: 'b', shape: [7], keep: 0.5 },
  ],
};

describe('dropout masks', () => {
  it('drop at the rate asked for and keep the mean at 1', () => {
    const { a } = drawMasks(MASKS, makeRandom(1));
    const dropped = a!.filter((value) => value === 0).length / a!.length;
    expect(dropped).toBeGreaterThan(0.095);
    expect(dropped).toBeLessThan(0.108);
    expect(a!.reduce((sum, value) => sum + value, 0) / a!.length).toBeCloseTo(1, 1);
    expect(new Set(a)).toHaveProperty('size', 2);
  });

  it('are the same for the same seed, others for another, and overwrite what they are given', () => {
    const first = drawMasks(MASKS, makeRandom(1));
    expect(drawMasks(MASKS, makeRandom(1))).toEqual(first);
    const copy = first.a!.slice();
    const second = drawMasks(MASKS, makeRandom(2), first);
    expect(second.a).toBe(first.a);
    expect(second.a).not.toEqual(copy);
  });

  it('differ from draw to draw and do not repeat along their length', () => {
    const random = makeRandom(1);
    const [first, second] = [drawMasks(MASKS, random).a!, drawMasks(MASKS, random).a!];
    expect(second).not.toEqual(first);
    expect(first.slice(0, 50_000)).not.toEqual(first.slice(50_000, 100_000));
  });
});
