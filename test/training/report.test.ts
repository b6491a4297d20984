import { describe, expect, it } from 'vitest';
import { type ReliabilityBin, reliabilityBins } from '../../src-main/training/metrics/calibration.ts';
import { confusionOf, scoresOf } from '../../src-main/training/metrics/confusion.ts';
import { riskCoverage } from '../../src-main/training/metrics/risk-coverage.ts';
import { roundTicks } from '../../src-main/training/report/axes.ts';
import { htmlReport } from '../../src-main/training/report/html-report.ts';
import type { Report } from '../../src-main/training/report/html-report.ts';

const NAMES = ['SR', 'AVNRT', 'JR <few>'];
const IS = [0, 0, 0, 1, 1];
const SAID = [0, 0, 1, 1, 1];

function epochs(count: number, contrast: number): Report['runs'][number]['log'] {
  return Array.from({ length: count }, (_, i) => ({
    epoch: i + 1,
    loss: 2 - i / 10,
    classification: 2 - i / 10,
    contrast,
    validationMacroF1: i / 10,
    validationAccuracy: 0.5,
    learningRate: 1e-3,
    samplesPerSecond: 100,
  }));
}

function report(runs: number, contrast = 1, reliability?: ReliabilityBin[]): string {
  const probabilities = Float32Array.from(SAID.flatMap((c) => NAMES.map((_, k) => (k === c ? 0.8 : 0.1))));
  const right = SAID.map((c, i) => c === IS[i]);
  return htmlReport({
    title: 'Nine classes & more',
    command: 'train --data "a folder"',
    notices: ['Simulated.'],
    runs: Array.from({ length: runs }, (_, k) => ({ name: `fold ${k + 1}`, log: epochs(4, contrast) })),
    scores: [
      {
        what: 'Split B',
        scores: scoresOf(confusionOf(Int32Array.from(IS), Int32Array.from(SAID), 3), NAMES),
        calibrationError: 0,
        reliability: reliability ?? reliabilityBins(probabilities, IS, 3),
        risk: riskCoverage([0.9, 0.8, 0.7, 0.6, 0.5], right),
      },
    ],
    embedding: { points: Float32Array.of(0, 0, 1, 2, 2, 1), labels: [0, 1, 2], names: NAMES },
  });
}

describe('round numbers at a drawing’s edges', () => {
  it.each([
    [0, 1, false, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [1, 4, true, [1, 2, 3, 4]],
    [1, 80, true, [0, 20, 40, 60, 80]],
    [1.81, 3.06, false, [1.5, 2, 2.5, 3, 3.5]],
  ])('%s to %s (whole: %s)', (low, high, whole, ticks) => {
    expect(roundTicks(low, high, 5, whole)).toEqual(ticks);
  });
});

describe('the report of a training', () => {
  it('shows curves, confusion, risk, reliability, embeddings, and support by class', () => {
    const html = report(2);
    for (const caption of [
      'Classification loss, training',
      'Contrastive loss, training',
      'Macro F1, validation',
      'Risk over coverage',
      'Reliability',
    ])
      expect(html).toContain(`<figcaption>${caption}</figcaption>`);
    expect(html.match(/<svg /g)).toHaveLength(6);
    expect(html).toContain('<th scope="row">SR</th><td>3</td><td>66.7</td><td>100.0</td>');
    expect(html).toContain('title="66.7 %">2</td>');
  });

  it('names a class without examples and leaves no markup in names', () => {
    const html = report(1);
    expect(html).toContain('Without a single example, and in no mean: JR &lt;few&gt;.');
    expect(html).not.toContain('<few>');
    expect(html).toContain('Nine classes &amp; more');
  });

  it('leaves the contrast out where the loss has none', () => {
    expect(report(1, 0)).not.toContain('Contrastive loss');
  });

  it('draws many runs faint, and their mean', () => {
    expect(report(25)).toContain('mean of 25');
    expect(report(3)).toContain('fold 3');
    expect(report(3)).not.toContain('mean of');
  });

  it('needs nothing beside it', () => {
    expect(report(1)).not.toMatch(/<script|src=|href=|url\(/);
  });
});

describe('a confidence that few examples have', () => {
  const bins = (count: number): ReliabilityBin[] => [
    { count, confidence: 0.2, right: 1 },
    { count: 40, confidence: 0.6, right: 0.5 },
    { count: 40, confidence: 0.9, right: 0.8 },
  ];
  const note = /<p class="note">Reliability: [^<]*<\/p>/;

  it('is left out of the curve, and the page says so', () => {
    const html = report(1, 1, bins(9));
    expect(html).toMatch(note);
    expect(html.replace(note, '')).toBe(report(1, 1, bins(9).slice(1)));
  });

  it('is drawn where there are enough, and where all have few', () => {
    for (const drawn of [bins(10), bins(9).slice(0, 1)]) expect(report(1, 1, drawn)).not.toMatch(note);
    expect(report(1, 1, bins(10))).not.toBe(report(1, 1, bins(10).slice(1)));
  });
});

describe('reliability', () => {
  it('holds confidence against what is right, bin by bin', () => {
    const probabilities = Float32Array.of(0.95, 0.05, 0.93, 0.07, 0.55, 0.45);
    const bins = reliabilityBins(probabilities, [0, 1, 0], 2, 10);
    expect(bins.map(({ count }) => count)).toEqual([1, 2]);
    expect(bins[0].confidence).toBeCloseTo(0.55);
    expect(bins[0].right).toBe(1);
    expect(bins[1].confidence).toBeCloseTo(0.94);
    expect(bins[1].right).toBe(0.5);
  });
});
