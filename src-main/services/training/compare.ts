import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeRandom } from '../../domain/random.ts';
import type { LossName } from '../../network/loss-config.ts';
import type { PairedDifference } from '../../training/metrics/bootstrap.ts';
import type { Scores } from '../../training/metrics/confusion.ts';
import { comparisonTable } from './comparison-table.ts';
import type { DataHooks, RequestedData } from './data-request.ts';
import { loadRequested } from './data-request.ts';
import type { RunResult } from './one-run.ts';
import { pairedMacroF1 } from './paired-f1.ts';
import type { PooledScores } from './pooled-scores.ts';
import { pool, pooledScores } from './pooled-scores.ts';
import type { PresetName } from './presets.ts';
import type { GridProgress } from './run-grid.ts';
import { runGrid, runName } from './run-grid.ts';
import type { RunSpec, SplitKind } from './run-spec.ts';

export interface CompareRequest {
  readonly preset: PresetName;
  readonly paths: readonly string[];
  /** Fresh subjects to score on instead of the split's test part. */
  readonly testPaths?: readonly string[];
  readonly cache?: string;
  /** Each with the network `multimodal`. */
  readonly losses: readonly LossName[];
  /** Each with the loss `variantLoss`. */
  readonly variants: readonly string[];
  readonly variantLoss: LossName;
  readonly split: Extract<SplitKind, 'segment' | 'subject'>;
  readonly folds: number;
  readonly seeds: number;
  readonly mostWindows: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly device: RunSpec['device'];
  readonly threads: number;
  readonly parallel: number;
  readonly out: string;
  readonly command: string;
}

export interface MeanAndDeviation {
  readonly mean: number;
  readonly deviation: number;
}

/** One row of the table: a loss or a network, over all seeds. */
export interface ComparedMethod {
  readonly name: string;
  readonly seeds: number;
  readonly top1: MeanAndDeviation;
  readonly precision: MeanAndDeviation;
  readonly recall: MeanAndDeviation;
  readonly f1: MeanAndDeviation;
  readonly f2: MeanAndDeviation;
  readonly classes: readonly {
    readonly name: string;
    readonly support: number;
    readonly f1: MeanAndDeviation;
  }[];
  readonly absent: readonly string[];
}

export interface Comparison {
  readonly split: string;
  readonly simulated: boolean;
  readonly examples: number;
  /** Training segments of each class, over all data: which classes are few. */
  readonly segments: Readonly<Record<string, number>>;
  readonly methods: readonly ComparedMethod[];
  /** AGCACL less the best other loss by macro F1, by subject. */
  readonly against?: {
    readonly baseline: string;
    readonly macro: PairedDifference;
    readonly classes: Readonly<Record<string, PairedDifference>>;
  };
  readonly seconds: number;
}

function spread(values: readonly number[]): MeanAndDeviation {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(square / (values.length - 1)) : 0 };
}

function methodOf(name: string, scores: readonly Scores[]): ComparedMethod {
  const of = (pick: (s: Scores) => number): MeanAndDeviation => spread(scores.map(pick));
  return {
    name,
    seeds: scores.length,
    top1: of((s) => s.accuracy),
    precision: of((s) => s.macro.precision),
    recall: of((s) => s.macro.recall),
    f1: of((s) => s.macro.f1),
    f2: of((s) => s.macro.f2),
    classes: scores[0].classes.map(({ name: label, support }, c) => ({
      name: label,
      support,
      f1: of((s) => s.classes[c].f1),
    })),
    absent: scores[0].absent,
  };
}

interface Method {
  readonly name: string;
  readonly loss: LossName;
  readonly variant: string;
}

function methodsOf({ losses, variants, variantLoss }: CompareRequest): Method[] {
  return [
    ...losses.map((loss) => ({ name: loss, loss, variant: 'multimodal' })),
    ...variants
      .filter((variant) => variant !== 'multimodal' || !losses.includes(variantLoss))
      .map((variant) => ({ name: `${variantLoss}, ${variant}`, loss: variantLoss, variant })),
  ];
}

function specsOf(request: CompareRequest, { loss, variant }: Method): RunSpec[] {
  const { preset, paths, testPaths, cache, split, mostWindows, epochs, batchSize, device, threads } = request;
  const folds = split === 'segment' || testPaths?.length ? 1 : request.folds;
  const data = { preset, paths, testPaths, cache };
  return Array.from({ length: request.seeds * folds }, (_, at) => ({
    data,
    split,
    folds: request.folds,
    fold: at % folds,
    seed: 1 + Math.floor(at / folds),
    loss,
    variant,
    mostWindows,
    epochs,
    batchSize,
    device,
    threads,
  }));
}

