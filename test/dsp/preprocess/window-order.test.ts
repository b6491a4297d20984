import { describe, expect, it } from 'vitest';
import { KernelMemory } from '../../../src-main/domain/kernel/kernel-memory.ts';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { median, medianAbsoluteDeviation } from '../../../src-main/dsp/normalise.ts';
import { WindowOrder, canBeCoded } from '../../../src-main/dsp/preprocess/window-order.ts';

const LENGTH = 5000;
const random = makeRandom(17);

/** Noise over a level, its height changed every 700 samples by up to `change` times. */
function signal(level: number, change: number, step: number): Float32Array {
  return Float32Array.from({ length: LENGTH }, (_, n) => {
    const height = change ** (Math.floor(n / 700) % 3 === 1 ? 1 : 0);
    return level + step * Math.round((height * random.normal()) / step);
  });
}

function compare(samples: Float32Array, windowSamples: number): { ordered: number; refused: number } {
  const bytes = 4 * (LENGTH + 100) + WindowOrder.bytes(LENGTH, windowSamples);
  const memory = new KernelMemory(bytes);
  const kept = memory.float32(LENGTH + 64);
  kept.set(samples);
  const order = new WindowOrder(memory, LENGTH, windowSamples);
  const first = samples.subarray(0, windowSamples);
  order.code(kept.byteOffset, LENGTH, {
    centre: median(first),
    deviation: medianAbsoluteDeviation(first),
  });
  let [ordered, refused] = [0, 0];
  for (let start = 0; start + windowSamples <= LENGTH; start += 61) {
    const spread = order.spreadOf(kept.byteOffset, start);
    if (!spread) {
      refused++;
      continue;
    }
    const window = samples.subarray(start, start + windowSamples);
    expect(spread).toEqual({ centre: median(window), deviation: medianAbsoluteDeviation(window) });
    ordered++;
  }
  return { ordered, refused };
}

describe('spreads of windows by codes are those of the sorted samples, to the last bit', () => {
  it.each([
    ['noise', 0, 1, 1e-6, 512],
    ['noise far from 0', 30, 1, 1e-6, 512],
    ['coarse steps, many are equal', 0.1, 1, 0.25, 512],
    ['Holter windows', -2, 1.3, 1e-4, 256],
    ['short windows', 0, 1, 1e-6, 32],
    ['long windows', 0, 1, 1e-6, 2016],
    ['calmer for a while', 0, 0.05, 1e-6, 512],
  ])('%s', (_, level, change, step, windowSamples) => {
    const { ordered, refused } = compare(signal(level, change, step), windowSamples);
    expect(ordered).toBeGreaterThan(10);
    expect(refused).toBeLessThan(0.1 * ordered);
  });

  it('a window that is unlike the others, or too far from 0, is refused', () => {
    const wild = compare(signal(0, 40, 1e-6), 512);
    expect(wild.refused).toBeGreaterThan(10);
    expect(wild.ordered).toBeGreaterThan(10);
    expect(compare(signal(1e6, 1, 1e-3), 512).ordered).toBe(0);
  });

  it('windows of other lengths are left to others', () => {
    expect([32, 256, 512, 2016].every(canBeCoded)).toBe(true);
    expect([16, 500, 2048, 4096].some(canBeCoded)).toBe(false);
  });
});
