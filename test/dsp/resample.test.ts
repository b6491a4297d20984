import { describe, expect, it } from 'vitest';
import { resamplePolyphase, resampleTo, resamplingRatio } from '../../src-main/dsp/resample.ts';
import { expectEveryFifth, INPUT, REFERENCE } from './reference.ts';

describe('resamplePolyphase', () => {
  it.each(REFERENCE.resampled)('gives scipy’s values: $up / $down', ({ up, down, length, output, edge }) => {
    const resampled = resamplePolyphase(INPUT, up, down);
    expect(resampled.length).toBe(length);
    expectEveryFifth(resampled, output);
    expectEveryFifth(resamplePolyphase(INPUT, up, down, { padding: 'edge' }), edge);
  });

  it('keeps gaps as gaps and does not let them spread', () => {
    const gapped = INPUT.slice();
    gapped.fill(NaN, 400, 500);
    const whole = resamplePolyphase(INPUT, 1, 4);
    const resampled = resamplePolyphase(gapped, 1, 4);
    expect([...resampled.keys()].filter((m) => Number.isNaN(resampled[m]))).toEqual(
      Array.from({ length: 25 }, (_, k) => 100 + k),
    );
    for (let m = 0; m < 85; m++) expect(resampled[m]).toBeCloseTo(whole[m], 9);
    expect(resamplePolyphase(new Float32Array(9).fill(NaN), 1, 3).every(Number.isNaN)).toBe(true);
    expect(resamplePolyphase(new Float32Array(0), 1, 3).length).toBe(0);
  });

  it('refuses factors that are no integers in range', () => {
    expect(() => resamplePolyphase(INPUT, 0, 1)).toThrow(RangeError);
    expect(() => resamplePolyphase(INPUT, 1.5, 1)).toThrow(/integer/);
  });
});

describe('resampleTo', () => {
  it('finds the ratio of sampling frequencies', () => {
    expect(resamplingRatio(977, 250)).toEqual({ up: 250, down: 977 });
    expect(resamplingRatio(360, 250)).toEqual({ up: 25, down: 36 });
    expect(resamplingRatio(250, 250)).toEqual({ up: 1, down: 1 });
    expect(resamplingRatio(128.5, 250)).toEqual({ up: 500, down: 257 });
    expect(() => resamplingRatio(0, 250)).toThrow(RangeError);
    expect(() => resamplingRatio(1e9, 1)).toThrow(/too large/);
  });

  it('keeps a sine of 10 Hz a sine of 10 Hz', () => {
    const sine = Float64Array.from({ length: 4000 }, (_, n) => Math.sin((2 * Math.PI * 10 * n) / 977));
    const resampled = resampleTo(sine, 977, 250);
    for (let m = 50; m < resampled.length - 50; m++)
      expect(Math.abs(resampled[m] - Math.sin((2 * Math.PI * 10 * m) / 250))).toBeLessThan(2e-3);
  });

  it('holds an offset at the edges', () => {
    const resampled = resampleTo(new Float32Array(500).fill(3), 977, 250);
    expect(Math.max(...resampled.map((value) => Math.abs(value - 3)))).toBeLessThan(0.01);
  });
});
