import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LossName } from '../../network/loss-config.ts';
import { principalPlane } from '../../training/metrics/projection.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import { htmlReport } from '../../training/report/html-report.ts';
import type { DataRequest, RequestedData } from './data-request.ts';
import { loadRequested, presetOf } from './data-request.ts';
import { sharedByFamily } from './families.ts';
import { makeModel } from './make-model.ts';
import type { RunResult } from './one-run.ts';
import type { Pooled, PooledScores } from './pooled-scores.ts';
import { joinPooled, labelsAt, pool, pooledScores } from './pooled-scores.ts';
import type { PresetName } from './presets.ts';
import { networkOf } from './presets.ts';
import type { GridProgress } from './run-grid.ts';
import { runGrid, runName } from './run-grid.ts';
import type { RunSpec, SplitKind } from './run-spec.ts';
import { specOf, specsOf } from './run-spec.ts';

export interface TrainRequest {
  readonly preset: PresetName;
  readonly paths: readonly string[];
  /** See `DataRequest`. */
  readonly libraries?: readonly string[];
  readonly grouping?: LabelGrouping;
  readonly mostPerRecord?: number;
  readonly cache?: string;
  readonly split: SplitKind;
  /** Another way of splitting that is scored as well, for report and card; the model is not made of it. */
  readonly alsoSplit?: SplitKind;
  /** Folds to divide into, and how many of them to run (from the first). */
  readonly folds: number;
  readonly foldsToRun?: number;
  readonly seeds: number;
  /** Networks averaged into the model, trained on all examples; 0: the first fold's network is the model, its subjects left out. */
  readonly members: number;
  readonly answers?: RunSpec['answers'];
  readonly loss: LossName;
  readonly variant: string;
  readonly mostWindows: number;
  readonly epochs?: number;
  readonly stepsPerEpoch?: number;
  readonly batchSize?: number;
  readonly engine?: RunSpec['engine'];
  readonly device: RunSpec['device'];
  readonly threads: number;
  readonly parallel: number;
  /** Log, report and runs go here. */
  readonly out: string;
  /** Folder of models to write to, and the version; no model where undefined. */
  readonly models?: string;
  readonly version: string;
  readonly risk: number;
  readonly command: string;
  readonly created: string;
}

export interface TrainHooks {
  readonly onProgress?: (fraction: number, doing: string) => void;
  readonly onNote?: (line: string) => void;
  readonly abortSignal?: AbortSignal;
}

export interface TrainResult {
  readonly examples: number;
  readonly test: PooledScores;
  readonly runs: readonly RunResult[];
  readonly report: string;
  readonly log: string;
  readonly model?: string;
  readonly seconds: number;
}

/** Only what is asked for stands in it: what stands in it makes a run's identity. */
function dataOf(request: TrainRequest): DataRequest {
  const { preset, paths, cache, libraries, grouping, mostPerRecord } = request;
  return {
    preset,
    paths,
    cache,
    ...(libraries?.length ? { libraries } : {}),
    ...(grouping ? { grouping } : {}),
    ...(mostPerRecord ? { mostPerRecord } : {}),
  };
}

function specsOfRequest(request: TrainRequest): RunSpec[] {
  const folds =
    request.split === 'segment' || request.split === 'none' ? 1 : (request.foldsToRun ?? request.folds);
  return specsOf(request.seeds, folds, (seed, fold) => specOf(request, dataOf(request), seed, fold));
}

function progressLine({ done, runs, run, fit }: GridProgress): string {
  if (!fit) return `run ${done} of ${runs}: ${run}`;
  const f1 = fit.macroF1 === undefined ? '' : `, macro F1 ${fit.macroF1.toFixed(3)}`;
  return `run ${done + 1} of ${runs}: epoch ${fit.epoch}/${fit.epochs}, loss ${fit.loss.toFixed(3)}${f1}, ${fit.samplesPerSecond.toFixed(0)} samples/s, ${Math.ceil(fit.secondsLeft)} s left in it`;
}

/** Members of the final model: trained on everything, as long as the folds' runs were at best (median), or of fixed length. */
async function finalMembers(
  request: TrainRequest,
  data: RequestedData,
  runs: readonly RunResult[],
  grid: Parameters<typeof runGrid>[2],
): Promise<RunResult[]> {
  const best = runs.map(({ header }) => header.bestEpoch).sort((a, b) => a - b)[Math.floor(runs.length / 2)];
  const [first] = specsOfRequest(request);
  const specs = Array.from({ length: request.members }, (_, member) => ({
    ...first,
    split: 'none' as const,
    fold: 0,
    seed: 101 + member,
    epochs: request.split === 'leave-out' ? request.epochs : best,
  }));
  return runGrid(specs, data, { ...grid, keepParameters: true });
}

function noticesOf(data: RequestedData, runs: readonly RunResult[]): string[] {
  const simulated = data.sources.some((source) => source.simulated);
  const notices = [
    ...new Set(runs.map(({ header }) => header.notice).filter((notice) => notice !== undefined)),
  ];
  return [
    ...(simulated ? ['Trained on simulated studies: the figures are no clinical evidence.'] : []),
    ...notices,
    ...data.sources.flatMap(({ leftOut, dropped }) => [
      ...(leftOut.length > 0
        ? [`Left out: ${leftOut.map(({ record, why }) => `${record} (${why})`).join(', ')}.`]
        : []),
      ...(dropped.mixed + dropped.badSignal + dropped.unlabelled > 0
        ? [
            `Windows dropped: ${dropped.mixed} of mixed beats, ${dropped.badSignal} in bad signal, ${dropped.unlabelled} outside the grouping.`,
          ]
        : []),
    ]),
  ];
}

