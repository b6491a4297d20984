import type { BenchRow } from '../bench-row.ts';
import type { ImportRun, ImportRuns } from './import-runs.ts';

/**
 * Imports copy, hash, check and take extremes.
 * @param bytes of the original
 * @param derived bytes of the derived file
 */
export function importRows(
  bytes: number,
  derived: number,
  { copies, windows, commands }: ImportRuns,
): BenchRow[] {
  const all = [...windows, ...commands];
  const peak = Math.max(...all.map((run) => run.peak));
  const delay = Math.max(...windows.map((run) => run.delay));
  return [
    {
      what: 'plain copy with fsync, median',
      value: rate(bytes, copies),
      unit: 'MB/s',
      note: spread(bytes, copies),
    },
    ...ofKind(bytes, copies, windows, 'in an open window'),
    ...ofKind(bytes, copies, commands, 'by the command line'),
    {
      what: 'the whole command, Node and the program loaded first, median',
      value: median(commands.map(({ whole }) => whole)),
      unit: 's',
      note: `${(median(copies) / median(commands.map(({ whole }) => whole))).toFixed(2)} x of the copy's speed`,
    },
    {
      what: 'processor time of the import in an open window, all threads, median',
      value: median(windows.map((run) => run.processor)),
      unit: 's',
    },
    {
      what: 'resident memory of the import, peak of all',
      value: peak,
      unit: 'MB',
      bar: '< 500 MB',
      passed: peak < 500,
    },
    {
      what: "owner's event-loop delay meanwhile, p99, worst",
      value: delay,
      unit: 'ms',
      bar: '< 30 ms',
      passed: delay < 30,
    },
    { what: 'derived file beside the original', value: derived / bytes, unit: 'x' },
  ];
}

function ofKind(
  bytes: number,
  copies: readonly number[],
  runs: readonly ImportRun[],
  how: string,
): BenchRow[] {
  const seconds = runs.map((run) => run.seconds);
  const [ours, plain] = [rate(bytes, seconds), rate(bytes, copies)];
  return [
    {
      what: `import, ${how}, median`,
      value: ours,
      unit: 'MB/s',
      bar: '>= 80 MB/s',
      passed: ours >= 80,
      note: spread(bytes, seconds),
    },
    {
      what: `beside the copy, ${how}`,
      value: ours / plain,
      unit: 'x',
      bar: '>= 0.5 x',
      passed: ours >= plain / 2,
    },
  ];
}

const rate = (bytes: number, seconds: readonly number[]): number => bytes / 1e6 / median(seconds);

function spread(bytes: number, seconds: readonly number[]): string {
  const [slowest, quickest] = [Math.max(...seconds), Math.min(...seconds)].map((s) => bytes / 1e6 / s);
  return `${slowest.toFixed(0)} to ${quickest.toFixed(0)} in ${seconds.length} runs`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
