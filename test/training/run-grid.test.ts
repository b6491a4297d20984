import { expect, test } from 'vitest';
import type { LaunchedProcess, ProcessLauncher } from '../../src-main/jobs/launch-process.ts';
import type { RequestedData } from '../../src-main/services/training/data-request.ts';
import { runGrid } from '../../src-main/services/training/run-grid.ts';
import type { GridOrder, GridReport } from '../../src-main/services/training/run-grid.ts';
import type { RunSpec } from '../../src-main/services/training/run-spec.ts';

const SPECS = ['ce', 'focal', 'agcacl'].map((loss) => ({
  loss,
  variant: 'all',
  split: 'A',
  fold: 0,
  seed: 1,
}));

interface Stub {
  readonly entry: string;
  readonly orders: GridOrder[];
  readonly report: (report: GridReport) => void;
  readonly exit: (how: string) => void;
  killed: boolean;
}

/** Processes that do what the test says. */
function stubs(): { launch: ProcessLauncher; made: Stub[] } {
  const made: Stub[] = [];
  const launch = (entry: string): LaunchedProcess<GridOrder, GridReport> => {
    const heard: ((report: GridReport) => void)[] = [];
    const ended: ((how: string) => void)[] = [];
    const stub: Stub = {
      entry,
      orders: [],
      report: (report) => heard.forEach((listener) => listener(report)),
      exit: (how) => ended.forEach((listener) => listener(how)),
      killed: false,
    };
    made.push(stub);
    return {
      pid: made.length,
      send: (order) => void stub.orders.push(order),
      onMessage: (listener) => void heard.push(listener),
      onExit: (listener) => void ended.push(listener),
      kill: () => (stub.killed = true),
    };
  };
  return { launch: launch as unknown as ProcessLauncher, made };
}

function begin(abortSignal?: AbortSignal): { made: Stub[]; runs: Promise<unknown>; seen: string[] } {
  const { launch, made } = stubs();
  const seen: string[] = [];
  const runs = runGrid(SPECS as unknown as RunSpec[], undefined as unknown as RequestedData, {
    folder: 'runs',
    parallel: 2,
    launch,
    abortSignal,
    onProgress: ({ done, run }) => seen.push(`${done} ${run}`),
  });
  return { made, runs, seen };
}

test('runs are dealt to processes of the launcher, each told its own', () => {
  const { made, runs, seen } = begin();
  expect(made.map(({ orders }) => orders.map(({ specs }) => specs.map(({ loss }) => loss)))).toEqual([
    [['ce', 'agcacl']],
    [['focal']],
  ]);
  expect(made[0].entry).toMatch(/grid-process\.ts$/);
  made[0].report({ kind: 'done', index: 1 });
  expect(seen).toEqual(['1 agcacl all A fold 1 seed 1']);
  made[1].exit('signal SIGKILL');
  return expect(runs).rejects.toThrow('signal SIGKILL');
});

test('the failure of one ends the others', async () => {
  const { made, runs } = begin();
  made[0].report({ kind: 'failed', message: 'no examples' });
  await expect(runs).rejects.toMatchObject({
    code: 'JobFailed',
    message: expect.stringContaining('no examples'),
  });
  expect(made.map(({ killed }) => killed)).toEqual([true, true]);
});

test('cancelling ends all', async () => {
  const stop = new AbortController();
  const { made, runs } = begin(stop.signal);
  stop.abort();
  expect(made.every(({ killed }) => killed)).toBe(true);
  made.forEach(({ exit }) => exit('signal SIGKILL'));
  await expect(runs).rejects.toMatchObject({ code: 'Cancelled' });
});
