import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import { binSamples, joinBins, rangeOfBins } from '../../../src-main/dsp/envelope/min-max.ts';
import { physicalEnvelope } from '../../../src-main/dsp/envelope/physical-envelope.ts';
import { PyramidBuilder } from '../../../src-main/dsp/envelope/pyramid-builder.ts';

const GONE = MISSING_SAMPLE;

/** Minimum and maximum by the definition. */
function expectedPairs(samples: readonly number[], reduction: number): number[] {
  const pairs: number[] = [];
  for (let from = 0; from < samples.length; from += reduction) {
    const present = samples.slice(from, from + reduction).filter((value) => value !== GONE);
    pairs.push(...(present.length === 0 ? [GONE, GONE] : [Math.min(...present), Math.max(...present)]));
  }
  return pairs;
}

describe('bins', () => {
  it('keep the extremes, missing samples apart', () => {
    const pairs = new Int32Array(8).fill(99);
    const samples = Int32Array.of(3, -7, GONE, GONE, GONE, 5, 2147483647, -2147483647, 1);
    expect(binSamples(samples, 7, 2, pairs, 0)).toBe(true);
    expect([...pairs]).toEqual([-7, 3, GONE, GONE, 5, 5, 2147483647, 2147483647]);
    expect(binSamples(Int32Array.of(3, -9, 2), 3, 4, pairs, 3)).toBe(false);
    expect([...pairs.subarray(6)]).toEqual([-9, 3]);
    binSamples(samples.subarray(7), 2, 4, pairs, 1);
    expect([...pairs.subarray(2, 4)]).toEqual([-2147483647, 1]);
  });

  it('are right for values of any size', () => {
    const random = makeRandom(3);
    for (const size of [1, 1000, 2 ** 30 - 1, 2 ** 30, 2 ** 31 - 1]) {
      const samples = Int32Array.from({ length: 999 }, () => Math.round((2 * random.next() - 1) * size));
      const pairs = new Int32Array(2 * 32);
      binSamples(samples, 999, 32, pairs, 0);
      expect([...pairs]).toEqual(expectedPairs([...samples], 32));
    }
  });

  it('join to the same as from the samples', () => {
    const random = makeRandom(4);
    const samples = Int32Array.from({ length: 1003 }, () =>
      random.next() < 0.6 ? GONE : random.integer(1000) - 500,
    );
    const narrow = new Int32Array(2 * 251);
    const wide = new Int32Array(2 * 63);
    expect(binSamples(samples, 1003, 4, narrow, 0)).toBe(true);
    expect(joinBins(narrow, 251, 4, wide, 0)).toBe(63);
    expect([...wide]).toEqual(expectedPairs([...samples], 16));
  });

  it('have a range', () => {
    expect(rangeOfBins(Int32Array.of(GONE, GONE, -3, 4, 0, 9), 3)).toEqual({ low: -3, high: 9 });
    expect(rangeOfBins(Int32Array.of(GONE, GONE, -3, 4), 1)).toEqual({ low: 0, high: 0 });
  });
});

describe('pyramid', () => {
  it('of any length is that of the definition, on every level', () => {
    const random = makeRandom(9);
    for (const length of [0, 1, 15, 16, 17, 63, 64, 65, 256, 1000, 4096, 5000]) {
      const samples = [0, 1].map(() =>
        Int32Array.from({ length }, () => (random.next() < 0.1 ? GONE : random.integer(2000) - 1000)),
      );
      const levels: number[][][] = [1, 4, 16, 64].map(() => [[], []]);
      const ranges: string[] = [];
      const builder = new PyramidBuilder(2, [1, 4, 16, 64], 16, (level, values, bins, found) => {
        values.forEach((channel, c) =>
          levels[level][c].push(...channel.subarray(0, level === 0 ? bins : 2 * bins)),
        );
        ranges.push(JSON.stringify(found));
      });
      for (let from = 0; from < length; from += 16) {
        const part = samples.map((channel) => channel.slice(from, from + 16));
        builder.append(part, part[0].length);
      }
      builder.finish();
      [1, 4, 16, 64].forEach((reduction, level) =>
        samples.forEach((channel, c) =>
          expect(levels[level][c]).toEqual(
            level === 0 ? [...channel] : expectedPairs([...channel], reduction),
          ),
        ),
      );
      expect(ranges.every((text) => !text.includes(String(GONE)))).toBe(true);
    }
  });

  it('of one level tells the range of its samples', () => {
    const seen: unknown[] = [];
    const builder = new PyramidBuilder(1, [1], 8, (_level, _values, bins, ranges) =>
      seen.push([bins, ranges]),
    );
    builder.append([Int32Array.of(4, GONE, -2)], 3);
    builder.finish();
    expect(seen).toEqual([[3, [{ low: -2, high: 4, mayMiss: true }]]]);
  });
});

describe('envelope of physical values', () => {
  it('gives samples where they fit', () => {
    const { min, max, reduction } = physicalEnvelope(Float64Array.of(1, NaN, 3), 3);
    expect([...min]).toEqual([1, NaN, 3]);
    expect([...max]).toEqual([1, NaN, 3]);
    expect(reduction).toBe(1);
  });

  it('gives the extremes of each column, NaN where all is missing', () => {
    const { min, max, reduction } = physicalEnvelope(Float64Array.of(1, -2, NaN, NaN, NaN, 5, 7), 3);
    expect([...min]).toEqual([-2, NaN, 5]);
    expect([...max]).toEqual([1, NaN, 7]);
    expect(reduction).toBe(3);
  });
});
