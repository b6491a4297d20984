import { closeSync, copyFileSync, fsyncSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { ImportResult } from '../../../src-main/jobs/import/import-contract.ts';
import { JobHost } from '../../../src-main/jobs/job-host.ts';
import { launchChildProcess } from '../../../src-main/jobs/launch-process.ts';
import { openLibrary } from '../../../src-main/store/library.ts';
import type { Library } from '../../../src-main/store/library.ts';

/** Imports of each kind, and twice as many copies beside them. */
const ROUNDS = 7;
/** The disk discards what was taken away before; the next one is not to wait for that. */
const REST_MS = 500;

export interface ImportRun {
  readonly seconds: number;
  /** Of all threads of the job's process, from the job's start on; the owner's are not among them. */
  readonly processor: number;
  /** Resident memory of the job's process, MB. */
  readonly peak: number;
  /** How late the owner's thread is, ms at p99. */
  readonly delay: number;
  readonly recordId: number;
}

export interface ImportRuns {
  /** Seconds of each plain copy with fsync. */
  readonly copies: readonly number[];
  /** The job's process waits for it, as in an open window. */
  readonly waiting: readonly ImportRun[];
  /** The process is started for it, as by the command line. */
  readonly cold: readonly ImportRun[];
  /** The library of the last one. */
  readonly library: Library;
}

/** Copies and imports `name.dat` of a folder by turns, each import into a library of its own. */
export async function importRuns(folder: string, name: string): Promise<ImportRuns> {
  const copies: number[] = [];
  const runs = { waiting: [] as ImportRun[], cold: [] as ImportRun[] };
  let library: Library | undefined;
  for (let round = 0; round < ROUNDS; round++)
    for (const kind of ['cold', 'waiting'] as const) {
      if (library) discard(library);
      await setTimeout(REST_MS);
      copies.push(copySeconds(folder, name));
      await setTimeout(REST_MS);
      library = openLibrary(mkdtempSync(join(folder, 'library-')), { create: true });
      runs[kind].push(await importRun(library, join(folder, `${name}.hea`), kind === 'waiting'));
    }
  return { copies, ...runs, library: library! };
}

function discard(library: Library): void {
  library.close();
  rmSync(library.path, { recursive: true });
}

/** The kernel's own copy, made durable. */
function copySeconds(folder: string, name: string): number {
  const target = join(folder, 'copy.dat');
  const start = performance.now();
  copyFileSync(join(folder, `${name}.dat`), target);
  const handle = openSync(target, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  const seconds = (performance.now() - start) / 1000;
  rmSync(target);
  return seconds;
}

async function importRun(library: Library, path: string, waits: boolean): Promise<ImportRun> {
  let pid: number | undefined;
  let peak = NaN;
  let processor = NaN;
  const launch: typeof launchChildProcess = <Told, Tells>(entry: string) => {
    const process = launchChildProcess<Told, Tells>(entry);
    pid = process.pid;
    return process;
  };
  const host = new JobHost(library, { launch });
  if (waits) await host.prepare();
  const before = processorSeconds(pid) ?? 0;
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const watch = setInterval(() => {
    peak = residentPeak(pid) ?? peak;
    processor = processorSeconds(pid) ?? processor;
  }, 20);
  const start = performance.now();
  const job = await host.finished(host.start('import', { paths: [path] }).id);
  const seconds = (performance.now() - start) / 1000;
  delays.disable();
  clearInterval(watch);
  await host.close();
  if (job.state !== 'done') throw new Error(JSON.stringify(job.error));
  const [record] = (job.result as ImportResult).records;
  if (record.warnings.length > 0) throw new Error(JSON.stringify(record.warnings));
  const delay = delays.percentile(99) / 1e6;
  return { seconds, processor: processor - before, peak, delay, recordId: record.id };
}

/** MB; undefined where the system has no /proc, or the process has ended. */
function residentPeak(pid: number | undefined): number | undefined {
  try {
    const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return match ? Number(match[1]) / 1000 : undefined;
  } catch {
    return undefined;
  }
}

/** Clock ticks of Linux are hundredths of a second everywhere that we run. */
function processorSeconds(pid: number | undefined): number | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}
