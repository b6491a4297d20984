import { describe, expect, it } from 'vitest';
import { KernelMemory } from '../../../src-main/domain/kernel/kernel-memory.ts';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import { binSamples, joinBins, rangeOfBins } from '../../../src-main/dsp/envelope/min-max.ts';
import { PyramidBuilder } from '../../../src-main/dsp/envelope/pyramid-builder.ts';

const EXTREMES = [2 ** 31 - 1, -(2 ** 31) + 1, 0, -1, 2 ** 30, -(2 ** 30) - 1];

/** Samples with extremes; where `gaps`, single missing ones and a stretch without any. */
function samples(length: number, gaps: boolean): Int32Array {
  const random = makeRandom(length);
  const values = Int32Array.from({ length }, () => Math.round(1e5 * random.normal()));
  for (let i = 0; i < length; i += 53) values[i] = EXTREMES[i % EXTREMES.length];
  if (!gaps) return values;
  for (let i = 5; i < length; i += 171) values[i] = MISSING_SAMPLE;
  return values.fill(MISSING_SAMPLE, Math.floor(length / 3), Math.floor(length / 2));
}

function inMemory(values: Int32Array, memory: KernelMemory): Int32Array {
  const array = memory.int32(values.length);
  array.set(values);
  return array;
}

describe('minima and maxima by kernel', () => {
  it.each([
    [1000, 32, false],
    [1000, 32, true],
    [4096, 8, true],
    [300_000, 8, true],
    [31, 32, true],
    [997, 12, true],
  ])('are those by comparing: %d samples, %d a bin, gaps %s', (length, reduction, gaps) => {
    const plain = samples(length, gaps);
    const memory = new KernelMemory(2 ** 22);
    const bins = Math.ceil(length / reduction);
    const here = inMemory(plain, memory);
    const pairs = [new Int32Array(2 * bins + 6), new Int32Array(2 * bins + 6), memory.int32(2 * bins + 6)];
    const mayMiss = [plain, here, here].map((values, i) =>
      binSamples(values, length, reduction, pairs[i], 3),
    );
    expect(pairs[1]).toEqual(pairs[0]);
    expect([...pairs[2]]).toEqual([...pairs[0]]);
    // Comparing holds very large numbers for missing ones; the kernel knows.
    expect(mayMiss[1]).toBe(mayMiss[2]);
    if (gaps) expect(mayMiss[1]).toBe(true);
    const joined = [new Int32Array(2 * bins), memory.int32(2 * bins)];
    expect(joinBins(pairs[2], bins, 4, joined[1], 1)).toBe(joinBins(pairs[0], bins, 4, joined[0], 1));
    expect([...joined[1]]).toEqual([...joined[0]]);
  });

  it.each([2, 4, 6, 7, 1, 64, 1000])('have the range that comparing finds: %d of them', (bins) => {
    for (const gaps of [false, true])
      for (const at of [0, 3]) {
        const values = samples(2 * (at + bins), gaps);
        const pairs = new Int32Array(values.length);
        for (let i = 0; i < values.length; i += 2) {
          const [one, other] = [values[i], values[i + 1]];
          const gone = one === MISSING_SAMPLE || other === MISSING_SAMPLE;
          pairs[i] = gone ? MISSING_SAMPLE : Math.min(one, other);
          pairs[i + 1] = gone ? MISSING_SAMPLE : Math.max(one, other);
        }
        // What lies behind them is none of theirs.
        const here = inMemory(
          Int32Array.of(...pairs, MISSING_SAMPLE, 2 ** 31 - 1),
          new KernelMemory(2 ** 16),
        );
        expect(rangeOfBins(here.subarray(2 * at), bins)).toEqual(rangeOfBins(pairs.subarray(2 * at), bins));
      }
  });

  it('make the same pyramid', () => {
    const made = [undefined, new KernelMemory(2 ** 22)].map((memory) => {
      const blocks: unknown[] = [];
      const allocate = (length: number): Int32Array => memory?.int32(length) ?? new Int32Array(length);
      const keep = (level: number, values: readonly Int32Array[], bins: number, ranges: unknown): void => {
        const counted = values.map((channel) => [...channel.subarray(0, level === 0 ? bins : 2 * bins)]);
        blocks.push([level, counted, bins, ranges]);
      };
      const builder = new PyramidBuilder(2, [1, 32, 128], 1024, keep, allocate);
      const block = [allocate(1024), allocate(1024)];
      for (const count of [1024, 1024, 700]) {
        block[0].set(samples(count, true).map((value) => Math.trunc(value / 4)));
        block[1].set(samples(count, false).map((value) => Math.trunc(value / 4)));
        builder.append(block, count);
      }
      builder.finish();
      return blocks;
    });
    expect(made[1]).toEqual(made[0]);
  });
});
