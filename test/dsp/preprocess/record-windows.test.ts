import { expect, test } from 'vitest';
import { conditionWindow } from '../../../src-main/dsp/preprocess/condition.ts';
import { STUDY_PARAMETERS } from '../../../src-main/dsp/preprocess/parameters.ts';
import { oneWindow, prepareRecord, recordWindows } from '../../../src-main/dsp/preprocess/record-windows.ts';
import type { WindowBatch } from '../../../src-main/dsp/preprocess/window-batch.ts';
import { drawnLead, memoryReader } from './memory-reader.ts';

const FS = 977;
const SECONDS = 90;
const peaks = Array.from({ length: 110 }, (_, k) => Math.round((0.8 * k + 1.1) * FS));
const lead = drawnLead(
  SECONDS * FS,
  FS,
  peaks.map((at) => ({ at })),
);
const noise = Float32Array.from(lead, (_, n) => 0.3 * Math.sin(n * 1.7) + 0.2 * Math.sin(n * 0.31));

async function windowsOf(signals: Record<string, Float32Array>, centres: readonly number[] = peaks) {
  const runs: { first: number; batch: WindowBatch }[] = [];
  for await (const run of recordWindows(memoryReader(signals, FS), centres, STUDY_PARAMETERS)) runs.push(run);
  return runs;
}

const ECG_II = 1;
const WINDOW = 512;

test('every beat has its window, in order, over several runs', async () => {
  const runs = await windowsOf({ II: lead, CS12: noise });
  expect(runs.length).toBeGreaterThan(1);
  let next = 0;
  for (const { first, batch } of runs) {
    expect(first).toBe(next);
    next += batch.count;
  }
  expect(next).toBe(peaks.length);
});

test('the R peak stands in the middle of its window, on both sides of a run boundary', async () => {
  for (const { batch } of await windowsOf({ II: lead })) {
    for (let k = 0; k < batch.count; k++) {
      const window = batch.ecg.subarray((k * 12 + ECG_II) * WINDOW, (k * 12 + ECG_II + 1) * WINDOW);
      const middle = window.subarray(256 - 40, 256 + 40);
      // The R wave is clipped at 10 MAD: its place is the middle of the flat top that the centre lies in.
      const isTop = (n: number): boolean => middle[n] === Math.max(...middle);
      let [left, right] = [40, 40];
      while (isTop(left - 1)) left--;
      while (isTop(right + 1)) right++;
      const top = isTop(40) ? (left + right) / 2 - 40 : NaN;
      expect(Math.abs(top)).toBeLessThanOrEqual(1);
    }
  }
});

test('a window alone is the same to the last bit, also beside a run boundary and by another reader', async () => {
  const signals = { II: lead, CS12: noise };
  const prepared = await prepareRecord(memoryReader(signals, FS), peaks, STUDY_PARAMETERS);
  const later = memoryReader(signals, FS);
  for (const { first, batch } of await windowsOf(signals))
    for (const k of [0, batch.count - 1]) {
      const at = first + k;
      const alone = await oneWindow(later, prepared, at, peaks[at], STUDY_PARAMETERS);
      for (const part of ['ecg', 'iegm', 'priors'] as const) {
        const { length } = alone[part];
        expect(alone[part], `${part} of beat ${at}`).toEqual(
          batch[part].subarray(k * length, (k + 1) * length),
        );
      }
    }
});

test('absent, flat and missing channels are zeros without a presence bit', async () => {
  const holes = noise.map((value, n) => (n > 20 * FS && n < 40 * FS ? NaN : value));
  const [{ batch }] = await windowsOf({
    II: lead,
    CS12: noise,
    CS34: new Float32Array(noise.length),
    CS56: holes,
  });
  expect([...batch.ecgPresence.subarray(0, 3)]).toEqual([0, 1, 0]);
  expect([...batch.iegmPresence.subarray(0, 7)]).toEqual([0, 0, 1, 0, 1, 0, 0]);
  const inHole = peaks.findIndex((at) => at > 30 * FS);
  expect([...batch.iegmPresence.subarray(inHole * 7, inHole * 7 + 7)]).toEqual([0, 0, 1, 0, 0, 0, 0]);
  const flat = batch.iegm.subarray(3 * WINDOW, 4 * WINDOW);
  expect(flat.every((value) => value === 0)).toBe(true);
  expect(batch.ecg.every(Number.isFinite) && batch.iegm.every(Number.isFinite)).toBe(true);
});

test('an electrogram is scaled by its record, with a floor under which it stays small', async () => {
  const quiet = noise.map((value) => value * 0.02);
  const [{ batch }] = await windowsOf({ II: lead, CS12: noise, CS34: quiet });
  const top = (slot: number) =>
    Math.max(...batch.iegm.subarray(slot * WINDOW, (slot + 1) * WINDOW).map(Math.abs));
  expect(top(2)).toBeGreaterThan(0.8);
  expect(top(2)).toBeLessThan(1.5);
  expect(top(3)).toBeLessThan(0.25);
});

test('a window does not depend on where the reading began', async () => {
  const reader = memoryReader({ II: lead }, FS);
  const channels = [{ channelIndex: 0, band: 'ecg' as const }];
  const [wide] = await conditionWindow(reader, channels, STUDY_PARAMETERS, 2000, 12000);
  const [narrow] = await conditionWindow(reader, channels, STUDY_PARAMETERS, 7013, 7525);
  narrow.forEach((value, n) => expect(value).toBeCloseTo(wide[7013 - 2000 + n], 2));
});

test('resampling before filtering keeps amplitude and place of a 10 Hz wave', async () => {
  const wave = Float32Array.from({ length: 20 * FS }, (_, n) => Math.sin((2 * Math.PI * 10 * n) / FS));
  const channels = [{ channelIndex: 0, band: 'ecg' as const }];
  const [out] = await conditionWindow(memoryReader({ II: wave }, FS), channels, STUDY_PARAMETERS, 2000, 3000);
  out.forEach((value, n) =>
    expect(Math.abs(value - Math.sin((2 * Math.PI * 10 * (2000 + n)) / 250))).toBeLessThan(0.01),
  );
});
