import { describe, expect, test } from 'vitest';
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { STUDY_PARAMETERS } from '../../src-main/dsp/preprocess/parameters.ts';
import { emptyBatch } from '../../src-main/dsp/preprocess/window-batch.ts';
import { REFERENCE_NETWORK } from '../../src-main/network/network-config.ts';
import { NO_AUGMENTATION } from '../../src-main/training/data/augmentation.ts';
import { BatchFeeder } from '../../src-main/training/data/batches.ts';
import type { ExampleSet } from '../../src-main/training/data/example-set.ts';
import {
  exampleSetOf,
  selectExamples,
  segmentKey,
  writeRow,
} from '../../src-main/training/data/example-set.ts';
import { ClassAwareSampler } from '../../src-main/training/data/sampler.ts';
import { segmentSplit, subjectSplits } from '../../src-main/training/data/splits.ts';
import { AAMI, BEAT_AXES, LEIPZIG_RHYTHM } from '../../src-main/training/groupings/default-groupings.ts';
import { labelsOf, parseGrouping } from '../../src-main/training/groupings/grouping.ts';

const disjoint = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  [...a].every((key) => !b.has(key));
const parameters = { ...STUDY_PARAMETERS, ecgLeads: ['II'], electrograms: [], windowSamples: 4 };

/** Subjects with segments of 1 to 5 windows; the last class in two subjects only. */
function drawnSet(subjects = 30): ExampleSet {
  const random = makeRandom(7);
  const infos = Array.from({ length: subjects }, (_, s) =>
    Array.from({ length: 12 }, (_, segment) => {
      const label = s < 2 && segment < 3 ? 8 : random.integer(3);
      return Array.from({ length: 1 + random.integer(5) }, (_, k) => ({
        labels: [label],
        subject: `s${s}`,
        record: `r${s}`,
        sampleIndex: segment * 100 + k,
        segment,
      }));
    }).flat(),
  ).flat();
  return exampleSetOf(emptyBatch(infos.length, parameters), infos, parameters, LEIPZIG_RHYTHM);
}

describe('groupings', () => {
  test('every trained beat class has an origin, a conduction and a code; the annotators-only classes have none', () => {
    for (const beatClass of BEAT_CLASSES) {
      const labels = labelsOf(BEAT_AXES, beatClass);
      if (!beatClass.trained) expect(labels).toBeUndefined();
      else {
        const of = { origin: beatClass.origin, conduction: beatClass.conduction };
        expect(labels?.map((label, at) => BEAT_AXES.outputs[at].classes[label].name)).toEqual(
          Object.values(of),
        );
        expect(
          BEAT_AXES.codes.filter(
            (code) => code.of.origin === of.origin && code.of.conduction === of.conduction,
          ),
        ).toHaveLength(1);
      }
    }
  });

  test('AAMI: escapes are N, aberrated and junctional premature beats S, fusion F', () => {
    const nameOf = (symbol: string) => AAMI.outputs[0].classes[labelsOf(AAMI, { symbol })?.[0] ?? -1]?.name;
    expect([...'NLRejAaJSVEF/fQ'].map(nameOf).join('')).toBe('NNNNNSSSSVVFQQQ');
  });

  test('an edited grouping is checked before it is used', () => {
    expect(parseGrouping(JSON.stringify(AAMI), 'aami.json').outputs[0].classes).toHaveLength(5);
    const twice = structuredClone(AAMI) as unknown as { outputs: { classes: { marks: string[] }[] }[] };
    twice.outputs[0].classes[1].marks.push('N');
    expect(() => parseGrouping(JSON.stringify(twice), 'mine.json')).toThrow(
      /mine\.json: The mark "N" stands in two/,
    );
    expect(() => parseGrouping('{', 'mine.json')).toThrow(/no JSON/);
  });
});

