import { expect, test } from 'vitest';
import { KernelMemory, kernelBytes } from '../../../src-main/domain/kernel/kernel-memory.ts';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { envelopeOf } from '../../../src-main/dsp/preprocess/priors/electrogram-envelope.ts';
import {
  ELECTROGRAM_PRIORS,
  electrogramPriors,
} from '../../../src-main/dsp/preprocess/priors/electrogram-priors.ts';

const FS = 250;
const LENGTH = 512;

/** Spikes of the given heights at times (s) around the window's middle. */
function electrogram(spikes: readonly (readonly [at: number, height: number])[]): Float32Array {
  const row = new Float32Array(LENGTH);
  for (const [at, height] of spikes)
    for (let k = -2; k <= 2; k++)
      row[Math.round(LENGTH / 2 + at * FS) + k] += height * (k === 0 ? 1 : -0.5 / Math.abs(k));
  return row;
}

const value = (priors: Float32Array, name: (typeof ELECTROGRAM_PRIORS)[number]) =>
  priors[ELECTROGRAM_PRIORS.indexOf(name)];

test('sinus rhythm: atrium 160 ms before the R peak, proximal before distal', () => {
  const distal = electrogram([
    [-0.13, 1],
    [0.01, 0.4],
  ]);
  const proximal = electrogram([
    [-0.16, 1],
    [0.01, 0.4],
  ]);
  const priors = electrogramPriors([distal, proximal], FS);
  expect(value(priors, 'av-seconds')).toBeGreaterThan(0.12);
  expect(value(priors, 'av-seconds')).toBeLessThan(0.17);
  expect(value(priors, 'cs-distal-late-seconds')).toBeCloseTo(0.03, 2);
  expect(value(priors, 'va-amplitude')).toBeLessThan(0.05);
  expect(value(priors, 'has-cs')).toBe(1);
});

test('AVNRT: nothing before, all within the QRS; AVRT: the atrium after it', () => {
  const avnrt = electrogramPriors([electrogram([[0.03, 1.2]])], FS);
  expect(value(avnrt, 'av-amplitude')).toBeLessThan(0.05);
  expect(value(avnrt, 'v-amplitude')).toBeGreaterThan(0.4);
  const avrt = electrogramPriors(
    [
      electrogram([
        [0, 0.3],
        [0.12, 1],
      ]),
    ],
    FS,
  );
  expect(value(avrt, 'va-seconds')).toBeCloseTo(0.12, 2);
  expect(value(avrt, 'va-amplitude')).toBeGreaterThan(value(avrt, 'v-amplitude'));
});

test('without a coronary-sinus channel everything is zero', () => {
  expect(electrogramPriors([], FS).every((v) => v === 0)).toBe(true);
});

test('the channels’ mean by vectors is that of the plain loop, to the last bit', () => {
  const random = makeRandom(9);
  for (const length of [4, 256, 512])
    for (const channels of [1, 2, 5]) {
      const rows = Array.from({ length: channels }, () =>
        Float32Array.from({ length }, () => 3 * random.normal()),
      );
      const memory = new KernelMemory(kernelBytes(rows.map(() => length)));
      const kept = rows.map((row) => {
        const own = memory.float32(length);
        own.set(row);
        return own;
      });
      const plain = envelopeOf(rows);
      expect(envelopeOf(kept).slice()).toEqual(plain);
      expect(electrogramPriors(kept, FS)).toEqual(electrogramPriors(rows, FS));
      expect(plain.slice(1, -1).every((value) => value > 0)).toBe(true);
    }
});
