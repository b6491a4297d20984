/** A study that somebody deletes while its record is classified: said so, whenever it comes, and nothing stays. */
import { describe, expect, it, vi } from 'vitest';
import { classifyJob } from '../../src-main/jobs/classify/classify-job.ts';
import type { JobContext } from '../../src-main/jobs/job-handler.ts';
import { listModels } from '../../src-main/services/models.ts';
import { writeStudy } from '../../src-main/services/simulation/write-study.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { beginStudyDeletion, finishStudyDeletion } from '../../src-main/store/delete-study.ts';
import { beginJobRun, insertJob, writeJobCheckpoint } from '../../src-main/store/jobs.ts';
import type { Library } from '../../src-main/store/library.ts';
import { temporaryFolder, temporaryLibrary } from '../store/temporary-library.ts';
import { importInto } from './import-here.ts';

// A model is loaded and asked: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

async function studyIn(library: Library): Promise<{ recordId: number; studyId: number }> {
  const folder = temporaryFolder();
  await writeStudy(folder, simulateStudy({ seed: 5, minutes: 1.2, subject: { name: 'x005' } }));
  const { records } = await importInto(library, { paths: [folder] });
  return { recordId: records[0].id, studyId: records[0].studyId };
}

/** Classifies, and does something when the job first tells that it is doing what `when` says. */
function classifyWith(library: Library, recordId: number, when: RegExp, act: () => void): Promise<unknown> {
  const input = { recordId, model: listModels()[0].folder };
  const run = beginJobRun(library.database, insertJob(library.database, 'classify', input));
  let acted = false;
  const context: JobContext = {
    library,
    run,
    abortSignal: new AbortController().signal,
    checkpoint: undefined,
    saveCheckpoint: (value) => void writeJobCheckpoint(library.database, run, value),
    commit: () => {},
    report: (_, doing) => {
      if (acted || !when.test(doing)) return;
      acted = true;
      act();
    },
  };
  return classifyJob(input, context).finally(() => expect(acted).toBe(true));
}

describe.skipIf(listModels().length === 0)('a study that is deleted while it is classified', () => {
  it.each([/Finding beats/, /Classifying/])('at "%s" ends the job as one that is gone', async (when) => {
    const library = temporaryLibrary();
    const { recordId, studyId } = await studyIn(library);
    const deletion = (): void =>
      finishStudyDeletion(library, beginStudyDeletion(library, studyId, 'somebody'));
    await expect(classifyWith(library, recordId, when, deletion)).rejects.toMatchObject({
      code: 'NotFound',
      message: expect.stringContaining('was deleted while it was classified') as string,
    });
    for (const table of ['record', 'annotation_set', 'annotation', 'prediction_chunk'])
      expect([table, library.database.prepare(`SELECT count(*) FROM ${table}`).pluck().get()]).toEqual([
        table,
        0,
      ]);
  });

  it('and still has its rows, is not written to', async () => {
    const library = temporaryLibrary();
    const { recordId, studyId } = await studyIn(library);
    const begin = (): void => void beginStudyDeletion(library, studyId, 'somebody');
    await expect(classifyWith(library, recordId, /Classifying/, begin)).rejects.toMatchObject({
      code: 'NotFound',
    });
    const sets = library.database.prepare('SELECT origin FROM annotation_set').pluck().all();
    expect(sets).toEqual(['human']);
  });
});
