import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { PurkinjeError } from '../../domain/errors.ts';
import type { LossName } from '../../network/loss-config.ts';
import { comparisonOf, comparisonOfScored, segmentsOf } from './comparison.ts';
import type { Comparison, MethodRuns, ScoredPart } from './comparison.ts';
import { comparisonTable } from './comparison-table.ts';
import type { DataHooks, RequestedData } from './data-request.ts';
import { loadRequested } from './data-request.ts';
import type { PresetName } from './presets.ts';
import type { GridProgress } from './run-grid.ts';
import { runGrid, runName } from './run-grid.ts';
import type { RunSpec, SplitKind } from './run-spec.ts';
import { specOf, specsOf } from './run-spec.ts';
import { joinCohorts, scoredMethod } from './scored-method.ts';

export type { Comparison } from './comparison.ts';

export interface CompareRequest {
  readonly preset: PresetName;
  readonly paths: readonly string[];
  /** Fresh subjects, scored beside the split's own test part. */
  readonly testPaths?: readonly string[];
  /** What the table tells of; the fresh subjects where there are any. */
  readonly score?: ScoredPart;
  /** The loss that the others are held against; `agcacl` unless told. */
  readonly reference?: LossName;
  readonly cache?: string;
  /** Each with the network `network`. */
  readonly losses: readonly LossName[];
  /** One of `VARIANTS`, that of the losses; `multimodal`, the method's own, unless told. */
  readonly network?: string;
  /** Each with the loss `variantLoss`. */
  readonly variants: readonly string[];
  readonly variantLoss: LossName;
  readonly split: Extract<SplitKind, 'segment' | 'subject'>;
  readonly folds: number;
  readonly seeds: number;
  readonly mostWindows: number;
  readonly epochs?: number;
  readonly batchSize?: number;
  readonly engine?: RunSpec['engine'];
  readonly device: RunSpec['device'];
  readonly threads: number;
  readonly parallel: number;
  readonly out: string;
  readonly command: string;
}

interface Method {
  readonly name: string;
  readonly loss: LossName;
  readonly variant: string;
  readonly isLoss: boolean;
}

/** The rows of the table: every loss on one network, then every other network with one loss. */
export function methodsOf({
  losses,
  network = 'multimodal',
  variants,
  variantLoss,
}: Pick<CompareRequest, 'losses' | 'network' | 'variants' | 'variantLoss'>): Method[] {
  return [
    ...losses.map((loss) => ({ name: loss, loss, variant: network, isLoss: true })),
    ...variants
      .filter((variant) => variant !== network || !losses.includes(variantLoss))
      .map((variant) => ({
        name: `${variantLoss}, ${variant}`,
        loss: variantLoss,
        variant,
        isLoss: false,
      })),
  ];
}

function specsOfMethod(request: CompareRequest, method: Method): RunSpec[] {
  const { preset, paths, testPaths, cache } = request;
  const folds = request.split === 'segment' ? 1 : request.folds;
  return specsOf(request.seeds, folds, (seed, fold) =>
    specOf({ ...request, ...method }, { preset, paths, testPaths, cache }, seed, fold),
  );
}

function writeComparison(
  { out, command, network }: CompareRequest,
  kind: string,
  comparison: Comparison,
  methods: readonly MethodRuns[],
): void {
  const runs = methods.flatMap((method) =>
    method.runs.map(({ header }) => ({
      run: runName(header.spec),
      bestEpoch: header.bestEpoch,
      seconds: header.seconds,
      device: header.device,
    })),
  );
  // Tables of two networks stand beside each other.
  const path = join(out, ['compare', kind, ...(network ? [network] : [])].join('-'));
  writeFileSync(`${path}.json`, `${JSON.stringify({ command, ...comparison, runs }, undefined, 1)}\n`);
  writeFileSync(`${path}.md`, comparisonTable(comparison, command));
}

