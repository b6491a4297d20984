import { describe, expect, it } from 'vitest';
import {
  allowedMarks,
  areSameMarks,
  averageDetails,
  averageKey,
  keptAverageOf,
  keptFor,
} from '../../src-main/domain/kept-average.ts';

const MARKS = { pOnset: -200, qrsOnset: -40, qrsOffset: 50, tOffset: 344 };

describe('moved onsets and offsets of an average beat', () => {
  it('belong to just these beats, averaged in this way', () => {
    const key = averageKey([1000, 2000, 3000], 'median');
    expect(averageKey([1000, 2000, 3000], 'median')).toBe(key);
    const others = [
      averageKey([1000, 2000, 3000], 'mean'),
      averageKey([1000, 2001, 3000], 'median'),
      averageKey([1000, 2000], 'median'),
      averageKey([2000, 1000, 3000], 'median'),
      averageKey([1000, 2000, 3000 + 2 ** 24], 'median'),
    ];
    expect(new Set([key, ...others]).size).toBe(6);
    const kept = [1, 2].map((id) => ({ id, details: { key, marks: MARKS } }));
    expect(keptFor(key, kept)?.id).toBe(2);
    expect(keptFor(others[0], kept)).toBeUndefined();
  });

  it('are whole samples in the order P, Q, J, T; some may be missing', () => {
    expect(keptAverageOf({ key: 'k', marks: MARKS })).toEqual({ key: 'k', marks: MARKS });
    const some = { qrsOnset: -40, qrsOffset: 50 };
    expect(keptAverageOf({ key: 'k', marks: some })?.marks).toEqual({
      pOnset: undefined,
      ...some,
      tOffset: undefined,
    });
    for (const wrong of [
      undefined,
      null,
      'k',
      { marks: MARKS },
      { key: 'k' },
      { key: 'k', marks: {} },
      { key: 'k', marks: { ...MARKS, qrsOffset: -41 } },
      { key: 'k', marks: { ...MARKS, tOffset: 344.5 } },
      { key: 'k', marks: { ...MARKS, pOnset: '-200' } },
    ])
      expect(keptAverageOf(wrong)).toBeUndefined();
  });

  it('are kept with the beats that they are of, 20,000 in less than 64 kB of JSON, and found again', () => {
    const rPeaks = Array.from({ length: 20_000 }, (_, i) => 731 + 780 * i + ((i * i) % 97));
    const key = averageKey(rPeaks, 'mean');
    const json = JSON.stringify(averageDetails({ key, marks: MARKS, rPeaks, statistic: 'mean' }));
    expect(json.length).toBeLessThan(64 * 1024);
    expect(keptAverageOf(JSON.parse(json))).toEqual({ key, marks: MARKS, rPeaks, statistic: 'mean' });
    const one = averageDetails({ key, marks: MARKS, rPeaks: [12], statistic: 'mean' });
    expect(keptAverageOf(one)?.rPeaks).toEqual([12]);
  });

  it('are read as they were kept before, with up to 500 beats or without any', () => {
    const of = (details: object) => keptAverageOf({ key: 'k', marks: MARKS, ...details })?.rPeaks;
    expect(of({ rPeaks: [1000, 2000] })).toEqual([1000, 2000]);
    for (const none of [{}, { rPeaks: [0.5] }, { beats: '' }, { beats: '-3 5' }, { beats: [3] }])
      expect(of(none)).toBeUndefined();
  });

  it('are used as far as the clinical rules have a use for them', () => {
    expect(allowedMarks(MARKS, 'N')).toEqual(MARKS);
    expect(allowedMarks(MARKS, 'NRT')).toEqual({ ...MARKS, pOnset: undefined });
    expect(allowedMarks(MARKS, undefined)).toEqual({ ...MARKS, pOnset: undefined, tOffset: undefined });
    expect(areSameMarks(MARKS, { ...MARKS })).toBe(true);
    expect(areSameMarks(MARKS, allowedMarks(MARKS, 'NRT'))).toBe(false);
  });
});