describe('splits', () => {
  const set = drawnSet();

  test('A: no segment in two parts, 70 / 15 / 15 of the segments of each class', () => {
    const { train, validation, test } = segmentSplit(set, 1);
    expect([...train, ...validation, ...test].sort((a, b) => a - b)).toEqual(set.infos.map((_, i) => i));
    const segments = [train, validation, test].map(
      (part) => new Set(part.map((i) => segmentKey(set.infos[i]))),
    );
    expect(disjoint(segments[0], segments[1]) && disjoint(segments[0], segments[2])).toBe(true);
    expect(disjoint(segments[1], segments[2])).toBe(true);
    const rare = segments.map((keys) => [...keys].filter((key) => /^r[01]#[012]$/.test(key)).length);
    expect(rare.reduce((a, b) => a + b)).toBe(6);
    expect(rare.every((count) => count > 0)).toBe(true);
  });

  test('B: every subject is tested once, and never trained on in its fold', () => {
    const folds = subjectSplits(set, 5, 1);
    expect(folds.flatMap(({ test }) => test).sort((a, b) => a - b)).toEqual(set.infos.map((_, i) => i));
    for (const { train, validation, test } of folds) {
      const [a, b, c] = [train, validation, test].map(
        (part) => new Set(part.map((i) => set.infos[i].subject)),
      );
      expect(disjoint(a, c) && disjoint(b, c) && disjoint(a, b)).toBe(true);
      expect(validation.length).toBeGreaterThan(0);
    }
  });

  test('B: studies of one patient stay together', () => {
    const joined = {
      ...set,
      infos: set.infos.map((info) => ({ ...info, subject: info.subject === 's1' ? 's0' : info.subject })),
    };
    for (const { test } of subjectSplits(joined, 5, 3)) {
      const records = new Set(test.map((i) => set.infos[i].record));
      expect(records.has('r0')).toBe(records.has('r1'));
    }
  });

  test('the same seed gives the same split, another seed another', () => {
    expect(segmentSplit(set, 4)).toEqual(segmentSplit(set, 4));
    expect(segmentSplit(set, 4).test).not.toEqual(segmentSplit(set, 5).test);
  });
});

test('the sampler draws classes by the square root of their frequency and everything once before anything twice', () => {
  const set = drawnSet();
  const all = set.infos.map((_, i) => i);
  const sampler = new ClassAwareSampler(set, all, { power: 0.5, bySubject: false }, makeRandom(1));
  const drawn = Array.from({ length: 30_000 }, () => sampler.draw());
  const seen = new Map<number, number>();
  for (const index of drawn) seen.set(index, (seen.get(index) ?? 0) + 1);
  const rare = all.filter((i) => set.infos[i].labels[0] === 8);
  const counts = rare.map((i) => seen.get(i) ?? 0);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
  const share = counts.reduce((a, b) => a + b) / drawn.length;
  expect(Math.abs(share - sampler.distribution[8])).toBeLessThan(0.01);
  const support = [0, 1, 2, 8].map((c) => all.filter((i) => set.infos[i].labels[0] === c).length);
  const roots = support.map(Math.sqrt);
  expect(sampler.distribution[8]).toBeCloseTo(roots[3] / roots.reduce((a, b) => a + b), 10);
});

test('windows survive storage as 16-bit integers to within a step', () => {
  const batch = emptyBatch(2, parameters);
  batch.ecg.set([0.1, -9.99, 10, 0, 1, 2, 3, 4]);
  const infos = [0, 1].map((k) => ({ labels: [k], subject: 's', record: 'r', sampleIndex: k, segment: 0 }));
  const second = selectExamples(exampleSetOf(batch, infos, parameters, LEIPZIG_RHYTHM), [0]);
  const row = new Float32Array(4);
  writeRow(second.ecg, 4, 0, row, 0);
  row.forEach((value, i) => expect(Math.abs(value - batch.ecg[i])).toBeLessThan(1 / 4096 + 1e-6));
});

test('augmentation leaves two leads of some examples, shifts in time, and never wakes an absent channel', () => {
  const leads = ['II', 'aVL', 'V1', 'V2', 'V5'];
  const wide = { ...STUDY_PARAMETERS, ecgLeads: leads, electrograms: ['CS12'], windowSamples: 32 };
  const batch = emptyBatch(200, wide);
  batch.ecg.fill(1);
  batch.iegm.fill(1);
  batch.ecgPresence.fill(1);
  batch.iegmPresence.fill(1);
  // aVL is absent in all.
  for (let i = 0; i < 200; i++) {
    batch.ecgPresence[i * 5 + 1] = 0;
    batch.ecg.fill(0, (i * 5 + 1) * 32, (i * 5 + 2) * 32);
  }
  const infos = Array.from({ length: 200 }, (_, k) => ({
    labels: [0],
    subject: 's',
    record: 'r',
    sampleIndex: k,
    segment: 0,
  }));
  const set = exampleSetOf(batch, infos, wide, LEIPZIG_RHYTHM);
  const branch = { stem: { filters: 8, kernel: 3 }, blocks: [] };
  const network = {
    ...REFERENCE_NETWORK,
    windowLength: 32,
    ecg: { ...branch, channels: leads },
    iegm: { ...branch, channels: ['CS12'] },
  };
  const feeder = new BatchFeeder(set, network, { centre: [], scale: [] }, 200);
  const options = { ...NO_AUGMENTATION, twoLeads: 0.5, noise: 0.1, gain: 0.1 };
  const feeds = feeder.inputs([...infos.keys()], { options, random: makeRandom(2) });
  const rows = infos.map((_, i) => [...feeds['ecg.present'].subarray(i * 5, i * 5 + 5)]);
  const two = rows.filter((row) => row.reduce((a, b) => a + b) === 2);
  expect(two.length).toBeGreaterThan(70);
  expect(two.length).toBeLessThan(130);
  expect(two.every((row) => row[0] === 1 && row[1] === 0)).toBe(true);
  rows.forEach((row, i) => {
    const isTwo = row.reduce((a, b) => a + b) === 2;
    expect(feeds['iegm.present'][i]).toBe(isTwo ? 0 : 1);
    row.forEach((bit, channel) => {
      const signal = feeds.ecg.subarray((i * 5 + channel) * 32, (i * 5 + channel + 1) * 32);
      expect(signal.some((value) => value !== 0)).toBe(bit === 1);
    });
  });
});
