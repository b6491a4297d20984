import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { manifestFaults } from '../../src-main/dsp/preprocess/model-manifest.ts';
import type { ModelManifest } from '../../src-main/dsp/preprocess/model-manifest.ts';
import { classifyBeats, openClassifier } from '../../src-main/inference/classify.ts';
import { loadModel } from '../../src-main/inference/load-model.ts';
import { openRecording } from '../../src-main/services/recordings/open-recording.ts';
import { classifyRecording } from '../../src-main/services/training/classify-recording.ts';
import { compare } from '../../src-main/services/training/compare.ts';
import { loadRequested } from '../../src-main/services/training/data-request.ts';
import { evaluate } from '../../src-main/services/training/evaluate.ts';
import type { TrainResult } from '../../src-main/services/training/train.ts';
import { train } from '../../src-main/services/training/train.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { studyFiles } from '../../src-main/simulate/write.ts';

const folder = mkdtempSync(join(tmpdir(), 'pipeline-'));
const [data, cache, models] = ['data', 'cache', 'models'].map((name) => join(folder, name));
afterAll(() => rmSync(folder, { recursive: true }));

function writeStudies(): void {
  mkdirSync(data);
  ['sinus', 'ventricular-pacing', 'sinus', 'ventricular-pacing'].forEach((scenario, index) => {
    const subject = { name: `x00${index + 1}`, diagnosis: 'none' as const };
    const study = simulateStudy({ seed: 40 + index, minutes: 0.4, scenario: scenario as 'sinus', subject });
    for (const { name, bytes } of studyFiles(study)) appendFileSync(join(data, name), bytes);
  });
}

const request = {
  preset: 'study' as const,
  paths: [data],
  cache,
  split: 'subject' as const,
  folds: 2,
  seeds: 1,
  members: 1,
  loss: 'agcacl' as const,
  variant: 'multimodal',
  mostWindows: 48,
  epochs: 2,
  batchSize: 16,
  device: 'cpu' as const,
  threads: 1,
  parallel: 1,
  out: join(folder, 'out'),
  models,
  version: '9.9.9',
  risk: 0.1,
  command: 'npm run -s cli -- train',
  created: '2026-01-01',
};

let trained: TrainResult;
beforeAll(async () => {
  writeStudies();
  trained = await train(request);
}, 400_000);

describe('from recordings to a model', () => {
  test('every example is tested once, by a network that never saw its subject', async () => {
    const { set } = await loadRequested({ preset: 'study', paths: [data], cache });
    expect(trained.test.scores.examples).toBe(set.infos.length);
    expect(trained.runs).toHaveLength(2);
    for (const { vectors } of trained.runs) {
      const tested = new Set(Array.from(vectors.test, (index) => set.infos[index].subject));
      const validated = new Set(Array.from(vectors.validation, (index) => set.infos[index].subject));
      expect([...tested].some((subject) => validated.has(subject))).toBe(false);
    }
  });

  test('the model says what it reads, what it was made of, and that its data is simulated', () => {
    const { manifest } = loadModel(trained.model!);
    expect(manifestFaults(manifest)).toEqual([]);
    expect(manifest.classes).toContain('P-V');
    expect(manifest.channels).toContain('CS12');
    expect(manifest.training.data[0]).toMatchObject({
      simulated: true,
      records: ['x001', 'x002', 'x003', 'x004'],
    });
    expect(JSON.stringify(manifest)).not.toContain(folder);
    const card = readFileSync(join(trained.model!, 'card.md'), 'utf8');
    expect(card).toContain('no clinical evidence');
    expect(card).not.toContain(folder);
  });

  test('the report is one file with curves, confusion and support', () => {
    const html = readFileSync(trained.report, 'utf8');
    expect(html).toContain('<svg');
    expect(html).toContain('Confusion');
    expect(html).toContain('no clinical evidence');
    expect(html).not.toMatch(/<script|src="http|href="http/);
  });

  test('a second training takes its runs from the first', async () => {
    const again = await train({ ...request, models: undefined });
    expect(again.runs.map(({ header }) => header.seconds)).toEqual(
      trained.runs.map(({ header }) => header.seconds),
    );
    expect(again.test.scores).toEqual(trained.test.scores);
  });

  test('evaluate scores the model at the annotated beats', async () => {
    const result = await evaluate({
      model: trained.model!,
      path: data,
      leaveOutWith: [],
      dropBadSignal: true,
      cache,
    });
    expect(result.examples).toBe(trained.examples);
    expect(result.outputs.map(({ name }) => name)).toEqual(['origin', 'conduction']);
    expect(result.records).toHaveLength(4);
  });

  test('compare gives mean and deviation over seeds, and the difference to the best baseline', async () => {
    const result = await compare({
      ...request,
      losses: ['ce', 'agcacl'],
      variants: [],
      variantLoss: 'agcacl',
      seeds: 2,
      folds: 2,
      epochs: 1,
      // In processes of their own: the way of machines with many cores.
      parallel: 2,
      out: join(folder, 'compare'),
    });
    expect(result.methods.map(({ name, seeds }) => [name, seeds])).toEqual([
      ['ce', 2],
      ['agcacl', 2],
    ]);
    expect(result.against?.baseline).toBe('ce');
    expect(result.simulated).toBe(true);
    expect(result.against!.macro.low).toBeLessThanOrEqual(result.against!.macro.high);
  }, 400_000);
});

