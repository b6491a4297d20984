import { expect, test } from 'vitest';
import { conditionWindow } from '../../../src-main/dsp/preprocess/condition.ts';
import { ConditionedRecord } from '../../../src-main/dsp/preprocess/conditioned-record.ts';
import { STUDY_PARAMETERS } from '../../../src-main/dsp/preprocess/parameters.ts';
import { isFlat } from '../../../src-main/dsp/preprocess/window-normalise.ts';
import { drawnLead, memoryReader } from './memory-reader.ts';

const FS = 977;
const SECONDS = 150;
const LENGTH = SECONDS * 250;
const beats = Array.from({ length: 185 }, (_, k) => ({ at: Math.round((0.8 * k + 1.1) * FS) }));
const lead = drawnLead(SECONDS * FS, FS, beats);
const channels = [{ channelIndex: 0, band: 'ecg' as const }];

/** A reader that counts what is read of it. */
function countingReader(signal: Float32Array) {
  const reader = memoryReader({ II: signal }, FS);
  const count = { samples: 0 };
  const readDigital: typeof reader.readDigital = (which, from, to) => {
    count.samples += to - from;
    return reader.readDigital(which, from, to);
  };
  return { reader: { ...reader, readDigital }, count };
}

test('what is kept is the whole channel filtered at once, over the seams of the reading', async () => {
  const { reader } = countingReader(lead);
  const record = new ConditionedRecord(reader, STUDY_PARAMETERS);
  const [atOnce] = await conditionWindow(reader, channels, STUDY_PARAMETERS, 0, LENGTH);
  for (const from of [0, 14_800, 29_900, LENGTH - 500]) {
    const [cut] = await record.window(channels, from, from + 500);
    cut.forEach((value, n) => expect(value).toBeCloseTo(atOnce[from + n], 5));
  }
});

test('each channel is read once, however many windows are asked for; a record too long to keep is read anew', async () => {
  const kept = countingReader(lead);
  const record = new ConditionedRecord(kept.reader, STUDY_PARAMETERS);
  for (let from = 0; from + 500 < LENGTH; from += 500) await record.window(channels, from, from + 500);
  expect(kept.count.samples).toBeLessThan(1.05 * lead.length);

  const streamed = countingReader(lead);
  const long = new ConditionedRecord(streamed.reader, STUDY_PARAMETERS, LENGTH - 1);
  const [own] = await long.window(channels, 7013, 7525);
  const [asked] = await record.window(channels, 7013, 7525);
  own.forEach((value, n) => expect(value).toBeCloseTo(asked[n], 2));
  const before = streamed.count.samples;
  await long.window(channels, 7013, 7525);
  expect(streamed.count.samples).toBe(2 * before);
});

test('outside the record and where samples are missing there is nothing', async () => {
  const gappy = lead.slice().fill(NaN, 60 * FS, 61 * FS);
  const record = new ConditionedRecord(memoryReader({ II: gappy }, FS), STUDY_PARAMETERS);
  const [start] = await record.window(channels, -10, 10);
  expect([...start].map(Number.isNaN)).toEqual([...Array(10).fill(true), ...Array(10).fill(false)]);
  const [gap] = await record.window(channels, 60 * 250 + 5, 61 * 250 - 5);
  expect(gap.every(Number.isNaN)).toBe(true);
});

test('flatness is the same whatever the glance at it starts from', () => {
  const wave = Float32Array.from({ length: 512 }, (_, n) => 0.05 * Math.sin(n / 9));
  const noise = wave.map((value) => value / 50);
  const spike = new Float32Array(512).fill(1, 100, 103);
  const burst = new Float32Array(512).fill(1, 100, 110);
  for (const about of [0, 0.04, -1, 1]) {
    expect(isFlat(wave, about)).toBe(false);
    expect(isFlat(noise, about)).toBe(true);
    expect(isFlat(spike, about)).toBe(true);
    expect(isFlat(burst, about)).toBe(false);
  }
});