/** Data of the request and every run on it, method by method; runs done before are taken from `out/runs`. */
async function runMethods(
  request: CompareRequest,
  hooks: DataHooks,
): Promise<{ data: RequestedData; finished: MethodRuns[] }> {
  const { preset, paths, testPaths, cache } = request;
  mkdirSync(request.out, { recursive: true });
  const data = await loadRequested(
    { preset, paths, testPaths, cache },
    { ...hooks, onProgress: (f, doing) => hooks.onProgress?.(0.05 * f, doing) },
  );
  const methods = methodsOf(request);
  const specs = methods.map((method) => specsOfMethod(request, method));
  const onProgress = ({ done, runs, run, fit }: GridProgress): void =>
    hooks.onProgress?.(0.05 + (0.95 * (done + (fit?.fraction ?? 0))) / runs, `${done}/${runs} runs; ${run}`);
  const results = await runGrid(specs.flat(), data, {
    folder: join(request.out, 'runs'),
    parallel: request.parallel,
    abortSignal: hooks.abortSignal,
    onProgress,
  });
  const finished = methods.map(({ name, isLoss }, m): MethodRuns => {
    const from = specs.slice(0, m).reduce((sum, list) => sum + list.length, 0);
    return { name, isLoss, runs: results.slice(from, from + specs[m].length) };
  });
  return { data, finished };
}

/**
 * A grid of losses and networks on the same data with the same seeds. Every run is kept in `out/runs`: an interrupted
 * comparison goes on, and a second one takes what it shares with the first.
 * @throws FileMissing, InvalidInput, StudyUnreadable, Cancelled, JobFailed
 */
export async function compare(request: CompareRequest, hooks: DataHooks = {}): Promise<Comparison> {
  const began = performance.now();
  const { data, finished } = await runMethods(request, hooks);
  const hasFresh = (request.testPaths?.length ?? 0) > 0;
  const seconds = (performance.now() - began) / 1000;
  const { split, network } = request;
  const scored = request.score ?? (hasFresh ? 'fresh' : 'held-out');
  const about = { split, scored, seconds, network } as const;
  const comparison = comparisonOf(finished, data, about, request.reference);
  writeComparison(request, split, comparison, finished);
  return comparison;
}

/**
 * The same with every folder of `paths` trained on apart: each is a training cohort of its own, all are scored on the fresh subjects
 * of `testPaths`, and intervals come of drawing cohorts and subjects anew. What a claim about a loss needs: from one small
 * cohort to the next, losses change places (docs/results.md).
 * @throws InvalidInput with fewer than two cohorts or without fresh subjects; and as `compare`
 */
export async function compareCohorts(request: CompareRequest, hooks: DataHooks = {}): Promise<Comparison> {
  const began = performance.now();
  const { paths, testPaths = [], split, network } = request;
  if (paths.length < 2 || testPaths.length === 0) {
    const message =
      'Training cohorts are compared on fresh subjects: name two or more with --data, and --test.';
    throw new PurkinjeError('InvalidInput', message);
  }
  const cohorts: { data: RequestedData; finished: MethodRuns[] }[] = [];
  for (const [at, path] of paths.entries()) {
    const onProgress: DataHooks['onProgress'] = (fraction, doing) =>
      hooks.onProgress?.((at + fraction) / paths.length, `cohort ${at + 1} of ${paths.length}; ${doing}`);
    cohorts.push(await runMethods({ ...request, paths: [path] }, { ...hooks, onProgress }));
  }
  const methods = cohorts[0].finished.map((_, m) =>
    joinCohorts(cohorts.map(({ data, finished }) => scoredMethod(finished[m], data, 'fresh'))),
  );
  const comparison = comparisonOfScored(
    methods,
    {
      split,
      network,
      scored: 'fresh',
      seconds: (performance.now() - began) / 1000,
      simulated: cohorts.some(({ data }) => data.sources.some(({ simulated }) => simulated)),
      segments: meanSegments(cohorts.map(({ data }) => segmentsOf(data))),
      cohorts: paths.map((path) => basename(path)),
    },
    request.reference,
  );
  writeComparison(
    request,
    'cohorts',
    comparison,
    cohorts.flatMap(({ finished }) => finished),
  );
  return comparison;
}

function meanSegments(cohorts: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const meanOf = (name: string): number =>
    cohorts.reduce((sum, counts) => sum + counts[name], 0) / cohorts.length;
  return Object.fromEntries(
    Object.keys(cohorts[0]).map((name) => [name, Math.round(10 * meanOf(name)) / 10]),
  );
}
