import type { ExampleSet } from '../../training/data/example-set.ts';
import type { ReliabilityBin } from '../../training/metrics/calibration.ts';
import { calibrationError, reliabilityBins } from '../../training/metrics/calibration.ts';
import type { Scores } from '../../training/metrics/confusion.ts';
import { confusionOf, scoresOf } from '../../training/metrics/confusion.ts';
import { argmaxRows, softmaxRows, topRows } from '../../training/metrics/probabilities.ts';
import type { RiskPoint } from '../../training/metrics/risk-coverage.ts';
import { riskCoverage } from '../../training/metrics/risk-coverage.ts';
import type { RunResult } from './one-run.ts';

/** Predictions on examples that were not trained on, pooled over runs. */
export interface Pooled {
  readonly indices: Int32Array;
  /** By output, `[indices][classes]`. */
  readonly logits: Readonly<Record<string, Float32Array>>;
  /** To the nearest prototype of the run's own. */
  readonly distance: Float32Array;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Several predictions as one, in order. */
export function joinPooled(parts: readonly Pooled[]): Pooled {
  const names = Object.keys(parts[0].logits);
  return {
    indices: Int32Array.from(parts.flatMap(({ indices }) => [...indices])),
    logits: Object.fromEntries(names.map((name) => [name, joined(parts.map(({ logits }) => logits[name]))])),
    distance: joined(parts.map(({ distance }) => distance)),
  };
}

/** The test parts of runs (the folds of one seed), or their validation parts. */
export function pool(runs: readonly RunResult[], set: ExampleSet, part: 'test' | 'validation'): Pooled {
  const prefix = part === 'test' ? '' : 'validation.';
  const logits = Object.fromEntries(
    set.grouping.outputs.map(({ name }) => [
      name,
      joined(runs.map(({ vectors }) => vectors[`${prefix}logits.${name}`])),
    ]),
  );
  return {
    indices: Int32Array.from(joined(runs.map(({ vectors }) => vectors[part]))),
    logits,
    distance: joined(
      runs.map(({ vectors }) => vectors[part === 'test' ? 'distance' : 'validation.distance']),
    ),
  };
}

/** The rows of pooled predictions whose example is asked for. */
export function rowsOf(pooled: Pooled, takes: (index: number) => boolean): Pooled {
  const rows = [...pooled.indices.keys()].filter((row) => takes(pooled.indices[row]));
  const part = (values: Float32Array): Float32Array => {
    const width = values.length / pooled.indices.length;
    const out = new Float32Array(rows.length * width);
    rows.forEach((row, at) => out.set(values.subarray(row * width, (row + 1) * width), at * width));
    return out;
  };
  return {
    indices: Int32Array.from(rows, (row) => pooled.indices[row]),
    logits: Object.fromEntries(Object.entries(pooled.logits).map(([name, values]) => [name, part(values)])),
    distance: part(pooled.distance),
  };
}

export function labelsAt(set: ExampleSet, indices: ArrayLike<number>, output = 0): Int32Array {
  return Int32Array.from({ length: indices.length }, (_, i) => set.infos[indices[i]].labels[output]);
}

export interface PooledScores {
  readonly scores: Scores;
  readonly calibrationError: number;
  readonly reliability: readonly ReliabilityBin[];
  readonly risk: readonly RiskPoint[];
  readonly predicted: Int32Array;
  readonly labels: Int32Array;
}

/** Scores of one output of pooled predictions, at a temperature. */
export function pooledScores(set: ExampleSet, pooled: Pooled, output = 0, temperature = 1): PooledScores {
  const { name, classes } = set.grouping.outputs[output];
  const names = classes.map((c) => c.name);
  const probabilities = softmaxRows(pooled.logits[name], names.length, temperature);
  const predicted = argmaxRows(probabilities, names.length);
  const labels = labelsAt(set, pooled.indices, output);
  const reliability = reliabilityBins(probabilities, labels, names.length);
  const right = Array.from(predicted, (c, i) => c === labels[i]);
  return {
    scores: scoresOf(confusionOf(labels, predicted, names.length), names),
    calibrationError: calibrationError(reliability),
    reliability,
    risk: riskCoverage(topRows(probabilities, names.length), right),
    predicted,
    labels,
  };
}
