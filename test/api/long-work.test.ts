import { existsSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImportResult, Job, SimulationResult } from '../../src-main/api/contract/work.ts';
import { writeStudy } from '../../src-main/services/simulation/write-study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { ended, importStudy, openApiFixture, shortStudy, type ApiFixture } from './library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 400_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
beforeAll(() => void (fixture = openApiFixture()));
afterAll(() => fixture.close());

const newest = async (kind: Job['kind']): Promise<Job | undefined> =>
  (await fixture.api.listJobs()).jobs.find((job) => job.kind === kind);

describe('a simulation', () => {
  it('is imported when it is written, marked as simulated, and leaves nothing else', async () => {
    const body = { subjects: 2, seed: 5, minutes: 0.1, classify: false };
    const job = await ended(fixture, await fixture.api.startSimulation({ body }));
    expect(job).toMatchObject({ kind: 'simulate', state: 'done', title: 'Simulate 2 studies' });
    const names = (job.result as SimulationResult).records.map(({ name }) => name).sort();
    expect(names).toHaveLength(2);
    await expect.poll(async () => (await newest('import'))?.state, { timeout: 120_000 }).toBe('done');
    const { studies } = await fixture.api.listStudies();
    expect(studies.map(({ records, simulated }) => [records[0].name, simulated]).sort()).toEqual(
      names.map((name) => [name, true]),
    );
    await expect.poll(() => readdirSync(join(fixture.library, 'incoming')), { timeout: 60_000 }).toEqual([]);
  });

  it('is cancelled before anything is imported', async () => {
    const before = (await newest('import'))!.id;
    const body = { subjects: 1000, seed: 6, classify: false };
    const { id: jobId } = await fixture.api.startSimulation({ body });
    const job = await fixture.api.cancelJob({ params: { jobId } });
    expect((await ended(fixture, job)).state).toBe('cancelled');
    await expect.poll(() => readdirSync(join(fixture.library, 'incoming')), { timeout: 60_000 }).toEqual([]);
    expect((await newest('import'))!.id).toBe(before);
  });
});

describe('a recording that is shorter than it says', () => {
  it('is left out, and taken as it is when asked again', async () => {
    const folder = join(fixture.folder, 'short');
    const study = shortStudy();
    await writeStudy(folder, study);
    truncateSync(join(folder, `${study.name}.dat`), 300_000);
    const body = { paths: [folder], classify: false };
    const job = await ended(fixture, await fixture.api.startImport({ body }));
    expect((job.result as ImportResult).records).toEqual([]);
    expect((job.result as ImportResult).errors).toMatchObject([{ code: 'StudyUnreadable', truncated: true }]);
    const params = { jobId: job.id };
    const again = await ended(fixture, await fixture.api.importAgain({ params }));
    const [record] = (again.result as ImportResult).records;
    expect(record.name).toBe(study.name);
    expect(record.warnings).toContainEqual(expect.objectContaining({ code: 'truncated' }));
    await expect(fixture.api.importAgain({ params: { jobId: again.id } })).rejects.toMatchObject({
      code: 'Conflict',
    });
  });
});

describe('a backup', () => {
  it('that is cancelled leaves nothing where it would have been', async () => {
    await importStudy(fixture, simulateStudy({ ...SUBJECT, seed: 9, minutes: 3 }));
    const folder = join(fixture.folder, 'backup');
    const { id: jobId } = await fixture.api.backUpLibrary({ body: { folder } });
    const job = await fixture.api.cancelJob({ params: { jobId } });
    expect((await ended(fixture, job)).state).toBe('cancelled');
    expect([existsSync(folder), existsSync(`${folder}.partial`)]).toEqual([false, false]);
  });
});

const SUBJECT = {
  subject: { name: 'x200', age: 13, sex: 'F', diagnosis: 'AVNRT' },
  scenario: 'sinus',
} as const;

describe('a training', () => {
  it('names a folder that is not there at once', async () => {
    const body = { data: ['/nowhere/at-all'], out: join(fixture.folder, 'out') };
    await expect(fixture.api.startTraining({ body })).rejects.toMatchObject({ code: 'FileMissing' });
  });

  it('runs in its own process, tells how far it is, and gives its scores', async () => {
    const data = mkdtempSync(join(tmpdir(), 'purkinje-train-'));
    for (const [index, scenario] of (['sinus', 'tachycardia', 'sinus', 'bigeminy'] as const).entries()) {
      const subject = { ...SUBJECT.subject, name: `x00${index + 1}` };
      await writeStudy(data, simulateStudy({ seed: 30 + index, minutes: 0.5, subject, scenario }));
    }
    const out = join(fixture.folder, 'training');
    const body = { data: [data], out, foldsToRun: 1, epochs: 1, mostWindows: 60 };
    const doing: string[] = [];
    let last: Job | undefined;
    const { id: jobId } = await fixture.api.startTraining({ body });
    for await (const state of fixture.api.watchJob({ params: { jobId } })) {
      doing.push(state.doing);
      last = state;
    }
    rmSync(data, { recursive: true, force: true });
    expect(last).toMatchObject({ kind: 'train', state: 'done', result: { accuracy: expect.any(Number) } });
    expect(doing.some((text) => text.startsWith('run 1 of 1'))).toBe(true);
    expect(existsSync(join(out, 'report.html'))).toBe(true);
    expect(fixture.bugs).toEqual([]);
  });
});
