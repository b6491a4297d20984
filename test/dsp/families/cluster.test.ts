import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { BeatShapeCollector, type BeatShapes } from '../../../src-main/dsp/families/beat-shapes.ts';
import { clusterFamilies, regroupFamilies } from '../../../src-main/dsp/families/cluster.ts';

const FS = 500;
/** A QRS of some width and polarity on each of two channels, with noise, drawn around sample 300 of a 600-sample block. */
function block(
  widths: readonly [number, number],
  signs: readonly [number, number],
  noise: number,
  seed: number,
) {
  const random = makeRandom(seed);
  return widths.map((width, channel) =>
    Float32Array.from({ length: 600 }, (_, i) => {
      const t = (i - 300) / (width * FS);
      return signs[channel] * (1 - t * t) * Math.exp(-t * t) + noise * random.normal();
    }),
  );
}

const KINDS = [
  { widths: [0.02, 0.01], signs: [1, 1] },
  { widths: [0.06, 0.01], signs: [-1, 1] },
  { widths: [0.02, 0.01], signs: [1, -1] },
] as const;

function shapesOf(kinds: readonly (0 | 1 | 2)[], noise = 0.05): BeatShapes {
  const collector = new BeatShapeCollector(kinds.length, [1, 1], FS);
  kinds.forEach((kind, beat) => {
    const { widths, signs } = KINDS[kind];
    collector.add(beat, block(widths, signs, noise, beat), 300, Infinity, Infinity);
  });
  return collector.shapes;
}

describe('morphology families', () => {
  const kinds = Array.from({ length: 300 }, (_, i) => (i % 10 === 0 ? 1 : i % 7 === 0 ? 2 : 0));

  it('separates shapes that differ on the ECG or on the electrogram alone, largest first', () => {
    const { family, sizes } = clusterFamilies(shapesOf(kinds));
    expect(sizes.length).toBe(3);
    expect([...sizes]).toEqual([...sizes].sort((a, b) => b - a));
    const familyOfKind = ([0, 1, 2] as const).map((kind) => family[kinds.indexOf(kind)]);
    expect(new Set(familyOfKind).size).toBe(3);
    kinds.forEach((kind, beat) => expect(family[beat]).toBe(familyOfKind[kind]));
  });

  it('gives the odd one out the lowest correlation', () => {
    const shapes = shapesOf(kinds);
    const width = shapes.channels * shapes.points;
    const random = makeRandom(9);
    const odd = shapes.values.subarray(42 * width, 43 * width);
    const length = Math.hypot(...odd);
    for (let i = 0; i < width; i++) odd[i] += 0.03 * random.normal() * length;
    const { correlation } = clusterFamilies(shapes);
    expect(correlation.indexOf(Math.min(...correlation))).toBe(42);
  });

  it('is the same from run to run, and empty for no beats', () => {
    const first = clusterFamilies(shapesOf(kinds));
    expect(clusterFamilies(shapesOf(kinds))).toEqual(first);
    expect(clusterFamilies(shapesOf([])).templates).toEqual([]);
  });

  it('keeps to its limit', () => {
    expect(clusterFamilies(shapesOf(kinds, 0.4), { limit: 4 }).templates.length).toBeLessThanOrEqual(4);
  });

  it("keeps a neighbour's QRS out of a tachycardia beat", () => {
    const collector = new BeatShapeCollector(2, [1], FS);
    const alone = block([0.02, 0.01], [1, 1], 0, 1).slice(0, 1);
    const near = alone.map((channel) => channel.map((value, i) => value + (channel[i - 110] ?? 0)));
    collector.add(0, alone, 300, 110, 110);
    collector.add(1, near, 300, 110, 110);
    const { values, points } = collector.shapes;
    const dot = Array.from({ length: points }, (_, i) => values[i] * values[points + i]).reduce(
      (a, b) => a + b,
    );
    expect(dot).toBeGreaterThan(0.99);
  });

  it('takes a gap as nothing, not as NaN', () => {
    const collector = new BeatShapeCollector(1, [1], FS);
    collector.add(0, [new Float32Array(600).fill(NaN)], 300, Infinity, Infinity);
    expect([...collector.shapes.values].every((value) => value === 0)).toBe(true);
  });
});

describe('beats without a signal', () => {
  const MISSING = [new Float32Array(600).fill(NaN), new Float32Array(600).fill(NaN)];
  /** An offset of a lead that fell off: less its mean it is rounding, and no shape. */
  const FLAT = [new Float32Array(600).fill(0.1), new Float32Array(600).fill(-3.7)];

  /** As many silent beats first as there may be families, then three kinds of beats. */
  function shapesWith(silent: readonly Float32Array[], kinds: readonly (0 | 1 | 2)[]): BeatShapes {
    const collector = new BeatShapeCollector(48 + kinds.length, [1, 1], FS);
    for (let beat = 0; beat < 48; beat++) collector.add(beat, silent, 300, Infinity, Infinity);
    kinds.forEach((kind, beat) => {
      const { widths, signs } = KINDS[kind];
      collector.add(48 + beat, block(widths, signs, 0.05, beat), 300, Infinity, Infinity);
    });
    return collector.shapes;
  }

  const kinds = Array.from({ length: 60 }, (_, i) => (i % 3) as 0 | 1 | 2);
  it.each([
    ['missing', MISSING],
    ['flat', FLAT],
  ])('(%s) make no template: the others are told apart, they are the last family', (_, silent) => {
    const { family, correlation, sizes, templates } = clusterFamilies(shapesWith(silent, kinds));
    expect(sizes).toEqual([20, 20, 20, 48]);
    expect([...family.subarray(0, 48)]).toEqual(new Array(48).fill(3));
    expect(correlation.subarray(0, 48).every((value) => value === 0)).toBe(true);
    expect(templates[3].every((value) => value === 0)).toBe(true);
  });

  it('alone are one family without a shape', () => {
    expect(clusterFamilies(shapesWith(MISSING, []))).toMatchObject({ sizes: [48] });
  });

  it('join no group that a person made, unless put there', () => {
    const shapes = shapesWith(MISSING, kinds);
    const groups = Int32Array.from({ length: shapes.beats }, (_, beat) =>
      beat < 47 ? -1 : beat === 47 ? 0 : kinds[beat - 48],
    );
    const { family, sizes } = regroupFamilies(shapes, groups);
    expect(sizes).toEqual([21, 20, 20, 47]);
    expect(family[47]).toBe(0);
  });
});
