import { expect, test } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { HOLTER_PARAMETERS } from '../../src-main/dsp/preprocess/parameters.ts';
import { emptyBatch } from '../../src-main/dsp/preprocess/window-batch.ts';
import { sharedByFamily } from '../../src-main/services/training/families.ts';
import { PRESETS, withGrouping } from '../../src-main/services/training/presets.ts';
import { exampleSetOf } from '../../src-main/training/data/example-set.ts';
import { AAMI, BEAT_AXES } from '../../src-main/training/groupings/default-groupings.ts';

const BEATS = 40;
const { windowSamples } = HOLTER_PARAMETERS;
const evidence = PRESETS.mitbih.families!;

/** Two records of one beat shape each, the same in both; every beat has some noise of its own. */
function twoRecords() {
  const batch = emptyBatch(2 * BEATS, HOLTER_PARAMETERS);
  const random = makeRandom(5);
  for (let i = 0; i < batch.ecg.length; i++) {
    const t = ((i % windowSamples) - windowSamples / 2) / 5;
    batch.ecg[i] = 4 * Math.exp(-t * t) + 0.05 * random.normal();
  }
  const infos = Array.from({ length: 2 * BEATS }, (_, index) => {
    const record = index < BEATS ? 'one' : 'other';
    return { labels: [0], subject: record, record, sampleIndex: index, segment: 0 };
  });
  return exampleSetOf(batch, infos, HOLTER_PARAMETERS, AAMI);
}

/** Ventricular by `odds` against N alone; the other classes are out of the question. */
const logitsOf = (odds: readonly number[]): Float32Array =>
  Float32Array.from(odds.flatMap((value) => [0, -30, value, -30, -30]));

test('beats share within their record, wherever its rows stand, and not with another record', () => {
  const set = twoRecords();
  // Rows of the two records in turn; the first record's third beat says otherwise than its like.
  const indices = Int32Array.from({ length: 2 * BEATS }, (_, row) => (row >> 1) + (row % 2) * BEATS);
  const odds = Array.from(indices, (index) => (index === 2 ? 3 : index < BEATS ? -5 : 5));
  const pooled = { indices, logits: { aami: logitsOf(odds) }, distance: new Float32Array() };
  const { logits } = sharedByFamily(set, pooled, { ...evidence, sinus: undefined });
  const moved = (index: number): number => {
    const row = indices.indexOf(index);
    return logits.aami[row * 5 + 2] - logits.aami[row * 5];
  };
  const part = (0.85 * BEATS) / (BEATS + evidence.halfSize);
  const mean = (-5 * (BEATS - 1) + 3) / BEATS;
  expect(moved(2)).toBeCloseTo(3 + part * (mean - 3), 3);
  expect(moved(0)).toBeCloseTo(-5 + part * (mean + 5), 3);
  expect(moved(BEATS)).toBeCloseTo(5, 4);
  // What was given is not changed.
  expect(pooled.logits.aami).toEqual(logitsOf(odds));
});

test('the preset asks for priors that its windows have; another grouping shares nothing', () => {
  const set = twoRecords();
  const odds = Array.from({ length: 2 * BEATS }, () => 1);
  const indices = Int32Array.from(odds, (_, index) => index);
  const pooled = { indices, logits: { aami: logitsOf(odds) }, distance: new Float32Array() };
  // Priors of zero: on time and as wide as usual, but no P window is like its neighbours: nothing is taken.
  expect(sharedByFamily(set, pooled, evidence).logits.aami).toEqual(pooled.logits.aami);
  expect(sharedByFamily(set, pooled, undefined)).toBe(pooled);
  expect(withGrouping(PRESETS.mitbih, BEAT_AXES).families).toBeUndefined();
});

test('where P windows are alike, what speaks for the ventricle is taken from a family on time', () => {
  const set = twoRecords();
  const column = HOLTER_PARAMETERS.priors.indexOf('p-like-neighbours');
  for (let index = 0; index < BEATS; index++)
    set.priors[index * HOLTER_PARAMETERS.priors.length + column] = 0.9;
  const odds = Array.from({ length: 2 * BEATS }, () => 1);
  const indices = Int32Array.from(odds, (_, index) => index);
  const pooled = { indices, logits: { aami: logitsOf(odds) }, distance: new Float32Array() };
  const { aami } = sharedByFamily(set, pooled, evidence).logits;
  expect(aami[2]).toBeCloseTo(1 - (4 * BEATS) / (BEATS + evidence.halfSize), 3);
  expect(aami[BEATS * 5 + 2]).toBeCloseTo(1, 5);
});
