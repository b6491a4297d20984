import { expect, test } from 'vitest';
import { makeRandom } from '../../../src-main/domain/random.ts';
import { butterworthBandPass } from '../../../src-main/dsp/filter/butterworth.ts';
import { notch } from '../../../src-main/dsp/filter/notch.ts';
import { filterZeroPhase } from '../../../src-main/dsp/filter/zero-phase.ts';
import { HOLTER_PARAMETERS, STUDY_PARAMETERS } from '../../../src-main/dsp/preprocess/parameters.ts';
import { recordWindows } from '../../../src-main/dsp/preprocess/record-windows.ts';
import { windowWriter } from '../../../src-main/dsp/preprocess/window-channel.ts';
import { isFlat, spreadScaleOf } from '../../../src-main/dsp/preprocess/window-normalise.ts';
import { resampleTo } from '../../../src-main/dsp/resample.ts';
import { drawnLead, memoryReader } from './memory-reader.ts';

const FS = 977;
const SECONDS = 100;
const SAMPLES = SECONDS * FS;
const LENGTH = SECONDS * 250;
const PEAKS = Array.from({ length: 122 }, (_, k) => Math.round((0.8 * k + 1.1) * FS));
const random = makeRandom(5);

/** Beats under noise, in steps of the ADC. */
function signal(height: number, noise: number): Float32Array {
  const beats = drawnLead(
    SAMPLES,
    FS,
    PEAKS.map((at) => ({ at })),
  );
  return beats.map((value) => Math.round(1000 * (height * value + noise * random.normal())) / 1000);
}

const SIGNALS: Readonly<Record<string, Float32Array>> = {
  I: signal(0.7, 0.02),
  II: signal(1, 0.03),
  V1: signal(-1, 0.01),
  V2: signal(2, 0.05).fill(NaN, 40 * FS, 42 * FS),
  V3: new Float32Array(SAMPLES).fill(0.3),
  V4: signal(0.002, 0.001),
  CS12: signal(0.3, 0.1),
  CS34: signal(0.4, 0.1).fill(0, 50 * FS, 70 * FS),
  RVA12: signal(3, 0.2),
};

/** One channel's windows by the plain loops alone: whole, in mV, resampled, filtered, cut, normalised. */
function plainWindows(name: string, band: 'ecg' | 'iegm', parameters = STUDY_PARAMETERS): Float32Array[] {
  const { ecgBand, iegmBand, filterOrder, notch: mains, windowSamples } = parameters;
  const physical = Float64Array.from(SIGNALS[name], (value) => Math.round(1000 * value) / 1000);
  const resampled = Float32Array.from(resampleTo(physical, FS, 250).subarray(0, LENGTH));
  const [low, high] = band === 'ecg' ? ecgBand : iegmBand;
  const sections = [
    ...notch(mains!.frequency, mains!.quality, 250),
    ...butterworthBandPass(filterOrder, low, high, 250),
  ];
  const samples = Float32Array.from(filterZeroPhase(sections, resampled));
  const present = samples.filter((value) => !Number.isNaN(value));
  const out = PEAKS.map(() => new Float32Array(windowSamples));
  if (isFlat(present)) return out;
  const half = windowSamples / 2;
  const padded = new Float32Array(LENGTH + windowSamples).fill(NaN);
  padded.set(samples, half);
  const write = windowWriter(
    { band, samples: padded, scale: spreadScaleOf(present, parameters) },
    parameters,
  );
  PEAKS.forEach((peak, k) => write(Math.round((peak * 250) / FS), out[k], 0));
  return out;
}

test.each([
  ['study', STUDY_PARAMETERS, false],
  ['study, batches in one place', STUDY_PARAMETERS, true],
  ['Holter', HOLTER_PARAMETERS, false],
])('%s: windows by vectors are those of the plain loops, to the last bit', async (_, parameters, passing) => {
  const { ecgLeads, electrograms, windowSamples } = parameters;
  const slots = [
    ...ecgLeads.map((slot, at) => ({ slot, at, band: 'ecg' as const })),
    ...electrograms.map((slot, at) => ({ slot, at, band: 'iegm' as const })),
  ];
  let [compared, present] = [0, 0];
  const expected = new Map<string, Float32Array[]>();
  const windows = recordWindows(memoryReader(SIGNALS, FS), PEAKS, parameters, { passing });
  for await (const { first, batch } of windows)
    for (const { slot, at, band } of slots) {
      const name = slot.split('|').find((alternative) => SIGNALS[alternative]);
      if (!name) continue;
      if (!expected.has(slot)) expected.set(slot, plainWindows(name, band, parameters));
      const [rows, width] = band === 'ecg' ? [batch.ecg, ecgLeads.length] : [batch.iegm, electrograms.length];
      const presence = band === 'ecg' ? batch.ecgPresence : batch.iegmPresence;
      for (let k = 0; k < batch.count; k++) {
        const row = k * width + at;
        const window = rows.slice(row * windowSamples, (row + 1) * windowSamples);
        expect(window, `${slot}, window ${first + k}`).toEqual(expected.get(slot)![first + k]);
        compared++;
        present += presence[row];
      }
    }
  const named = parameters === STUDY_PARAMETERS ? 9 : 2;
  expect(compared).toBe(named * PEAKS.length);
  // V3 and V4 are flat throughout, V2 and CS34 for a while: what is compared is not zeros.
  expect(present).toBeGreaterThan(named === 9 ? 6.5 * PEAKS.length : 1.9 * PEAKS.length);
});
