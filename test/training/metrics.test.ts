import { expect, test } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { pairedBootstrap } from '../../src-main/training/metrics/bootstrap.ts';
import {
  calibrationError,
  reliabilityBins,
  fitTemperature,
} from '../../src-main/training/metrics/calibration.ts';
import { confusionOf, scoresOf } from '../../src-main/training/metrics/confusion.ts';
import { softmaxRows } from '../../src-main/training/metrics/probabilities.ts';
import { principalPlane } from '../../src-main/training/metrics/projection.ts';
import { abstentionThreshold, riskCoverage } from '../../src-main/training/metrics/risk-coverage.ts';

test('precision, recall, F1, F2 and macro means of a worked example', () => {
  const confusion = [
    [8, 2, 0],
    [1, 3, 0],
    [0, 0, 0],
  ];
  const scores = scoresOf(confusion, ['a', 'b', 'c']);
  expect(scores.accuracy).toBeCloseTo(11 / 14, 12);
  expect(scores.classes[0].precision).toBeCloseTo(8 / 9, 12);
  expect(scores.classes[1].recall).toBeCloseTo(3 / 4, 12);
  expect(scores.classes[1].f2).toBeCloseTo((5 * 0.6 * 0.75) / (4 * 0.6 + 0.75), 12);
  expect(scores.macro.recall).toBeCloseTo((0.8 + 0.75) / 2, 12);
  expect(scores.absent).toEqual(['c']);
  const chance = (10 * 9 + 4 * 5) / 14 ** 2;
  expect(scores.kappa).toBeCloseTo((11 / 14 - chance) / (1 - chance), 12);
});

test('examples without a label are left out of the confusion matrix', () => {
  expect(confusionOf([0, -1, 1], [0, 1, 0], 2)).toEqual([
    [1, 0],
    [1, 0],
  ]);
});

test('temperature scaling finds the temperature that logits were sharpened by', () => {
  const random = makeRandom(3);
  const classes = 4;
  const logits = Float32Array.from({ length: 4000 * classes }, () => 1.5 * random.normal());
  const p = softmaxRows(logits, classes);
  const labels = Array.from({ length: 4000 }, (_, i) => {
    let u = random.next();
    for (let c = 0; c < classes; c++) if ((u -= p[i * classes + c]) < 0) return c;
    return classes - 1;
  });
  const sharpened = logits.map((value) => value * 2.5);
  const temperature = fitTemperature(sharpened, labels, classes);
  expect(temperature).toBeGreaterThan(2.3);
  expect(temperature).toBeLessThan(2.7);
  const errorAt = (t?: number): number =>
    calibrationError(reliabilityBins(softmaxRows(sharpened, classes, t), labels, classes));
  const before = errorAt();
  expect(errorAt(temperature)).toBeLessThan(before / 3);
});

test('the abstention threshold keeps the chosen risk', () => {
  const confidence = [0.9, 0.8, 0.7, 0.6, 0.5];
  const points = riskCoverage(confidence, [true, true, false, true, false]);
  expect(points.map(({ risk }) => risk)).toEqual([0, 0, 1 / 3, 1 / 4, 2 / 5]);
  expect(abstentionThreshold(points, 0.25)).toBe(0.6);
  expect(abstentionThreshold(points, 0.1)).toBe(0.8);
  expect(abstentionThreshold(points, 0.5)).toBe(0);
  expect(abstentionThreshold(riskCoverage([0.9], [false]), 0.1)).toBe(1);
});

test('a difference that every subject shows is outside chance, one that none shows is not', () => {
  const subjects = Array.from({ length: 200 }, (_, i) => `s${i % 20}`);
  const random = makeRandom(1);
  const noise = subjects.map(() => random.normal());
  const mean = (shift: number) => (indices: readonly number[]) =>
    indices.reduce((sum, i) => sum + noise[i] + shift, 0) / indices.length;
  expect(pairedBootstrap(subjects, mean(1), 400, makeRandom(2)).low).toBeGreaterThan(0);
  const none = pairedBootstrap(subjects, mean(0), 400, makeRandom(2));
  expect(none.low).toBeLessThan(0);
  expect(none.high).toBeGreaterThan(0);
});

test('the principal plane is the plane in which the vectors lie', () => {
  const random = makeRandom(5);
  const rows = 200;
  const points = Array.from({ length: rows }, () => [3 * random.normal(), random.normal()]);
  const vectors = new Float32Array(rows * 6);
  points.forEach(([a, b], r) => vectors.set([a / 2, a / 2, a / 2, a / 2, b, 0.01 * random.normal()], r * 6));
  const plane = principalPlane(vectors, 6);
  const correlation = points.reduce((sum, [a], r) => sum + a * plane[2 * r], 0);
  const power =
    points.reduce((sum, [a]) => sum + a * a, 0) * plane.reduce((s, v, i) => s + (i % 2 ? 0 : v * v), 0);
  expect(Math.abs(correlation) / Math.sqrt(power)).toBeGreaterThan(0.99);
});
