import { existsSync, rmSync } from 'node:fs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { JobContext } from '../../../src-main/jobs/job-handler.ts';
import { startBatch, stopBatch } from '../../../src-main/services/batch/batch.ts';
import { eraseJob } from '../../../src-main/services/house/house-jobs.ts';
import { startErasing } from '../../../src-main/services/house/patients.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { beginErasure, type Erasure } from '../../../src-main/store/erase-patient.ts';
import { insertJob, beginJobRun, findJob, writeJobCheckpoint } from '../../../src-main/store/jobs.ts';
import { recordingFolder } from '../../../src-main/store/library-paths.ts';
import { openLibrary, type Library } from '../../../src-main/store/library.ts';
import { listStudies } from '../../../src-main/store/studies.ts';
import { listTrail } from '../../../src-main/store/trail.ts';
import { ended, importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const REASON = { author: 'tester', why: 'asked for it' };

/** A library of one patient with one short record; closed, so that a test may own it itself. */
async function libraryOfOne(): Promise<ApiFixture> {
  const fixture = openApiFixture();
  const subject = { name: 'x100', age: 13, sex: 'F', diagnosis: 'AVNRT' } as const;
  await importStudy(fixture, simulateStudy({ seed: 1, minutes: 0.1, subject, scenario: 'sinus' }));
  return fixture;
}

function contextOf(library: Library, jobId: number): JobContext & { committed: boolean } {
  const run = beginJobRun(library.database, jobId);
  const context = {
    library,
    run,
    committed: false,
    abortSignal: new AbortController().signal,
    checkpoint: findJob(library.database, jobId)!.checkpoint,
    saveCheckpoint: (value: unknown) => void writeJobCheckpoint(library.database, run, value),
    commit: () => void (context.committed = true),
    report: () => {},
  };
  return context;
}

const eraseEntries = (library: Library): unknown[] =>
  listTrail(library.database, {}).filter(({ what }) => what === 'erase patient');

describe('erasing a patient', () => {
  it('waits for a batch, which keeps names of recordings, between its jobs too', async () => {
    const fixture = await libraryOfOne();
    onTestFinished(async () => {
      await fixture.close();
      rmSync(fixture.folder, { recursive: true, force: true });
    });
    const { workstation, api } = fixture;
    const { database } = workstation.library;
    const request = { folder: fixture.folder, reports: false, formats: [], classify: false } as const;
    startBatch(workstation, { ...request, acceptTruncated: false });
    // Between two jobs none is at work.
    const running = database
      .prepare<[], { id: number; state: string }>(
        "SELECT id, state FROM job WHERE state IN ('queued', 'running')",
      )
      .all();
    expect(running).toHaveLength(1);
    const put = database.prepare('UPDATE job SET state = ? WHERE id = ?');
    for (const { id } of running) put.run('done', id);
    expect(() => startErasing(workstation, 1, 'asked for it')).toThrow(/at work/);
    for (const { id, state } of running) put.run(state, id);
    stopBatch(workstation);
    await expect.poll(async () => (await api.getBatch()).batch?.state, { timeout: 60_000 }).toBe('stopped');
  });

  it('that was killed half-way is unseen at once, and done when the library is opened again', async () => {
    const fixture = await libraryOfOne();
    await fixture.workstation.close();
    let library = openLibrary(fixture.library);
    const jobId = insertJob(library.database, 'erase', { patientId: 1, ...REASON });
    const context = contextOf(library, jobId);
    const erasure: Erasure = beginErasure(library, 1, REASON, context.saveCheckpoint);
    expect(listStudies(library.database)).toEqual([]);
    expect(existsSync(recordingFolder(library.path, erasure.contentHashes[0]))).toBe(true);
    library.close();
    library = openLibrary(fixture.library);
    onTestFinished(() => {
      library.close();
      rmSync(fixture.folder, { recursive: true, force: true });
    });
    const again = contextOf(library, jobId);
    expect(again.checkpoint).toEqual(erasure);
    expect(await eraseJob({ patientId: 1, ...REASON }, again)).toEqual({ patientId: 1, records: 1 });
    expect(again.committed).toBe(true);
    expect(existsSync(recordingFolder(library.path, erasure.contentHashes[0]))).toBe(false);
    expect(library.database.prepare('SELECT count(*) FROM patient').pluck().get()).toBe(0);
    expect(eraseEntries(library)).toHaveLength(1);
  });

  it('is refused while a job is at work, and nothing begins beside it', async () => {
    const fixture = await libraryOfOne();
    onTestFinished(() => fixture.close());
    const { api } = fixture;
    const check = await api.checkLibrary();
    const body = { why: REASON.why };
    await expect(api.erasePatient({ params: { patientId: 1 }, body })).rejects.toMatchObject({
      code: 'Conflict',
    });
    await ended(fixture, check);
    const erasing = await api.erasePatient({ params: { patientId: 1 }, body });
    const behind = await api.checkLibrary();
    expect(behind.state).toBe('queued');
    expect(await ended(fixture, erasing)).toMatchObject({ state: 'done', result: { records: 1 } });
    expect(await ended(fixture, behind)).toMatchObject({ state: 'done', result: { faults: [] } });
  });
});
