import { expect, it } from 'vitest';
import { KernelMemory } from '../../src-main/domain/kernel/kernel-memory.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { KernelOrder } from '../../src-main/dsp/kernel-order.ts';
import { median, medianAbsoluteDeviation, percentile } from '../../src-main/dsp/normalise.ts';

const MOST = 40_000;
const random = makeRandom(11);
const drawn = (length: number, value: (n: number) => number): Float32Array =>
  Float32Array.from({ length }, (_, n) => value(n));

const KINDS: Readonly<Record<string, Float32Array>> = {
  'a normal window': drawn(512, () => random.normal()),
  'an odd number of them': drawn(511, () => random.normal() - 40),
  spikes: drawn(512, () => (random.next() < 0.02 ? 1e6 : 1e-3 * random.normal())),
  'all equal': drawn(512, () => 0.25),
  'two values': drawn(513, (n) => n % 2),
  'few steps': drawn(5000, () => Math.round(3 * random.normal())),
  'a ramp': drawn(MOST, (n) => n),
  'a long record': drawn(37_500, () => random.normal() ** 3),
  one: drawn(1, () => -2),
  two: drawn(2, (n) => n - 7),
};

it.each(Object.keys(KINDS))('%s: medians and percentiles are those by selection, to the last bit', (kind) => {
  const memory = new KernelMemory(4 * MOST + 16 + KernelOrder.bytes(MOST));
  const room = memory.float32(MOST);
  const order = new KernelOrder(memory, MOST);
  const samples = KINDS[kind];
  // What lies behind the samples is nobody's.
  room.fill(-1e9).set(samples);
  for (const [near, within] of [
    [0, 0.1],
    [1e5, 1e-3],
    [samples[0], 0],
    [-3, 1e9],
  ]) {
    order.load(room.byteOffset, samples.length);
    const centre = order.median(near, within);
    expect(centre).toBe(median(samples));
    expect(order.medianDeviation(centre, within)).toBe(medianAbsoluteDeviation(samples, centre));
    const rounded = samples.map((value) => Math.abs(value - centre));
    for (const percent of [0, 1, 99, 100])
      expect(order.deviationPercentile(percent, centre, within)).toBe(percentile(rounded, percent));
  }
});
