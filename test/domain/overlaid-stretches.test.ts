import { describe, expect, it } from 'vitest';
import { overlaidStretches, overlaidText } from '../../src-main/domain/overlaid-stretches.ts';

describe('stretches of beats over each other', () => {
  it('say of how many beats they are', () => {
    const stretches = [
      { from: 0, to: 100 },
      { from: 50, to: 150 },
      { from: 50, to: 100 },
      { from: 300, to: 320 },
    ];
    expect(overlaidStretches(stretches)).toEqual([
      { from: 0, to: 50, beats: 1 },
      { from: 50, to: 100, beats: 3 },
      { from: 100, to: 150, beats: 1 },
      { from: 300, to: 320, beats: 1 },
    ]);
  });

  it('that go on in another beat are one; those of nothing are none', () => {
    expect(overlaidStretches([])).toEqual([]);
    expect(overlaidStretches([{ from: 5, to: 5 }])).toEqual([]);
    const follow = [
      { from: 0, to: 10 },
      { from: 10, to: 20 },
    ];
    expect(overlaidStretches(follow)).toEqual([{ from: 0, to: 20, beats: 1 }]);
  });

  it('are told in words', () => {
    expect(overlaidText(2, 0, 14)).toBe('parts missing in 2 of 14 beats');
    expect(overlaidText(2, 1, 14)).toBe('parts missing in 2 of 14 beats, clipped in 1 of 14 beats');
    expect(overlaidText(0, 0, 14)).toBeUndefined();
  });
});
