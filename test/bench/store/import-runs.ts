import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, copyFileSync, fsyncSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import type { ImportResult } from '../../../src-main/jobs/import/import-contract.ts';
import { JobHost } from '../../../src-main/jobs/job-host.ts';
import { launchChildProcess } from '../../../src-main/jobs/launch-process.ts';
import { findJob } from '../../../src-main/store/jobs.ts';
import type { Job } from '../../../src-main/store/jobs.ts';
import { openLibrary } from '../../../src-main/store/library.ts';
import type { Library } from '../../../src-main/store/library.ts';
import { childOf, watchProcess } from './process-watch.ts';

const COMMAND_LINE = join(import.meta.dirname, '../../../src-main/shells/cli/main.ts');

/** Imports of each kind, and twice as many copies beside them. */
const ROUNDS = 7;
/** The disk discards what was taken away before; the next one is not to wait for that. */
const REST_MS = 500;

export interface ImportRun {
  /** From the job's start to its end. */
  readonly seconds: number;
  /** Of all threads of the job's process, from the job's start on (by the command line: from its own); the owner's are not among them. */
  readonly processor: number;
  /** Resident memory of the job's process, MB. */
  readonly peak: number;
  readonly recordId: number;
}

export interface WindowRun extends ImportRun {
  /** How late the owner's thread is, ms at p99. */
  readonly delay: number;
}

export interface CommandRun extends ImportRun {
  /** Of the whole command, with Node and the program that load first. */
  readonly whole: number;
}

export interface ImportRuns {
  /** Seconds of each plain copy with fsync. */
  readonly copies: readonly number[];
  /** The job's process waits for it, as in an open window. */
  readonly windows: readonly WindowRun[];
  /** The command line as a person types it. */
  readonly commands: readonly CommandRun[];
  /** The library of the last one, which was a window's. */
  readonly library: Library;
}

/** Copies and imports `name.dat` of a folder by turns, each import into a library of its own. */
export async function importRuns(folder: string, name: string): Promise<ImportRuns> {
  const copies: number[] = [];
  const windows: WindowRun[] = [];
  const commands: CommandRun[] = [];
  const header = join(folder, `${name}.hea`);
  const copyFirst = async (): Promise<void> => {
    await setTimeout(REST_MS);
    copies.push(copySeconds(folder, name));
    await setTimeout(REST_MS);
  };
  let library: Library | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    if (library) discard(library);
    await copyFirst();
    const path = mkdtempSync(join(folder, 'library-'));
    commands.push(await commandRun(path, header));
    rmSync(path, { recursive: true });
    await copyFirst();
    library = openLibrary(mkdtempSync(join(folder, 'library-')), { create: true });
    windows.push(await windowRun(library, header));
  }
  return { copies, windows, commands, library: library! };
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

async function windowRun(library: Library, path: string): Promise<WindowRun> {
  let pid: number | undefined;
  const launch: typeof launchChildProcess = <Told, Tells>(entry: string) => {
    const process = launchChildProcess<Told, Tells>(entry);
    pid = process.pid;
    return process;
  };
  const host = new JobHost(library, { launch });
  await host.prepare();
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  const watch = watchProcess(() => pid);
  const start = performance.now();
  const job = await host.finished(host.start('import', { paths: [path] }).id);
  const seconds = (performance.now() - start) / 1000;
  delays.disable();
  const use = watch.end();
  await host.close();
  return { seconds, ...use, delay: delays.percentile(99) / 1e6, recordId: recordOf(job) };
}

async function commandRun(folder: string, path: string): Promise<CommandRun> {
  const start = performance.now();
  const argv = [COMMAND_LINE, 'import', path, '--json', '--library', folder];
  const command = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] });
  const watch = watchProcess(() => childOf(command.pid!));
  await once(command, 'close');
  const whole = (performance.now() - start) / 1000;
  const use = watch.end();
  const library = openLibrary(folder);
  const job = findJob(library.database, 1)!;
  library.close();
  const seconds = (Date.parse(job.endedAt!) - Date.parse(job.createdAt)) / 1000;
  return { seconds, whole, ...use, recordId: recordOf(job) };
}

/** @throws what kept it from being imported whole */
function recordOf(job: Job): number {
  if (job.state !== 'done') throw new Error(JSON.stringify(job.error));
  const [record] = (job.result as ImportResult).records;
  if (record.warnings.length > 0) throw new Error(JSON.stringify(record.warnings));
  return record.id;
}
