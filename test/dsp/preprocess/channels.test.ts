import { expect, test } from 'vitest';
import { mapChannels } from '../../../src-main/dsp/preprocess/channels.ts';
import { HOLTER_PARAMETERS, STUDY_PARAMETERS } from '../../../src-main/dsp/preprocess/parameters.ts';
import { memoryReader } from './memory-reader.ts';

const signalsNamed = (...names: string[]) =>
  memoryReader(Object.fromEntries(names.map((name) => [name, new Float32Array(4)])), 250).description.signals;

test('channels are found by name, whatever their order', () => {
  const map = mapChannels(signalsNamed('CS 1-2', 'V1', 'MLII', 'CS90'), STUDY_PARAMETERS);
  expect(map.ecg.slice(0, 7)).toEqual([undefined, 2, undefined, undefined, undefined, undefined, 1]);
  expect(map.iegm).toEqual([undefined, undefined, 0, undefined, undefined, undefined, 3]);
  expect(map.missing).toContain('ABL12');
  expect(map.missing).not.toContain('CS12');
  expect(map.missing).toHaveLength(19 - 4);
});

test('an alternative lead fills a slot, and no signal fills two', () => {
  expect(mapChannels(signalsNamed('V5', 'MLII'), HOLTER_PARAMETERS).ecg).toEqual([1, 0]);
  expect(mapChannels(signalsNamed('V5'), HOLTER_PARAMETERS).missing).toEqual(['II']);
});

test("a site's own names are applied first", () => {
  const signals = signalsNamed('Kath 3', 'II');
  expect(mapChannels(signals, STUDY_PARAMETERS).iegm[1]).toBeUndefined();
  expect(mapChannels(signals, STUDY_PARAMETERS, { 'kath 3': 'RVA 1-2' }).iegm[1]).toBe(0);
});
