import { describe, expect, it } from 'vitest';
import { caliperOnStrips } from '../../src-main/domain/caliper-strips.ts';

/** A 12-lead page of 10 s at 1000 Hz: four columns and the rhythm strip. */
const TWELVE = [
  { from: 0, to: 2500 },
  { from: 2500, to: 5000 },
  { from: 5000, to: 7500 },
  { from: 7500, to: 10_000 },
  { from: 0, to: 10_000 },
];

describe('a caliper on the strips of a page', () => {
  it('stands in its column and on the rhythm strip, and is named once, where it is whole first', () => {
    const parts = caliperOnStrips({ from: 2600, to: 3400, marches: 0 }, TWELVE);
    expect(parts.map(({ strip, named }) => [strip, named])).toEqual([
      [1, true],
      [4, false],
    ]);
    expect(parts[0].legs).toEqual([
      { at: 2600, leg: 'from' },
      { at: 3400, leg: 'to' },
    ]);
    expect(parts[0].span).toEqual({ from: 2600, to: 3400 });
  });

  it('is cut between columns, a leg in each, and named on the rhythm strip, where it is whole', () => {
    const parts = caliperOnStrips({ from: 3000, to: 2000, marches: 0 }, TWELVE);
    expect(parts.map(({ strip, span, named }) => [strip, span, named])).toEqual([
      [0, { from: 2000, to: 2500 }, false],
      [1, { from: 2500, to: 3000 }, false],
      [4, { from: 2000, to: 3000 }, true],
    ]);
    expect(parts[0].legs).toEqual([{ at: 2000, leg: 'to' }]);
    expect(parts[1].legs).toEqual([{ at: 3000, leg: 'from' }]);
  });

  it('marches on, backwards where its second leg was set before the first, from strip to strip', () => {
    const lines = [
      { from: 0, to: 1000 },
      { from: 1000, to: 2000 },
    ];
    const on = caliperOnStrips({ from: 800, to: 1100, marches: 3 }, lines);
    expect(on[1].legs).toEqual([
      { at: 1100, leg: 'to' },
      { at: 1400, leg: undefined },
      { at: 1700, leg: undefined },
    ]);
    const back = caliperOnStrips({ from: 1100, to: 800, marches: 2 }, lines);
    expect(back[0].legs.map(({ at }) => at)).toEqual([800, 500, 200]);
  });

  it('shows repeats alone where only they lie on the page, without a name', () => {
    const parts = caliperOnStrips({ from: 100, to: 600, marches: 12 }, [{ from: 1000, to: 2000 }]);
    expect(parts).toEqual([
      { strip: 0, legs: [1100, 1600].map((at) => ({ at, leg: undefined })), span: undefined, named: false },
    ]);
    expect(caliperOnStrips({ from: 100, to: 600, marches: 0 }, [{ from: 1000, to: 2000 }])).toEqual([]);
  });
});
