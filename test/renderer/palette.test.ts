import { describe, expect, it } from 'vitest';
import { PALETTES, THEMES } from '../../src-renderer/theme/palette.ts';
import { ciede2000, contrast, lab, VISION } from './colour-difference.ts';

const NEEDED = { normal: 10, deuteranopia: 6, protanopia: 6 } as const;

describe('colour arithmetic', () => {
  it('agrees with the published CIEDE2000 test data (Sharma, Wu and Dalal 2005, table 1)', () => {
    const pairs: [number[], number[], number][] = [
      [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
      [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
      [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
      [[50, 2.5, 0], [73, 25, -18], 27.1492],
      [[50, 2.5, 0], [61, -5, 29], 22.8977],
      [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
      [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
    ];
    for (const [one, two, expected] of pairs) {
      expect(ciede2000(one as never, two as never)).toBeCloseTo(expected, 4);
    }
  });

  it('gives black on white 21:1', () => {
    expect(contrast('#000000', '#FFFFFF')).toBeCloseTo(21, 6);
  });

  it('would refuse the design starting values that are too near', () => {
    expect(ciede2000(lab('#D55E00'), lab('#E4572E'))).toBeLessThan(NEEDED.normal);
    expect(contrast('#F0E442', '#FFFFFF')).toBeLessThan(3);
  });
});

describe.each(THEMES)('palette %s', (theme) => {
  const palette = PALETTES[theme];
  const classes = Object.entries(palette.classes);

  it.each(Object.keys(NEEDED) as (keyof typeof NEEDED)[])('tells any two classes apart: %s', (vision) => {
    const tooNear: string[] = [];
    classes.forEach(([name, colour], index) => {
      for (const [other, otherColour] of classes.slice(0, index)) {
        const difference = ciede2000(lab(colour, vision), lab(otherColour, vision));
        if (difference < NEEDED[vision]) tooNear.push(`${name}/${other} ${difference.toFixed(1)}`);
      }
    });
    expect(tooNear).toEqual([]);
    expect(Object.keys(VISION)).toContain(vision);
  });

  it('has class outlines of 3:1 and class text of 4.5:1, on the background and as the background colour on a filled chip', () => {
    const pale = classes.filter(([, colour]) => contrast(colour, palette.background) < 4.5);
    expect(pale).toEqual([]);
  });

  it('has text of 4.5:1 on background and raised surfaces', () => {
    for (const colour of [palette.text, palette.muted, palette.accent, palette.fault]) {
      expect(contrast(colour, palette.background), colour).toBeGreaterThanOrEqual(4.5);
      expect(contrast(colour, palette.raised), colour).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('has traces of 3:1', () => {
    for (const colour of Object.values(palette.groups)) {
      expect(contrast(colour, palette.background), colour).toBeGreaterThanOrEqual(3);
    }
  });
});
