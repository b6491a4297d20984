import { describe, expect, it } from 'vitest';
import { extentOf, pageRows } from '../../../src-main/services/pages/page-rows.ts';

const GRID = { x: 10, y: 30, width: 200, height: 120 };
const FLAT = { rise: 2, fall: 2 };

describe('rows of a page', () => {
  it('are equal parts of the grid where everything fits', () => {
    const { height, middles, bands } = pageRows(GRID, 4, FLAT, FLAT);
    expect(height).toBe(30);
    expect(middles).toEqual([45, 75, 105, 135]);
    expect(bands[3]).toEqual({ top: 120, height: 30 });
  });

  it('leave the first one’s peaks and the last one’s troughs on the grid', () => {
    const { height, middles, bands } = pageRows(GRID, 12, { rise: 12, fall: 0 }, { rise: 0, fall: 10 });
    expect(middles[0] - 12).toBeGreaterThan(GRID.y + 0.9);
    expect(middles[11] + 10).toBeLessThan(GRID.y + GRID.height - 0.9);
    for (const [row, middle] of middles.slice(1).entries())
      expect(middle - middles[row]).toBeCloseTo(height, 9);
    // Together they are the grid.
    expect(bands[0].top).toBe(GRID.y);
    expect(bands.reduce((sum, band) => sum + band.height, 0)).toBeCloseTo(GRID.height, 9);
  });

  it('do not give the page up to one that is far too large', () => {
    const { middles } = pageRows(GRID, 12, { rise: 500, fall: 0 }, FLAT);
    expect(middles[0]).toBeLessThan(GRID.y + 0.15 * GRID.height);
  });

  it('know how far a trace reaches, whatever is missing of it', () => {
    expect(extentOf([NaN, 1, 3, NaN, 0], 1)).toEqual({ rise: 2, fall: 1 });
    expect(extentOf([NaN], NaN)).toEqual({ rise: 0, fall: 0 });
  });
});
