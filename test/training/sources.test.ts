import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readGrouping } from '../../src-main/services/training/choices.ts';
import { loadRequested, presetOf } from '../../src-main/services/training/data-request.ts';
import { evaluate } from '../../src-main/services/training/evaluate.ts';
import { train } from '../../src-main/services/training/train.ts';
import { loadModel } from '../../src-main/inference/load-model.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { studyFiles } from '../../src-main/simulate/write.ts';
import type { PlannedExample } from '../../src-main/training/data/plan-examples.ts';
import { thinned } from '../../src-main/training/data/thinned.ts';

const folder = mkdtempSync(join(tmpdir(), 'sources-'));
const [data, cache] = ['data', 'cache'].map((name) => join(folder, name));
afterAll(() => rmSync(folder, { recursive: true }));

beforeAll(() => {
  mkdirSync(data);
  ['sinus', 'ventricular-pacing', 'sinus', 'ventricular-pacing'].forEach((scenario, index) => {
    const subject = { name: `x00${index + 1}`, diagnosis: 'none' as const };
    const study = simulateStudy({ seed: 60 + index, minutes: 0.4, scenario: scenario as 'sinus', subject });
    for (const { name, bytes } of studyFiles(study)) appendFileSync(join(data, name), bytes);
  });
});

/** A site that only wants to know what was paced. */
const PACED = {
  id: 'paced-or-not',
  version: 3,
  unit: 'beat',
  outputs: [
    {
      name: 'origin',
      classes: [
        { name: 'own', meaning: 'Own rhythm', marks: ['N', 'A', 'V', 'R', 'L'] },
        { name: 'paced', meaning: 'Paced', marks: ['/', '/ A', '/ V', 'X P-A', 'X P-V'] },
      ],
    },
  ],
  codes: [
    { code: 'N', of: { origin: 'own' } },
    { code: 'P-V', of: { origin: 'paced' } },
  ],
};

function groupingFile(value: unknown): string {
  const path = join(folder, 'grouping.json');
  writeFileSync(path, JSON.stringify(value));
  return path;
}

describe('a grouping of the site', () => {
  test('its classes are trained, named in the model, and asked for again when it is scored', async () => {
    const grouping = readGrouping(groupingFile(PACED));
    const request = {
      preset: 'study' as const,
      paths: [data],
      cache,
      grouping,
      split: 'segment' as const,
      alsoSplit: 'subject' as const,
      folds: 2,
      seeds: 1,
      members: 0,
      loss: 'ce' as const,
      variant: 'ecg-only',
      mostWindows: 24,
      epochs: 1,
      batchSize: 8,
      device: 'cpu' as const,
      threads: 1,
      parallel: 1,
      out: join(folder, 'out'),
      models: join(folder, 'models'),
      version: '0.0.1',
      risk: 0.1,
      command: 'train',
      created: '2026-01-01',
    };
    const { model, test: tested } = await train(request);
    expect(tested.scores.classes.map(({ name }) => name)).toEqual(['own', 'paced']);
    const { manifest } = loadModel(model!);
    const card = readFileSync(join(model!, 'card.md'), 'utf8');
    expect(card.match(/### Split [AB]/g)).toEqual(['### Split A', '### Split B']);
    expect(manifest).toMatchObject({
      id: 'purkinje-ep-paced-or-not',
      classes: ['N', 'P-V'],
      grouping: { id: 'paced-or-not', version: 3 },
    });
    const scoring = { model: model!, path: data, leaveOutWith: [], dropBadSignal: true, cache };
    await expect(evaluate(scoring)).rejects.toThrow(/--grouping/);
    const scored = await evaluate({ ...scoring, grouping });
    expect(scored.outputs[0].scores.classes.map(({ support }) => support).every((n) => n > 10)).toBe(true);
  }, 120_000);

  test('what it contradicts is said with its file', () => {
    const broken = (change: object) => () => readGrouping(groupingFile({ ...PACED, ...change }));
    expect(broken({ codes: [] })).toThrow(/needs codes/);
    expect(broken({ codes: [{ code: 'nonsense', of: { origin: 'own' } }] })).toThrow(/nonsense/);
    expect(broken({ codes: [{ code: 'N', of: { origin: 'elsewhere' } }] })).toThrow(/no class of the output/);
    expect(broken({ id: '../../x' })).toThrow(/letters, digits/);
    expect(() => readGrouping(join(folder, 'absent.json'))).toThrow(/cannot be read/);
    expect(presetOf({ preset: 'mitbih' }).model).toBe('mitbih-aami');
  });
});

describe('which examples', () => {
  const beat = (label: number, centre: number): PlannedExample => ({
    centre,
    labels: [label],
    segment: 0,
    dense: false,
  });

  test('a record is thinned to a number, its rare classes kept whole', () => {
    const plan = Array.from({ length: 1000 }, (_, n) => beat(n % 100 === 7 ? 2 : n % 10 === 3 ? 1 : 0, n));
    const kept = thinned(plan, 120);
    expect(kept).toHaveLength(120);
    expect([0, 1, 2].map((label) => kept.filter(({ labels }) => labels[0] === label).length)).toEqual([
      55, 55, 10,
    ]);
    expect(new Set(kept.map(({ centre }) => centre)).size).toBe(120);
    expect(kept.every(({ centre }, at) => at === 0 || centre > kept[at - 1].centre)).toBe(true);
    expect(thinned(plan)).toBe(plan);
  });

  test('several folders are held once: each source looks into the joined set, and its rows are its own', async () => {
    const alone = await loadRequested({ preset: 'study', paths: [data], cache, mostPerRecord: 9 });
    const { set, sources, trainable } = await loadRequested({
      preset: 'study',
      paths: [data, data],
      testPaths: [data],
      cache,
      mostPerRecord: 9,
    });
    const count = alone.set.infos.length;
    expect([set.infos.length, trainable]).toEqual([3 * count, 2 * count]);
    expect(sources).toHaveLength(2);
    for (const [at, { set: own }] of sources.entries()) {
      expect(own.infos).toEqual(set.infos.slice(at * count, (at + 1) * count));
      for (const rows of ['ecg', 'iegm', 'ecgPresence', 'iegmPresence', 'priors'] as const) {
        expect(own[rows].buffer).toBe(set[rows].buffer);
        expect(own[rows]).toEqual(alone.set[rows]);
      }
    }
  });

  test('it is asked for with the data', async () => {
    const { set } = await loadRequested({ preset: 'study', paths: [data], cache, mostPerRecord: 9 });
    expect(set.infos).toHaveLength(4 * 9);
  });

  test('a folder of which nothing can be used says what was found there', async () => {
    const bare = join(folder, 'bare');
    mkdirSync(bare);
    await expect(loadRequested({ preset: 'study', paths: [bare], cache })).rejects.toThrow(/no recording/);
    await expect(loadRequested({ preset: 'study', paths: [], cache })).rejects.toThrow(/--library/);
  });
});
