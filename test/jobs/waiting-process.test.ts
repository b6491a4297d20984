/** A job's process that waits for its job. */
import { resolve } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ImportResult } from '../../src-main/jobs/import/import-contract.ts';
import { JobHost } from '../../src-main/jobs/job-host.ts';
import { launchChildProcess } from '../../src-main/jobs/launch-process.ts';
import type { JobProcess, ProcessLauncher } from '../../src-main/jobs/launch-process.ts';
import { WaitingProcess } from '../../src-main/jobs/waiting-process.ts';
import { startJobAhead } from '../../src-main/services/work/job-ahead.ts';
import { temporaryLibrary } from '../store/temporary-library.ts';
import { folderOf } from './import-here.ts';
import { makeRecording } from './recording.ts';

vi.setConfig({ testTimeout: 120_000 });

const STUB = resolve(import.meta.dirname, 'stub-process.ts');

/** A host, and the processes that it starts. */
function hostOf(entry?: string): { host: JobHost; started: JobProcess[] } {
  const started: JobProcess[] = [];
  const launch: ProcessLauncher = <Told, Tells>(own: string) => {
    const process = launchChildProcess<Told, Tells>(entry ?? own);
    started.push(process as unknown as JobProcess);
    return process;
  };
  const host = new JobHost(temporaryLibrary(), { launch });
  onTestFinished(() => host.close());
  return { host, started };
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('a process that waits', () => {
  it('takes the next job, and the one after that gets its own', async () => {
    const { host, started } = hostOf(STUB);
    await host.prepare();
    expect(started).toHaveLength(1);
    const first = await host.finished(host.start('import', { steps: 3 }).id);
    expect([first.state, started.length]).toEqual(['done', 1]);
    const second = await host.finished(host.start('import', { steps: 3 }).id);
    expect([second.state, started.length]).toEqual(['done', 2]);
  });

  it('takes a job that comes before it is ready', async () => {
    const { host, started } = hostOf(STUB);
    void host.prepare();
    const job = await host.finished(host.start('import', { steps: 3 }).id);
    expect([job.state, started.length]).toEqual(['done', 1]);
  });

  it('is not waited for where it has ended', async () => {
    const { host, started } = hostOf(STUB);
    await host.prepare();
    const gone = new Promise<string>((ended) => started[0].onExit(ended));
    started[0].kill();
    await gone;
    const job = await host.finished(host.start('import', { steps: 3 }).id);
    expect([job.state, started.length]).toEqual(['done', 2]);
  });

  it('can be cancelled like any other', async () => {
    const { host } = hostOf(STUB);
    await host.prepare();
    const { id } = host.start('import', { steps: 1000, slow: true });
    host.cancel(id);
    expect((await host.finished(id)).state).toBe('cancelled');
  });

  it('ends with its host, which starts none after', async () => {
    const { host, started } = hostOf(STUB);
    host.keepReady();
    await host.prepare();
    const { pid } = started[0];
    expect(isRunning(pid!)).toBe(true);
    await host.close();
    expect(isRunning(pid!)).toBe(false);
    await host.prepare();
    expect(started).toHaveLength(1);
  });

  it.skipIf(process.platform === 'win32')('has a group of its own: Ctrl-C asks its owner', async () => {
    const { host, started } = hostOf(STUB);
    await host.prepare();
    // A negative number names the group; there is none where it belongs to that of these tests.
    expect(isRunning(-started[0].pid!)).toBe(true);
  });

  it('imports small and large recordings, with what it has loaded', async () => {
    const { host, started } = hostOf();
    await host.prepare();
    const paths = [folderOf(makeRecording('small'), makeRecording('large', 4_300_000))];
    const job = await host.finished(host.start('import', { paths }).id);
    const { records, errors } = job.result as ImportResult;
    expect([records.map(({ name }) => name), errors, started.length]).toEqual([['large', 'small'], [], 1]);
  });

  it('does other jobs too', async () => {
    const { host } = hostOf();
    await host.prepare();
    const job = await host.finished(host.start('classify', { recordId: 1 }).id);
    expect(job.state).toBe('failed');
    expect(job.error?.code).not.toBe('Internal');
  });
});

describe('a process that was started before its library was open', () => {
  /** A host that is given `waiting` and must start no other process, but for `own` of them. */
  function hostWith(waiting: WaitingProcess): { host: JobHost; own: () => number } {
    let own = 0;
    const launch: ProcessLauncher = <Told, Tells>(entry: string) => {
      own++;
      return launchChildProcess<Told, Tells>(entry);
    };
    const host = new JobHost(temporaryLibrary(), { launch, waiting });
    onTestFinished(() => host.close());
    return { host, own: () => own };
  }

  const large = (): readonly string[] => [folderOf(makeRecording('large', 4_300_000))];

  it.each([
    ['at once', false],
    ['once it has loaded and rehearsed', true],
  ])('takes the first job %s', async (_when, settled) => {
    const waiting = startJobAhead();
    if (settled) await waiting.settled;
    const { host, own } = hostWith(waiting);
    const job = await host.finished(host.start('import', { paths: large() }).id);
    const { records, errors } = job.result as ImportResult;
    expect([records.map(({ name }) => name), errors, own()]).toEqual([['large'], [], 0]);
    await waiting.end();
  });

  it('is handed over once', async () => {
    const waiting = new WaitingProcess(launchChildProcess, STUB);
    await waiting.settled;
    expect(waiting.take()).toBeDefined();
    expect(waiting.take()).toBeUndefined();
    await waiting.end();
  });

  it('ends with a host that had no job for it', async () => {
    const waiting = startJobAhead();
    const { host } = hostWith(waiting);
    await host.close();
    expect(waiting.take()).toBeUndefined();
  });
});
