import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { loadExamples } from '../../../src-main/services/training/load-examples.ts';
import { PRESETS } from '../../../src-main/services/training/presets.ts';
import type { BenchRow } from '../bench-row.ts';
import { cpuMilliseconds, median } from './cpu-time.ts';

/** As many minutes in all as a fourteenth of the database. */
const RECORDS = 8;
const ROUNDS = 3;

/** The same recording under several names. */
function copies(folder: string, name: string): string {
  const into = join(folder, 'copies');
  mkdirSync(into);
  for (const file of readdirSync(folder).filter((one) => one.startsWith(`${name}.`)))
    for (let k = 0; k < RECORDS; k++) {
      const bytes = readFileSync(join(folder, file));
      const isHeader = extname(file) === '.hea';
      const renamed = isHeader ? bytes.toString('latin1').replaceAll(name, `${name}${k}`) : bytes;
      writeFileSync(join(into, `${name}${k}${extname(file)}`), renamed, 'latin1');
    }
  return into;
}

interface Taken {
  readonly wall: number;
  readonly cpu: number;
}

async function prepare(folder: string, cache: string, threads: number): Promise<Taken> {
  const { parameters, grouping } = PRESETS.study;
  const began = performance.now();
  const cpu = await cpuMilliseconds(() => loadExamples(folder, { parameters, grouping, cache, threads }));
  const wall = performance.now() - began;
  rmSync(cache, { recursive: true });
  return { wall, cpu };
}

/** A folder's windows by one thread and by two, by turns: start of the threads, hashes, files that keep them and joining among it. */
export async function threadRows(folder: string, name: string, minutes: number): Promise<BenchRow[]> {
  const data = copies(folder, name);
  const taken: Record<1 | 2, Taken[]> = { 1: [], 2: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const threads of [1, 2] as const)
      taken[threads].push(await prepare(data, join(folder, 'kept'), threads));
  const of = (threads: 1 | 2, what: keyof Taken): number => median(taken[threads].map((one) => one[what]));
  const aMinute = (milliseconds: number): number => milliseconds / minutes / RECORDS;
  const row = (what: string, threads: 1 | 2): BenchRow => ({
    what,
    value: aMinute(of(threads, 'wall')),
    unit: 'ms',
    note: `${aMinute(of(threads, 'cpu')).toFixed(1)} ms CPU; ${RECORDS} records of ${minutes} minutes`,
  });
  const ratio = of(2, 'wall') / of(1, 'wall');
  return [
    row('a minute of a folder’s records, by one thread', 1),
    row('the same by two threads', 2),
    {
      what: 'two threads in units of one, wall time',
      value: ratio,
      unit: 'x',
      bar: 'two free processors: <= 0.65 x',
      passed: ratio <= 0.65,
    },
  ];
}
