import { readFileSync } from 'node:fs';
import { expect } from 'vitest';

type Design = [kind: string, order: number, band: number | [number, number], samplingFrequency: number];

/** scipy's values, made by `python3 make-filter-reference.py > filter-reference.json` in test/fixtures/dsp. */
export const REFERENCE = JSON.parse(
  readFileSync(new URL('../fixtures/dsp/filter-reference.json', import.meta.url), 'utf8'),
) as {
  filters: { design: Design; output: number[] }[];
  brief: { design: Design; output: number[] };
  causal: { design: Design; output: number[] };
  resampled: { up: number; down: number; length: number; output: number[]; edge: number[] }[];
  stats: { percentiles: [number, number][]; mad: number };
};

/** The fixture's input, by the same formula. */
export const INPUT = Float64Array.from(
  { length: 1200 },
  (_, n) =>
    Math.sin(n / 7) + 0.3 * Math.cos(n / 1.7) + 0.002 * n + 5 * Math.exp(-(((n - 600) / 6) ** 2)) + 1.5,
);

/** Every fifth sample of `actual` against `expected`. */
export function expectEveryFifth(actual: Float64Array, expected: readonly number[], tolerance = 1e-6): void {
  expect(expected.length).toBe(Math.ceil(actual.length / 5));
  const worst = Math.max(...expected.map((value, index) => Math.abs(actual[5 * index] - value)));
  expect(worst).toBeLessThan(tolerance);
}