function writeReport(
  request: TrainRequest,
  data: RequestedData,
  runs: readonly RunResult[],
  scored: readonly { what: string; scored: PooledScores }[],
): string {
  const [{ vectors, header }] = runs;
  const { set } = data;
  const width = networkOf(presetOf(header.spec.data), header.spec.variant).width;
  const path = join(request.out, 'report.html');
  const html = htmlReport({
    title: `${presetOf(request).title}: ${request.loss}, ${request.variant}`,
    command: request.command,
    notices: noticesOf(data, runs),
    runs: runs.map((run) => ({ name: runName(run.header.spec), log: run.header.log })),
    scores: scored.map(({ what, scored: s }) => ({
      what,
      scores: s.scores,
      calibrationError: s.calibrationError,
      reliability: s.reliability,
      risk: s.risk,
    })),
    embedding: {
      points: principalPlane(vectors.embedding, width),
      labels: labelsAt(
        set,
        vectors.embedded.map((row) => vectors.test[row]),
      ),
      names: set.grouping.outputs[0].classes.map(({ name }) => name),
    },
  });
  writeFileSync(path, html);
  return path;
}

function writeLog(
  request: TrainRequest,
  data: RequestedData,
  runs: readonly RunResult[],
  test: PooledScores,
): string {
  const path = join(request.out, 'log.json');
  const { confusion, ...scores } = test.scores;
  const log = {
    command: request.command,
    data: {
      sha256: data.sha256,
      records: data.sources.flatMap(({ records }) => records),
      notices: noticesOf(data, runs),
    },
    runs: runs.map(({ header }) => header),
    test: { ...scores, confusion, calibrationError: test.calibrationError },
  };
  writeFileSync(path, `${JSON.stringify(log, undefined, 1)}\n`);
  return path;
}

const SPLIT_TITLES: Readonly<Record<SplitKind, string>> = {
  segment: 'Split A: held-out segments of subjects that were trained on',
  subject: 'Split B: subjects never trained on',
  'leave-out': 'Subjects never trained on (folds pooled)',
  none: 'Nothing held out',
};

interface SplitFigures {
  readonly what: string;
  readonly scored: PooledScores;
}

/** The scores of every output of runs that were split one way. */
function figuresOf(data: RequestedData, pooled: Pooled, split: SplitKind): SplitFigures[] {
  return data.set.grouping.outputs.map(({ name }, output) => ({
    what: `${SPLIT_TITLES[split]}: ${name}`,
    scored: pooledScores(data.set, pooled, output),
  }));
}

/**
 * Everything from recordings to a report and, where asked for, a model in `models/<id>/<version>`. Runs that were done
 * before are taken from `out`; a killed one goes on from its last epoch.
 * @throws FileMissing, InvalidInput, StudyUnreadable, Cancelled
 */
export async function train(request: TrainRequest, hooks: TrainHooks = {}): Promise<TrainResult> {
  const began = performance.now();
  mkdirSync(request.out, { recursive: true });
  const data = await loadRequested(dataOf(request), {
    ...hooks,
    onProgress: (f, doing) => hooks.onProgress?.(0.1 * f, doing),
  });
  hooks.onNote?.(
    `${data.set.infos.length} examples of ${data.sources.flatMap(({ records }) => records).length} records.`,
  );
  const specs = specsOfRequest(request);
  const isFoldModel = request.split === 'segment' || request.members === 0;
  const share = request.models && !isFoldModel ? specs.length / (specs.length + request.members) : 1;
  const grid = {
    folder: join(request.out, 'runs'),
    parallel: request.parallel,
    keepParameters: isFoldModel,
    abortSignal: hooks.abortSignal,
    onProgress: (progress: GridProgress) =>
      hooks.onProgress?.(
        0.1 + 0.9 * share * ((progress.done + (progress.fit?.fraction ?? 0)) / progress.runs),
        progressLine(progress),
      ),
  };
  const runs = await runGrid(specs, data, grid);
  // Run by run: beats share with those that the same network answered for.
  const held = (of: readonly RunResult[]): Pooled =>
    joinPooled(
      of.map((run) => sharedByFamily(data.set, pool([run], data.set, 'test'), presetOf(request).families)),
    );
  const pooled = held(runs);
  const own = figuresOf(data, pooled, request.split);
  const test = own[0].scored;
  const outputs = [...own];
  if (request.alsoSplit) {
    const others = specsOfRequest({ ...request, split: request.alsoSplit });
    const otherRuns = await runGrid(others, data, { ...grid, keepParameters: false });
    outputs.push(...figuresOf(data, held(otherRuns), request.alsoSplit));
  }
  const report = writeReport(request, data, runs, outputs);
  const log = writeLog(request, data, runs, test);
  let model: string | undefined;
  if (request.models) {
    hooks.onProgress?.(0.1 + 0.9 * share, 'training the model on everything');
    const members = isFoldModel ? runs.slice(0, 1) : await finalMembers(request, data, runs, grid);
    const figures = outputs.map(({ what, scored }) => ({
      what,
      scores: scored.scores,
      calibrationError: scored.calibrationError,
    }));
    model = makeModel(data, members, pooled, figures, { ...request, models: request.models }).folder;
  }
  return {
    examples: data.set.infos.length,
    test,
    runs,
    report,
    log,
    model,
    seconds: (performance.now() - began) / 1000,
  };
}