function bySeed(runs: readonly RunResult[], data: RequestedData): PooledScores[] {
  const seeds = [...new Set(runs.map(({ header }) => header.spec.seed))];
  return seeds.map((seed) =>
    pooledScores(
      data.set,
      pool(
        runs.filter(({ header }) => header.spec.seed === seed),
        data.set,
        'test',
      ),
    ),
  );
}

/** Subjects of the pooled examples, in each seed's own order: split A draws another test part for each seed. */
function subjectsBySeed(runs: readonly RunResult[], data: RequestedData): string[][] {
  const seeds = [...new Set(runs.map(({ header }) => header.spec.seed))];
  return seeds.map((seed) => {
    const { indices } = pool(
      runs.filter(({ header }) => header.spec.seed === seed),
      data.set,
      'test',
    );
    return Array.from(indices, (index) => data.set.infos[index].subject);
  });
}

function segmentsOf({ set, trainable }: RequestedData): Record<string, number> {
  const { classes } = set.grouping.outputs[0];
  const seen = classes.map(() => new Set<string>());
  set.infos
    .slice(0, trainable)
    .forEach(({ labels, record, segment }) => seen[labels[0]].add(`${record}#${segment}`));
  return Object.fromEntries(classes.map(({ name }, c) => [name, seen[c].size]));
}

const RESAMPLES = 1000;

/**
 * A grid of losses and networks on the same data with the same seeds. Every run is kept in `out/runs`: an interrupted
 * comparison goes on, and a second one takes what it shares with the first.
 * @throws FileMissing, InvalidInput, StudyUnreadable, Cancelled, JobFailed
 */
export async function compare(request: CompareRequest, hooks: DataHooks = {}): Promise<Comparison> {
  const began = performance.now();
  mkdirSync(request.out, { recursive: true });
  const { preset, paths, testPaths, cache } = request;
  const data = await loadRequested(
    { preset, paths, testPaths, cache },
    { ...hooks, onProgress: (f, doing) => hooks.onProgress?.(0.05 * f, doing) },
  );
  const methods = methodsOf(request);
  const specs = methods.map((method) => specsOf(request, method));
  const onProgress = ({ done, runs, run, fit }: GridProgress): void =>
    hooks.onProgress?.(0.05 + (0.95 * (done + (fit?.fraction ?? 0))) / runs, `${done}/${runs} runs; ${run}`);
  const results = await runGrid(specs.flat(), data, {
    folder: join(request.out, 'runs'),
    parallel: request.parallel,
    abortSignal: hooks.abortSignal,
    onProgress,
  });
  const perMethod = methods.map(({ name }, m) => {
    const from = specs.slice(0, m).reduce((sum, list) => sum + list.length, 0);
    const runs = results.slice(from, from + specs[m].length);
    return { name, runs, seeds: bySeed(runs, data) };
  });
  const compared = perMethod.map(({ name, seeds }) =>
    methodOf(
      name,
      seeds.map(({ scores }) => scores),
    ),
  );
  const comparison: Comparison = {
    split: testPaths?.length ? `${request.split}, scored on fresh subjects` : request.split,
    simulated: data.sources.some(({ simulated }) => simulated),
    examples: perMethod[0].seeds[0].scores.examples,
    segments: segmentsOf(data),
    methods: compared,
    against: againstBest(request, data, perMethod, compared),
    seconds: (performance.now() - began) / 1000,
  };
  writeFileSync(
    join(request.out, `compare-${request.split}.json`),
    `${JSON.stringify({ command: request.command, ...comparison, runs: results.map(({ header }) => ({ run: runName(header.spec), bestEpoch: header.bestEpoch, seconds: header.seconds, device: header.device })) }, undefined, 1)}\n`,
  );
  writeFileSync(
    join(request.out, `compare-${request.split}.md`),
    comparisonTable(comparison, request.command),
  );
  return comparison;
}

function againstBest(
  request: CompareRequest,
  data: RequestedData,
  perMethod: readonly { name: string; runs: readonly RunResult[]; seeds: readonly PooledScores[] }[],
  compared: readonly ComparedMethod[],
): Comparison['against'] {
  const isOwn = (name: string): boolean => name.startsWith('agcacl');
  const own = perMethod.find(({ name }) => name === 'agcacl');
  const baselines = compared.filter(({ name }) => request.losses.includes(name as LossName) && !isOwn(name));
  if (!own || baselines.length === 0) return undefined;
  const best = baselines.reduce((a, b) => (b.f1.mean > a.f1.mean ? b : a)).name;
  const other = perMethod.find(({ name }) => name === best)!;
  const names = data.set.grouping.outputs[0].classes.map(({ name }) => name);
  const subjects = subjectsBySeed(own.runs, data);
  const result = pairedMacroF1(own.seeds, other.seeds, subjects, names, RESAMPLES, makeRandom(1));
  return { baseline: best, ...result };
}
