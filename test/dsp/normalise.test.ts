import { describe, expect, it } from 'vitest';
import {
  median,
  medianAbsoluteDeviation,
  normaliseRobustly,
  percentile,
} from '../../src-main/dsp/normalise.ts';
import { INPUT, REFERENCE } from './reference.ts';

describe('robust statistics', () => {
  it('give numpy’s percentiles and MAD', () => {
    for (const [percent, value] of REFERENCE.stats.percentiles)
      expect(percentile(INPUT, percent)).toBeCloseTo(value, 9);
    expect(medianAbsoluteDeviation(INPUT)).toBeCloseTo(REFERENCE.stats.mad, 9);
  });

  it('leave missing samples out and leave the input alone', () => {
    const samples = Float32Array.of(5, NaN, 1, 3, NaN, 2);
    expect(median(samples)).toBe(2.5);
    expect([...samples]).toEqual([5, NaN, 1, 3, NaN, 2]);
    expect(median([])).toBeNaN();
    expect(median(Float32Array.of(NaN))).toBeNaN();
  });

  it('select correctly among many equal values', () => {
    const equal = Float64Array.from({ length: 10_001 }, (_, n) => n % 3);
    expect(median(equal)).toBe(1);
    expect(percentile(equal, 100)).toBe(2);
  });
});

describe('normaliseRobustly', () => {
  it('has median 0 and MAD 1 / 1.4826, clipped to 10', () => {
    const normalised = normaliseRobustly(INPUT);
    expect(median(normalised)).toBeCloseTo(0, 6);
    expect(medianAbsoluteDeviation(normalised) * 1.4826).toBeCloseTo(1, 3);
    const spiky = Float64Array.from(INPUT, (value, n) => (n === 7 ? 1e6 : value));
    expect(normaliseRobustly(spiky)[7]).toBe(10);
  });

  it('gives zeros for a flat window and keeps what is missing', () => {
    const normalised = normaliseRobustly(Float32Array.of(2, 2, NaN, 2));
    expect([...normalised]).toEqual([0, 0, NaN, 0]);
  });
});
