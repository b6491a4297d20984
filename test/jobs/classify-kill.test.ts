import { fork } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JobHost } from '../../src-main/jobs/job-host.ts';
import type { ClassifyInput, ClassifyResult } from '../../src-main/jobs/classify/classify-job.ts';
import { listModels } from '../../src-main/services/models.ts';
import { writeStudy } from '../../src-main/services/simulation/write-study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { findAnnotationSet, listAnnotationSets } from '../../src-main/store/annotation-sets.ts';
import { readAnnotations } from '../../src-main/store/annotations.ts';
import { listJobs } from '../../src-main/store/jobs.ts';
import { openLibrary, type Library } from '../../src-main/store/library.ts';
import { readPredictions } from '../../src-main/store/predictions.ts';
import { temporaryFolder } from '../store/temporary-library.ts';
import { importInto } from './import-here.ts';

const VICTIM = resolve(import.meta.dirname, 'classify-victim.ts');

/** A library with one simulated record of three minutes: three runs of a minute. */
async function makeLibrary(): Promise<{ path: string; recordId: number }> {
  const path = join(temporaryFolder(), 'library');
  const folder = temporaryFolder();
  await writeStudy(folder, simulateStudy({ seed: 5, minutes: 3, subject: { name: 'x005' } }));
  const library = openLibrary(path, { create: true });
  const { records } = await importInto(library, { paths: [folder] });
  library.close();
  return { path, recordId: records[0].id };
}

/** @returns the signal that ended it */
function classifyAndKill(path: string, model: string, recordId: number): Promise<string | null> {
  const child = fork(VICTIM, [path, model, String(recordId)], { execArgv: [] });
  return new Promise((done) => child.on('exit', (_code, signal) => done(signal)));
}

async function classify(host: JobHost, input: ClassifyInput): Promise<ClassifyResult> {
  const job = await host.finished(host.start('classify', input).id);
  expect(job).toMatchObject({ state: 'done' });
  return job.result as ClassifyResult;
}

const idsOf = ({ database }: Library, setId: number): number[] =>
  readAnnotations(database, setId).map(({ id }) => id);

const contentOf = ({ database }: Library, setId: number): unknown =>
  readAnnotations(database, setId).map(({ id: _id, ...annotation }) => annotation);

describe.skipIf(listModels().length === 0)('a classification that is killed', () => {
  it('goes on where it was, and makes the set of an unbroken run', { timeout: 180_000 }, async () => {
    const { path, recordId } = await makeLibrary();
    const model = listModels()[0].folder;
    expect(await classifyAndKill(path, model, recordId)).toBe('SIGKILL');

    const library = openLibrary(path);
    const machineSets = (): number[] =>
      listAnnotationSets(library.database, recordId)
        .filter(({ origin }) => origin === 'machine')
        .map(({ id }) => id);
    const [killed] = listJobs(library.database);
    expect(killed.state).toBe('queued');
    const { setId } = killed.checkpoint as { setId: number };
    expect(findAnnotationSet(library.database, setId)).toBeUndefined();
    const written = idsOf(library, setId);

    const host = new JobHost(library);
    const resumed = await host.finished(killed.id);
    expect(resumed).toMatchObject({ state: 'done', result: { setId } });
    const unbroken = await classify(host, { recordId, model });
    await host.close();

    // Rows keep their ids, which are never given twice: what was there was not made again.
    expect(written.length).toBeGreaterThan(0);
    expect(written.length).toBeLessThan(unbroken.beats);
    expect(idsOf(library, setId).slice(0, written.length)).toEqual(written);
    expect(machineSets()).toEqual([setId, unbroken.setId]);
    expect(contentOf(library, setId)).toEqual(contentOf(library, unbroken.setId));
    expect(readPredictions(library.database, setId)).toEqual(
      readPredictions(library.database, unbroken.setId),
    );
    const { setId: _a, seconds: _b, ...result } = resumed.result as ClassifyResult;
    expect(unbroken).toMatchObject(result);
    library.close();
  });
});
