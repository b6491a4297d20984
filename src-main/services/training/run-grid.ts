import { fileURLToPath } from 'node:url';
import { PurkinjeError } from '../../domain/errors.ts';
import type { FitProgress } from '../../training/fit/fit.ts';
import { launchChildProcess } from '../../jobs/launch-process.ts';
import type { LaunchedProcess, ProcessLauncher } from '../../jobs/launch-process.ts';
import { isUtilityProcess } from '../../jobs/process-port.ts';
import { siblingUrl } from '../../jobs/sibling-url.ts';
import type { RequestedData } from './data-request.ts';
import { oneRun } from './one-run.ts';
import type { RunResult } from './one-run.ts';
import type { RunSpec } from './run-spec.ts';

export interface GridOptions {
  /** Where runs are kept: a run done before is taken from there. */
  readonly folder: string;
  /**
   * Processes at once; each has its own onnxruntime and its own copy of the examples. 1, and where Electron lets none be
   * started: none but this one.
   */
  readonly parallel: number;
  /** How they are started; as child processes unless a shell has its own way. */
  readonly launch?: ProcessLauncher;
  readonly keepParameters?: boolean;
  readonly onProgress?: (progress: GridProgress) => void;
  readonly abortSignal?: AbortSignal;
}

export interface GridProgress {
  readonly done: number;
  readonly runs: number;
  /** Of the run that reported last. */
  readonly run: string;
  readonly fit?: FitProgress;
}

/** What a process of the grid is told, and what it tells. */
export type GridOrder = {
  readonly specs: readonly RunSpec[];
  readonly folder: string;
  readonly keepParameters: boolean;
};
export type GridReport =
  | { readonly kind: 'progress'; readonly index: number; readonly fit: FitProgress }
  | { readonly kind: 'done'; readonly index: number }
  | { readonly kind: 'finished' }
  | { readonly kind: 'failed'; readonly message: string; readonly code?: string };

export function runName({ loss, variant, split, fold, seed }: RunSpec): string {
  return `${loss} ${variant} ${split} fold ${fold + 1} seed ${seed}`;
}

/** Runs every spec, those of other processes in parallel; results come in the specs' order. @throws Cancelled, JobFailed */
export async function runGrid(
  specs: readonly RunSpec[],
  data: RequestedData,
  options: GridOptions,
): Promise<RunResult[]> {
  if (options.parallel > 1 && specs.length > 1 && !isUtilityProcess) await inProcesses(specs, options);
  const results: RunResult[] = [];
  for (const [at, spec] of specs.entries()) {
    const onProgress = (fit: FitProgress): void =>
      options.onProgress?.({ done: at, runs: specs.length, run: runName(spec), fit });
    const hooks = { onProgress, abortSignal: options.abortSignal };
    results.push(await oneRun(spec, data, options.folder, hooks, options.keepParameters));
    options.onProgress?.({ done: at + 1, runs: specs.length, run: runName(spec) });
  }
  return results;
}

/** Deals the runs to processes that leave them in the folder; what they did is then only read. */
async function inProcesses(specs: readonly RunSpec[], options: GridOptions): Promise<void> {
  const { folder, keepParameters = false, abortSignal, onProgress, launch = launchChildProcess } = options;
  const count = Math.min(options.parallel, specs.length);
  const entry = fileURLToPath(siblingUrl(import.meta.url, './grid-process'));
  const processes: LaunchedProcess<GridOrder, GridReport>[] = [];
  const stop = (): void => processes.forEach((each) => each.kill());
  let done = 0;
  const one = (part: number): Promise<void> => {
    const own = specs.filter((_, at) => at % count === part);
    const process = launch<GridOrder, GridReport>(entry);
    processes.push(process);
    const ended = endOf(process, abortSignal);
    process.onMessage((report) => {
      if (report.kind !== 'progress' && report.kind !== 'done') return;
      if (report.kind === 'done') done++;
      const fit = report.kind === 'progress' ? report.fit : undefined;
      onProgress?.({ done, runs: specs.length, run: runName(own[report.index]), fit });
    });
    process.send({ specs: own, folder, keepParameters });
    return ended;
  };
  abortSignal?.addEventListener('abort', stop);
  try {
    await Promise.all(Array.from({ length: count }, (_, part) => one(part)));
  } finally {
    stop();
    abortSignal?.removeEventListener('abort', stop);
  }
}

/** Resolves when a process has done its runs. @throws JobFailed, Cancelled */
function endOf(process: LaunchedProcess<GridOrder, GridReport>, abortSignal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    process.onMessage((report) => {
      if (report.kind === 'finished') resolve();
      if (report.kind === 'failed')
        reject(new PurkinjeError('JobFailed', `A training run failed: ${report.message}`));
    });
    process.onExit((how) => {
      if (abortSignal?.aborted) reject(new PurkinjeError('Cancelled', 'Cancelled.'));
      else reject(new PurkinjeError('JobFailed', `A training process ended unexpectedly (${how}).`));
    });
  });
}
