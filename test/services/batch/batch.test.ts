import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepBatch } from '../../../src-main/services/batch/batch-state.ts';
import { writeStudy } from '../../../src-main/services/simulation/write-study.ts';
import { COMMANDS } from '../../../src-main/shells/cli/commands.ts';
import { runCommandLine } from '../../../src-main/shells/cli/run.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { ended, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

// Recordings are imported by a process of their own: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
let folder: string;
let out: string;
beforeEach(async () => {
  fixture = openApiFixture();
  folder = join(fixture.folder, 'studies');
  out = join(fixture.folder, 'out');
  for (const [seed, name] of [
    [7, 'x007'],
    [8, 'x008'],
  ] as const)
    await writeStudy(
      join(folder, name),
      simulateStudy({ seed, minutes: 0.2, subject: { name, age: 13, sex: 'F', diagnosis: 'AVNRT' } }),
    );
  mkdirSync(join(folder, 'bad'));
  writeFileSync(join(folder, 'bad', 'bad.hea'), 'bad 1 360 1000000000\nbad.dat 212 200\n');
});
afterEach(async () => {
  expect(fixture.bugs).toEqual([]);
  await fixture.close();
});

const request = () => ({ folder, out, reports: true, formats: ['csv' as const], classify: false });
const state = async () => (await fixture.api.getBatch()).batch!;
async function finished() {
  await expect.poll(async () => (await state()).state, { timeout: 60_000 }).not.toBe('running');
  return state();
}

describe('a batch', () => {
  it('imports all, writes reports and labels of each, names what failed, and sums up', async () => {
    expect((await fixture.api.getBatch()).batch).toBeUndefined();
    expect(await fixture.api.startBatch({ body: request() })).toMatchObject({ state: 'running' });
    await expect(fixture.api.startBatch({ body: request() })).rejects.toMatchObject({ code: 'Conflict' });
    const done = await finished();
    expect(done).toMatchObject({ state: 'done', progress: 1, failures: [{ message: expect.any(String) }] });
    expect(done.items.map(({ record, state: one }) => [record, one])).toEqual([
      ['x007', 'done'],
      ['x008', 'done'],
    ]);
    expect(done.items[0].files).toEqual(['x007-1.report.pdf', 'x007-1.reference1.csv']);
    expect(readdirSync(out).sort()).toEqual([
      'summary.csv',
      'summary.json',
      'x007-1.reference1.csv',
      'x007-1.report.pdf',
      'x008-2.reference2.csv',
      'x008-2.report.pdf',
    ]);
    expect(readFileSync(join(out, 'x007-1.report.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    const lines = readFileSync(join(out, 'summary.csv'), 'utf8').trim().split('\r\n');
    expect(lines.map((line) => line.split(',')[2])).toEqual(['state', 'done', 'done', 'not imported']);
  });

  it('goes on without doing anything twice', async () => {
    await fixture.api.startBatch({ body: request() });
    await finished();
    const kept = join(out, 'x007-1.report.pdf');
    const before = statSync(kept).mtimeMs;
    rmSync(join(out, 'x008-2.reference2.csv'));
    await fixture.api.startBatch({ body: request() });
    const again = await finished();
    expect(again.items.map(({ message }) => message)).toEqual(['was in the library', 'was in the library']);
    expect(statSync(kept).mtimeMs).toBe(before);
    expect(readdirSync(out)).toContain('x008-2.reference2.csv');
    expect((await fixture.api.listStudies()).studies).toHaveLength(2);
  });

  it('is stopped, and what ran when the program ended is stopped too', async () => {
    await expect(fixture.api.stopBatch()).rejects.toMatchObject({ code: 'NotFound' });
    await fixture.api.startBatch({ body: request() });
    await fixture.api.stopBatch();
    const stopped = await finished();
    expect(stopped.state).toBe('stopped');
    keepBatch(fixture.workstation, { ...stopped, state: 'running' } as never);
    expect((await state()).state).toBe('stopped');
    await fixture.api.startBatch({ body: request() });
    expect((await finished()).state).toBe('done');
  });

  it('refuses what it cannot do, and is forgotten with a patient', async () => {
    const start = (more: object) => fixture.api.startBatch({ body: { ...request(), ...more } });
    await expect(start({ folder: join(folder, 'nowhere') })).rejects.toMatchObject({ code: 'FileMissing' });
    await expect(start({ out: join(fixture.library, 'x') })).rejects.toMatchObject({ code: 'InvalidInput' });
    await expect(start({ model: 'nothing' })).rejects.toMatchObject({ code: 'NotFound' });
    await start({ out: undefined, reports: false });
    await finished();
    const erase = fixture.api.erasePatient({ params: { patientId: 1 }, body: { why: 'asked for' } });
    expect((await ended(fixture, await erase)).state).toBe('done');
    expect((await fixture.api.getBatch()).batch).toBeUndefined();
  });
});

it('a batch runs from the command line, with a summary and exit code 1 for what failed', async () => {
  await fixture.workstation.close();
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const argv = [
    'batch',
    folder,
    '--out',
    out,
    '--format',
    'atr',
    '--no-classify',
    '--library',
    fixture.library,
  ];
  const told = text(stdout);
  const code = await runCommandLine(COMMANDS, argv, { stdout, stderr }, new AbortController().signal);
  stdout.end();
  expect(code).toBe(1);
  expect(await told).toMatch(/Not imported: .*bad[\s\S]*2 of 2 recordings done; written to/);
  expect(readdirSync(out)).toContain('x007-1.reference1.atr');
  fixture = openApiFixture();
});
