import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawColumns, type ColumnScale } from '../../src-renderer/trace/column-path.ts';

type Point = { x: number; y: number; move: boolean };

function record(minima: number[], maxima: number[], scale: Partial<ColumnScale> = {}): Point[] {
  const points: Point[] = [];
  drawColumns(
    {
      moveTo: (x, y) => points.push({ x, y, move: true }),
      lineTo: (x, y) => points.push({ x, y, move: false }),
    },
    Float32Array.from(minima),
    Float32Array.from(maxima),
    minima.length,
    { x0: 0, step: 1, y0: 0, unit: 1, top: -1e9, bottom: 1e9, ...scale },
  );
  return points;
}

describe('drawColumns', () => {
  it('draws every sample where a sample is a pixel or wider', () => {
    const points = record([1, 2, 3], [1, 2, 3], { step: 4, y0: 10 });
    expect(points.map(({ x, y }) => [x, y])).toEqual([
      [0, 9],
      [4, 8],
      [8, 7],
    ]);
    expect(points.map(({ move }) => move)).toEqual([true, false, false]);
  });

  it('shows the least and the greatest value of every pixel column, whatever the data', () => {
    const column = fc.tuple(
      fc.float({ min: -5, max: 5, noNaN: true }),
      fc.float({ min: 0, max: 5, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(column, { minLength: 3, maxLength: 60 }), (columns) => {
        const minima = columns.map(([low]) => low);
        const maxima = columns.map(([low, rise]) => low + rise);
        const points = record(minima, maxima, { step: 1 / 3 });
        for (let pixel = 0; pixel * 3 < columns.length; pixel++) {
          const inside = [0, 1, 2].map((k) => pixel * 3 + k).filter((k) => k < columns.length);
          const drawn = points.filter(({ x }) => Math.floor(x) === pixel).map(({ y }) => -y);
          expect(Math.min(...drawn)).toBeCloseTo(Math.min(...inside.map((k) => Math.fround(minima[k]))), 5);
          expect(Math.max(...drawn)).toBeCloseTo(Math.max(...inside.map((k) => Math.fround(maxima[k]))), 5);
        }
      }),
    );
  });

  it('breaks the line where samples are missing and begins anew behind them', () => {
    const points = record([1, 1, NaN, NaN, 1, 1], [1, 1, NaN, NaN, 1, 1], { step: 2 });
    expect(points.filter(({ move }) => move).map(({ x }) => x)).toEqual([0, 8]);
    const dense = record([1, 1, NaN, NaN, 2, 2], [1, 1, NaN, NaN, 2, 2], { step: 0.5 });
    expect(dense.filter(({ move }) => move).map(({ x }) => Math.floor(x))).toEqual([0, 2]);
    expect(dense.some(({ x }) => Math.floor(x) === 1)).toBe(false);
  });

  it('holds the line within its limits', () => {
    const points = record([-100, 100], [-100, 100], { step: 3, top: -7, bottom: 7 });
    expect(points.map(({ y }) => y)).toEqual([7, -7]);
  });

  it('draws a mark for a lone sample', () => {
    expect(record([NaN, 3, NaN], [NaN, 3, NaN], { step: 0.9 }).filter(({ move }) => !move)).toHaveLength(1);
  });
});
