import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import type { FamilyEvidence } from '../../src-main/dsp/families/family-evidence.ts';
import type { ModelManifest } from '../../src-main/dsp/preprocess/model-manifest.ts';
import { classifyBeats, openClassifier } from '../../src-main/inference/classify.ts';
import { openExplainer } from '../../src-main/inference/explain.ts';
import { modelFolder } from '../../src-main/services/training/model-folder.ts';
import { drawnLead, memoryReader } from '../dsp/preprocess/memory-reader.ts';

const FS = 360;
const EVIDENCE: FamilyEvidence = {
  output: 'aami',
  classes: ['V', 'F'],
  before: 0.08,
  after: 0.12,
  threshold: 0.85,
  weight: 1,
  halfSize: 0,
  limit: 50,
};

/** Two minutes, every seventh beat early, wide and upside down. */
const isOdd = (beat: number): boolean => beat % 7 === 6;
const rPeaks = Array.from({ length: 145 }, (_, k) => Math.round((0.8 * k + 1 - (isOdd(k) ? 0.25 : 0)) * FS));
const lead = drawnLead(
  120 * FS,
  FS,
  rPeaks.map((at, k) => (isOdd(k) ? { at, sign: -1.5, width: 0.04, p: false } : { at })),
);
const random = makeRandom(3);
lead.forEach((value, n) => (lead[n] = value + 0.06 * random.normal()));
const record = () => memoryReader({ II: lead, V1: lead.map((value) => -0.6 * value) }, FS);

const folder = mkdtempSync(join(tmpdir(), 'families-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The bundled two-lead model with other families, or none. */
function model(name: string, families: FamilyEvidence | undefined): string {
  const target = join(folder, name);
  cpSync(modelFolder('mitbih-aami'), target, { recursive: true });
  const path = join(target, 'manifest.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as ModelManifest;
  // Untempered, so that log-odds of the probabilities are those of the logits.
  writeFileSync(path, JSON.stringify({ ...manifest, families, temperature: { aami: 1 } }));
  return target;
}

/** Log-odds of V and F against the others, of each beat. */
function oddsOf(probabilities: Float32Array): number[] {
  return rPeaks.map((_, beat) => {
    const [n, s, v, f, q] = probabilities.subarray(beat * 5, beat * 5 + 5);
    return Math.log((v + f) / (n + s + q));
  });
}

describe('a model whose beats speak by families', () => {
  test('gives each beat of a family the mean evidence of all, and runs as before', async () => {
    const alone = await openClassifier(model('alone', undefined), { threads: 1 });
    const together = await openClassifier(model('together', EVIDENCE), { threads: 1 });
    const own = oddsOf((await classifyBeats(alone, record(), rPeaks)).probabilities);
    const shared = oddsOf((await classifyBeats(together, record(), rPeaks)).probabilities);
    for (const odd of [false, true]) {
      const beats = [...rPeaks.keys()].filter((beat) => isOdd(beat) === odd);
      const mean = beats.reduce((sum, beat) => sum + own[beat], 0) / beats.length;
      const spread = Math.max(...beats.map((beat) => Math.abs(own[beat] - mean)));
      expect(spread).toBeGreaterThan(0.05);
      for (const beat of beats) expect(Math.abs(shared[beat] - mean)).toBeLessThan(0.02);
    }
    await alone.close();
    await together.close();
  });

  test('goes on where it was interrupted with the answers of the whole record, and tells how far it is', async () => {
    const classifier = await openClassifier(model('resumed', EVIDENCE), { threads: 1 });
    const whole = await classifyBeats(classifier, record(), rPeaks);
    const told: number[] = [];
    const startAt = 100;
    const runs = [];
    const options = { startAt, onProgress: (fraction: number) => void told.push(fraction) };
    for await (const run of classifier.classify(record(), rPeaks, options)) runs.push(run);
    expect(runs[0].first).toBeGreaterThan(0);
    expect(runs[0].first).toBeLessThanOrEqual(startAt);
    let next = runs[0].first;
    for (const { first, beats, decisions } of runs) {
      expect(first).toBe(next);
      next += beats;
      expect(decisions.probabilities).toEqual(whole.probabilities.subarray(first * 5, (first + beats) * 5));
      expect(decisions.classIndex).toEqual(whole.classIndex.subarray(first, first + beats));
    }
    expect(next).toBe(rPeaks.length);
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(1);
    await classifier.close();
  });

  test('explains a beat with the answer that the classification gave', async () => {
    const at = model('explained', EVIDENCE);
    const classifier = await openClassifier(at, { threads: 1 });
    const { probabilities } = await classifyBeats(classifier, record(), rPeaks);
    const explainer = await openExplainer(at, { threads: 1 });
    const prepared = await explainer.prepare(record(), rPeaks);
    for (const beat of [0, 6, 90, 144]) {
      const told = await explainer.explain(record(), prepared, beat, rPeaks[beat]);
      told.probabilities.forEach((value, c) => expect(value).toBeCloseTo(probabilities[beat * 5 + c], 4));
    }
    await classifier.close();
    await explainer.close();
  });

  test('is refused where its families are of no class that it has', async () => {
    const at = model('faulty', { ...EVIDENCE, classes: ['VT'] });
    await expect(openClassifier(at)).rejects.toThrow('families share VT');
  });
});
