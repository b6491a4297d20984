import { expect, it } from 'vitest';
import { KernelMemory } from '../../src-main/domain/kernel/kernel-memory.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { MISSING_SAMPLE } from '../../src-main/domain/record.ts';
import { DigitalResampler, resamplerBytes } from '../../src-main/dsp/resample-digital.ts';
import { resamplePolyphase } from '../../src-main/dsp/resample.ts';

const SCALES = [
  { gain: 409.6, baseline: -3 },
  { gain: 1000, baseline: 0 },
  { gain: 0.3, baseline: 1024 },
];

function noise(channels: number, samples: number): Int32Array[] {
  const random = makeRandom(samples);
  return Array.from({ length: channels }, () =>
    Int32Array.from({ length: samples }, () => Math.round(5000 * random.normal())),
  );
}

const physical = (digital: Int32Array, { gain, baseline }: (typeof SCALES)[number]): Float64Array =>
  Float64Array.from(digital, (value) => (value - baseline) / gain);

it.each([
  [250, 977, 2, 5000],
  [250, 977, 3, 4999],
  [25, 36, 3, 1001],
  [1, 4, 1, 777],
  [3, 1, 3, 130],
  [500, 257, 2, 60],
  [50, 407, 3, 1],
])('%d / %d, %d channels of %d samples: the plain values to the last bit', (up, down, channels, samples) => {
  const ratio = { up, down, channels, samples: samples + 9 };
  const resampler = new DigitalResampler(new KernelMemory(resamplerBytes(ratio)), ratio);
  // The second time what was there before is overwritten, and a reader may give arrays of its own.
  for (const own of [true, false]) {
    const digital = noise(channels, samples + (own ? 0 : 5));
    if (own) digital.forEach((values, channel) => resampler.digital[channel].set(values));
    const count = digital[0].length;
    const done = resampler.run(own ? resampler.digital : digital, count, SCALES);
    digital.forEach((values, channel) => {
      const plain = resamplePolyphase(physical(values, SCALES[channel]), up, down, { padding: 'edge' });
      expect(Float64Array.from(done[channel]!)).toEqual(plain);
    });
  }
});

it('a channel with a missing sample is left to the plain loops, the others are done', () => {
  const ratio = { up: 250, down: 977, channels: 3, samples: 3001 };
  for (const gap of [0, 1500, 3000]) {
    const resampler = new DigitalResampler(new KernelMemory(resamplerBytes(ratio)), ratio);
    const digital = noise(3, 3001);
    digital[0][gap] = MISSING_SAMPLE;
    const done = resampler.run(digital, 3001, SCALES);
    expect(done[0]).toBeUndefined();
    for (const channel of [1, 2]) {
      const plain = resamplePolyphase(physical(digital[channel], SCALES[channel]), 250, 977, {
        padding: 'edge',
      });
      expect(Float64Array.from(done[channel]!)).toEqual(plain);
    }
  }
});

it.each([0, -0, NaN, Infinity])('a gain of %d is refused, not divided by', (gain) => {
  const ratio = { up: 250, down: 977, channels: 1, samples: 100 };
  const resampler = new DigitalResampler(new KernelMemory(resamplerBytes(ratio)), ratio);
  expect(() => resampler.run(noise(1, 100), 100, [{ gain, baseline: 0 }])).toThrow(/gain/);
});
