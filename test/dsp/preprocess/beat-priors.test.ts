import { expect, test } from 'vitest';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { BEAT_PRIORS, beatPriors } from '../../../src-main/dsp/preprocess/priors/beat-priors.ts';
import { quantileOf, quantilesAround } from '../../../src-main/dsp/preprocess/priors/statistics.ts';
import { beatShapesOf } from '../../../src-main/dsp/preprocess/priors/templates.ts';
import { drawnLead } from './memory-reader.ts';

const FS = 250;

/** Sinus beats at 0.8 s; every `every`-th is early (0.5 s) and as `odd` says. */
function rhythm(beats: number, every: number, odd: { width?: number; p?: boolean; sign?: number }) {
  const drawn: { at: number; width?: number; p?: boolean; sign?: number }[] = [];
  let at = FS;
  for (let k = 0; k < beats; k++) {
    const isOdd = k % every === every - 1;
    at += Math.round((isOdd ? 0.5 : k % every === 0 && k > 0 ? 1.1 : 0.8) * FS);
    drawn.push({ at, ...(isOdd ? odd : {}) });
  }
  return { drawn, lead: drawnLead(at + FS, FS, drawn), isOdd: (k: number) => k % every === every - 1 };
}

const column = (table: Float32Array, name: string, beat: number) =>
  table[beat * BEAT_PRIORS.length + BEAT_PRIORS.indexOf(name)];

test('a wide premature beat stands out in timing and in shape', () => {
  const { drawn, lead } = rhythm(100, 10, { width: 0.035, p: false, sign: -1 });
  const table = beatPriors(
    [lead],
    drawn.map(({ at }) => at),
  );
  expect(table.every(Number.isFinite)).toBe(true);
  expect(column(table, 'rr-pre-to-local', 49)).toBeLessThan(-0.3);
  expect(column(table, 'qrs-correlation', 49)).toBeLessThan(0.6);
  expect(column(table, 'width-ratio', 49)).toBeGreaterThan(0.3);
  expect(Math.abs(column(table, 'rr-pre-to-local', 45))).toBeLessThan(0.05);
  expect(column(table, 'qrs-correlation', 45)).toBeGreaterThan(0.97);
  expect(column(table, 'next rr-pre-to-local', 48)).toBeCloseTo(column(table, 'rr-pre-to-local', 49), 6);
});

test('an early beat without its P is told from a sinus beat by the P window alone', () => {
  const { drawn, lead } = rhythm(100, 10, { p: false });
  const table = beatPriors(
    [lead],
    drawn.map(({ at }) => at),
  );
  expect(column(table, 'qrs-correlation', 49)).toBeGreaterThan(0.95);
  expect(column(table, 'p-correlation-at-place', 49)).toBeLessThan(0.6);
  expect(column(table, 'p-correlation-at-place', 45)).toBeGreaterThan(0.9);
});

test('in bigeminy the dominant beat is the unhurried one, though half of all are ventricular', () => {
  const { drawn, lead, isOdd } = rhythm(101, 2, { width: 0.035, p: false, sign: -1 });
  const shapes = beatShapesOf(
    [lead],
    drawn.map(({ at }) => at),
  );
  drawn.forEach((_, k) => expect(shapes.group[k] === 0).toBe(!isOdd(k)));
});

test('no beat, one beat and two beats give finite rows', () => {
  for (const beats of [0, 1, 2]) {
    const { drawn, lead } = rhythm(beats, 10, {});
    const table = beatPriors(
      [lead],
      drawn.map(({ at }) => at),
    );
    expect(table.length).toBe(beats * BEAT_PRIORS.length);
    expect(table.every(Number.isFinite)).toBe(true);
  }
});

test('in fibrillation early beats are not told as premature; in sinus rhythm and bigeminy they are', () => {
  const random = makeRandom(4);
  const drawn: { at: number; p: boolean }[] = [];
  let at = FS;
  for (let k = 0; k < 150; k++) {
    at += Math.round((0.45 + 0.6 * random.next()) * FS);
    drawn.push({ at, p: false });
  }
  const lead = drawnLead(at + FS, FS, drawn).map((value) => value + 0.05 * random.normal());
  const table = beatPriors(
    [lead],
    drawn.map((beat) => beat.at),
  );
  const mean = (name: string): number =>
    drawn.reduce((sum, _, beat) => sum + Math.abs(column(table, name, beat)), 0) / drawn.length;
  expect(mean('fibrillation')).toBeGreaterThan(0.8);
  expect(mean('rr-pre-to-slow-local')).toBeLessThan(0.06);
  expect(mean('rr-pre-to-local')).toBeGreaterThan(0.15);
  const bigeminy = rhythm(101, 2, { width: 0.035, p: false, sign: -1 });
  const other = beatPriors(
    [bigeminy.lead],
    bigeminy.drawn.map((beat) => beat.at),
  );
  expect(column(other, 'fibrillation', 50)).toBe(0);
  expect(column(other, 'rr-pre-to-slow-local', 51)).toBeLessThan(-0.3);
});

test('quantiles around each value are those of the values around it', () => {
  const random = makeRandom(3);
  for (const length of [1, 2, 5, 30, 31, 200]) {
    // Rounded: many are equal; none is -0, which is no other value than 0.
    const values = Float64Array.from({ length }, () => (Math.round(4 * random.normal()) + 0) / 4);
    for (const reach of [0, 1, 6, 15, 40])
      for (const fraction of [0.5, 0.8]) {
        const expected = values.map((_, at) =>
          quantileOf(values.subarray(Math.max(0, at - reach), at + reach + 1), fraction),
        );
        expect([...quantilesAround(values, reach, fraction)]).toEqual([...expected]);
      }
  }
});
