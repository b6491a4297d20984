import { join, resolve } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { JobHost } from '../../src-main/jobs/job-host.ts';
import { launchChildProcess } from '../../src-main/jobs/launch-process.ts';
import type { JobProcess, ProcessLauncher } from '../../src-main/jobs/launch-process.ts';
import { makeProgressReport } from '../../src-main/jobs/progress-report.ts';
import { findJob } from '../../src-main/store/jobs.ts';
import type { Job } from '../../src-main/store/jobs.ts';
import { openLibrary } from '../../src-main/store/library.ts';
import type { Library } from '../../src-main/store/library.ts';
import { listRecords } from '../../src-main/store/records.ts';
import { temporaryFolder, temporaryLibrary } from '../store/temporary-library.ts';
import { makeRecording, writeFiles } from './recording.ts';

const STUB = resolve(import.meta.dirname, 'stub-process.ts');

function stubHost(library: Library): { host: JobHost; processes: JobProcess[] } {
  const processes: JobProcess[] = [];
  const launch: ProcessLauncher = <Told, Tells>() => {
    const process = launchChildProcess<Told, Tells>(STUB);
    processes.push(process as unknown as JobProcess);
    return process;
  };
  const host = new JobHost(library, { launch });
  onTestFinished(() => host.close());
  return { host, processes };
}

/** Resolves once the job is in its `step`-th step or later. */
function reached(host: JobHost, id: number, step: number): Promise<Job> {
  return new Promise((done) => {
    host.subscribe(id, (job) => {
      if (Number(job.doing.slice('step '.length)) >= step) done(job);
    });
  });
}

describe('job host', () => {
  it('runs a job in another process and tells its progress', async () => {
    const library = temporaryLibrary();
    const { host, processes } = stubHost(library);
    const job = host.start('import', { steps: 5 });
    const seen: Job[] = [];
    host.subscribe(job.id, (now) => seen.push(now));
    const end = await host.finished(job.id);
    expect(end).toMatchObject({ state: 'done', result: { first: 1 }, progress: 1 });
    expect(processes[0].pid).not.toBe(process.pid);
    const progress = seen.map((now) => now.progress);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(seen.at(-1)).toEqual(end);
    expect(await host.finished(job.id)).toEqual(end);
  });

  it('runs one job of a kind at a time, the others in order', async () => {
    const { host } = stubHost(temporaryLibrary());
    const ids = [1, 2, 3].map(() => host.start('import', { steps: 2 }).id);
    const states = (): string[] => ids.map((id) => stateOf(host, id));
    expect(states()).toEqual(['running', 'queued', 'queued']);
    await host.finished(ids[2]);
    expect(states()).toEqual(['done', 'done', 'done']);
  });

  it('cancels what runs and what waits', async () => {
    const { host } = stubHost(temporaryLibrary());
    const running = host.start('import', { steps: 10_000, slow: true });
    const waiting = host.start('import', { steps: 1 });
    expect(host.cancel(waiting.id).state).toBe('cancelled');
    await reached(host, running.id, 2);
    host.cancel(running.id);
    expect((await host.finished(running.id)).state).toBe('cancelled');
    expect(host.cancel(running.id).state).toBe('cancelled');
  });

  it('tells of a process that died, and goes on from the checkpoint when tried again', async () => {
    const { host, processes } = stubHost(temporaryLibrary());
    const { id } = host.start('import', { steps: 6, dieAt: 4 });
    const failed = await host.finished(id);
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'JobFailed' } });
    expect(failed.error?.message).toContain('exit code 3');
    host.retry(id);
    expect(await host.finished(id)).toMatchObject({ state: 'done', result: { first: 4 } });
    expect(() => host.retry(id)).toThrow('has not failed');
    const killed = host.start('import', { steps: 10_000, slow: true });
    await reached(host, killed.id, 1);
    processes.at(-1)!.kill();
    expect((await host.finished(killed.id)).error?.message).toContain('SIGKILL');
  });

  it('leaves what runs to the next owner, who goes on from the checkpoint', async () => {
    const library = temporaryLibrary();
    const first = stubHost(library).host;
    const { id } = first.start('import', { steps: 40, slow: true });
    await reached(first, id, 3);
    await first.close();
    expect(findJob(library.database, id)?.state).toBe('running');
    library.close();
    const again = openLibrary(library.path);
    onTestFinished(() => again.close());
    const { host } = stubHost(again);
    const end = await host.finished(id);
    expect(end.state).toBe('done');
    expect((end.result as { first: number }).first).toBeGreaterThan(3);
  });

  it('does not start after it was closed, nor what it does not know', async () => {
    const library = temporaryLibrary();
    const { host, processes } = stubHost(library);
    await host.close();
    expect(host.start('import', {}).state).toBe('queued');
    expect(processes).toEqual([]);
    expect(() => host.start('dance' as 'import', {})).toThrow('no job of the kind dance');
    expect(() => host.cancel(4711)).toThrow('no job 4711');
    expect(() => host.subscribe(4711, () => {})).toThrow('no job 4711');
  });
});

describe('the real job process', () => {
  it('imports, and tells expected failures and bugs apart', async () => {
    const library = temporaryLibrary();
    const stacks: string[] = [];
    const host = new JobHost(library, { onBug: (_, stack) => stacks.push(stack) });
    onTestFinished(() => host.close());
    const folder = temporaryFolder();
    writeFiles(folder, makeRecording('r1').files);
    const good = await host.finished(host.start('import', { paths: [folder] }).id);
    expect(good).toMatchObject({ state: 'done', result: { records: [{ name: 'r1' }], errors: [] } });
    expect(listRecords(library.database)).toHaveLength(1);
    const refused = await host.finished(host.start('import', { paths: 'no list' }).id);
    expect(refused).toMatchObject({ state: 'failed', error: { code: 'InvalidInput' } });
    expect(stacks).toEqual([]);
    const odd = await host.finished(host.start('import', { paths: [join(folder, 'a\0b')] }).id);
    expect(odd.state).not.toBe('running');
  });
});

describe('progress', () => {
  it('is thinned out, with the time left once the pace is known', () => {
    let now = 0;
    const written: [number, string, number | undefined][] = [];
    const { report } = makeProgressReport(
      (...values) => written.push(values),
      () => now,
    );
    for (const [at, progress, doing] of [
      [0, 0.5, 'a'],
      [10, 0.51, 'a'],
      [20, 0.52, 'b'],
      [400, 0.55, 'b'],
      [4000, 0.7, 'b'],
    ] as const) {
      now = at;
      report(progress, doing);
    }
    expect(written).toEqual([
      [0.5, 'a', undefined],
      [0.52, 'b', undefined],
      [0.55, 'b', undefined],
      [0.7, 'b', expect.closeTo(6, 9)],
    ]);
  });
});

function stateOf(host: JobHost, id: number): string {
  let state = '';
  host.subscribe(id, (job) => (state = job.state))();
  return state;
}