describe('classification', () => {
  test('the streamed result is the one of all beats at once, each row a distribution', async () => {
    const reader = await openRecording(join(data, 'x002'));
    const classifier = await openClassifier(trained.model!, { threads: 1 });
    const rPeaks = (await reader.readAnnotations())[0].annotations
      .filter(({ symbol }) => symbol === '/')
      .map((a) => a.sampleIndex);
    const all = await classifyBeats(classifier, reader, rPeaks);
    const small = await classifyBeats(classifier, reader, rPeaks, { batchSize: 3 });
    const classes = classifier.model.manifest.classes.length;
    small.probabilities.forEach((value, i) =>
      expect(Math.abs(value - all.probabilities[i])).toBeLessThan(1e-5),
    );
    for (let beat = 0; beat < rPeaks.length; beat++) {
      const row = all.probabilities.subarray(beat * classes, (beat + 1) * classes);
      expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
      expect(all.margin[beat]).toBeGreaterThanOrEqual(0);
    }
    expect(all.iegmWeight.every((weight) => weight >= 0 && weight <= 1)).toBe(true);
    await classifier.close();
    await reader.close();
  });

  test('a recording without electrograms is classified, and the result says what it did without', async () => {
    const bare = join(folder, 'bare');
    cpSync(data, bare, { recursive: true });
    const header = readFileSync(join(bare, 'x001.hea'), 'latin1').replace(/ (CS|RVA|ABL)/g, ' XX');
    writeFileSync(join(bare, 'x001.hea'), header, 'latin1');
    const result = await classifyRecording(await openRecording(join(bare, 'x001')), trained.model!, {
      threads: 1,
    });
    expect(result.beats).toBeGreaterThan(10);
    expect(Object.values(result.classes).reduce((a, b) => a + b)).toBe(result.beats);
    expect(result.warnings.join(' ')).toContain('Classified without ABL12');
    expect(result.warnings.join(' ')).toContain('No intracardiac electrogram');
    expect(result.decisions.iegmWeight.every(Number.isNaN)).toBe(true);
  });

  test('a recording with no channel that the model reads is refused, naming what it has', async () => {
    const other = join(folder, 'other');
    cpSync(data, other, { recursive: true });
    const header = readFileSync(join(other, 'x001.hea'), 'latin1').split('\n');
    const renamed = header.map((line, at) =>
      at === 0 || line.startsWith('#') ? line : line.replace(/\S+\s*$/, `Q${at}`),
    );
    writeFileSync(join(other, 'x001.hea'), renamed.join('\n'), 'latin1');
    const reader = await openRecording(join(other, 'x001'));
    await expect(classifyRecording(reader, trained.model!)).rejects.toMatchObject({ code: 'ModelMismatch' });
    await reader.close();
  });

  test('a damaged model file is refused', () => {
    const damaged = join(folder, 'damaged');
    cpSync(trained.model!, damaged, { recursive: true });
    const file = readFileSync(join(damaged, 'model.onnx'));
    file[file.length >> 1] ^= 1;
    writeFileSync(join(damaged, 'model.onnx'), file);
    expect(() => loadModel(damaged)).toThrow(/SHA-256/);
    const manifest = JSON.parse(readFileSync(join(damaged, 'manifest.json'), 'utf8')) as ModelManifest;
    writeFileSync(join(damaged, 'manifest.json'), JSON.stringify({ ...manifest, format: 2 }));
    expect(() => loadModel(damaged)).toThrow(/format is 2, this program reads 1/);
  });
});
