/** A backup restored and the library moved while the program runs: verified before and after, cancelled without a trace. */
import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { restoreResult } from '../../../src-main/api/contract/house.ts';
import { restore } from '../../../src-main/services/house/backup.ts';
import { openWorkstation } from '../../../src-main/services/open-workstation.ts';
import { listStudySummaries } from '../../../src-main/services/records/studies.ts';
import { beginJobRun, insertJob, listJobs } from '../../../src-main/store/jobs.ts';
import { openLibrary } from '../../../src-main/store/library.ts';
import { verifyTrail } from '../../../src-main/store/trail.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { ended, importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
let backup: string;
const at = (name: string): string => join(fixture.folder, name);
const study = (name: string, seed: number) =>
  simulateStudy({
    seed,
    minutes: 0.1,
    subject: { name, age: 13, sex: 'F', diagnosis: 'AVNRT' },
    scenario: 'sinus',
  });
beforeEach(async () => {
  fixture = openApiFixture();
  backup = at('backup');
  await importStudy(fixture, study('x100', 1));
});
afterEach(async () => {
  await fixture.close().catch(() => rmSync(fixture.folder, { recursive: true, force: true }));
});

const backUp = async (folder: string) =>
  ended(fixture, await fixture.api.backUpLibrary({ body: { folder } }));
const restored = async (folder: string) =>
  ended(fixture, await fixture.api.restoreBackup({ body: { backup, folder } }));
const anOriginal = (folder: string): string =>
  join(
    folder,
    'signals',
    readdirSync(join(folder, 'signals'), { recursive: true, encoding: 'utf8' }).find((one) =>
      one.endsWith('.dat'),
    )!,
  );

describe('restoring from the window', () => {
  it('makes a library that is the same, checked as one, and leaves the open one as it is', async () => {
    await backUp(backup);
    const before = await listStudySummaries(fixture.workstation);
    const job = await restored(at('again'));
    expect(job).toMatchObject({ kind: 'restore', state: 'done', title: 'Restore backup to again' });
    const { files, faults, folder } = restoreResult.parse(job.result);
    expect({ faults, folder }).toEqual({ faults: [], folder: at('again') });
    expect(files).toBeGreaterThan(2);
    expect(await listStudySummaries(fixture.workstation)).toEqual(before);
    const again = openWorkstation(at('again'), { shell: 'cli' });
    expect(await listStudySummaries(again)).toEqual(before);
    await again.close();
    const { entries } = await fixture.api.getTrail({ query: { object: 'library' } });
    expect(entries.at(-1)?.what).toBe('restore');
    expect(entries.at(-1)?.new).not.toContain(fixture.folder);
  });

  it('does not go on in the copy with what was at work when it was made', async () => {
    const { database } = fixture.workstation.library;
    const ids = (['import', 'erase'] as const).map((kind) => insertJob(database, kind, {}));
    for (const id of ids) beginJobRun(database, id);
    await backUp(backup);
    await restored(at('again'));
    const copy = openLibrary(at('again'));
    const states = listJobs(copy.database).map(({ kind, state }) => `${kind} ${state}`);
    copy.close();
    expect(states.filter((one) => /queued|running/.test(one))).toEqual(['erase queued']);
    expect(states).toContain('backup cancelled');
    expect(states).toContain('import cancelled');
    for (const id of ids) database.prepare("UPDATE job SET state = 'cancelled' WHERE id = ?").run(id);
  });

  it('refuses a damaged backup by the file, and leaves nothing behind', async () => {
    await backUp(backup);
    appendFileSync(anOriginal(backup), 'x');
    const job = await restored(at('again'));
    expect(job).toMatchObject({ state: 'failed', error: { code: 'StoreDamaged' } });
    expect(job.error?.message).toContain('is not what was written');
    expect([existsSync(at('again')), existsSync(at('again.partial'))]).toEqual([false, false]);
  });

  it('refuses at once what is no backup, a folder that is not empty, and one inside the library', async () => {
    const restore = (body: { backup: string; folder: string }) => fixture.api.restoreBackup({ body });
    await expect(restore({ backup: fixture.library, folder: at('again') })).rejects.toMatchObject({
      code: 'FileMissing',
    });
    await backUp(backup);
    await expect(restore({ backup, folder: fixture.library })).rejects.toMatchObject({ code: 'Conflict' });
    const inside = join(fixture.library, 'inside');
    await expect(restore({ backup, folder: inside })).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  it('can be cancelled, and leaves nothing behind', async () => {
    await backUp(backup);
    const job = await fixture.api.restoreBackup({ body: { backup, folder: at('again') } });
    await fixture.api.cancelJob({ params: { jobId: job.id } });
    const { state } = await ended(fixture, job);
    if (state === 'cancelled') expect(existsSync(at('again'))).toBe(false);
    else expect(state).toBe('done');
    expect(existsSync(at('again.partial'))).toBe(false);
  });
});

describe('a copy that does not come to its end', () => {
  /** Cancelled in the last part: everything is copied, and is read as one library. */
  async function restoreAndCancel(target: string): Promise<void> {
    const controller = new AbortController();
    const options = {
      abortSignal: controller.signal,
      onProgress: (_: number, doing: string) => {
        if (doing === 'Checking the library') controller.abort();
      },
    };
    await expect(restore(backup, target, options)).rejects.toMatchObject({ code: 'Cancelled' });
  }

  it('takes away the folders that were made for it', async () => {
    await backUp(backup);
    await restoreAndCancel(at('new/er/again'));
    expect(readdirSync(fixture.folder)).not.toContain('new');
  });

  it('leaves every folder that was there', async () => {
    await backUp(backup);
    mkdirSync(at('mine/again'), { recursive: true });
    await restoreAndCancel(at('mine/again'));
    await restoreAndCancel(at('mine/other'));
    expect(readdirSync(at('mine'))).toEqual(['again']);
  });

  it('is begun again over what a kill left, and never over a folder of somebody else', async () => {
    await backUp(backup);
    mkdirSync(at('again.partial/signals'), { recursive: true });
    expect(await restore(backup, at('again'))).toEqual([]);
    mkdirSync(at('thesis.partial'));
    writeFileSync(at('thesis.partial/chapter.txt'), 'years of work');
    await expect(restore(backup, at('thesis'))).rejects.toMatchObject({ code: 'Conflict' });
    expect(readdirSync(at('thesis.partial'))).toEqual(['chapter.txt']);
  });
});

describe('moving from the window', () => {
  it('brings over what came after the copy, refuses to change the old place, and opens at the new one', async () => {
    await backUp(at('moved'));
    await importStudy(fixture, study('x200', 2));
    const before = await listStudySummaries(fixture.workstation);
    expect(before).toHaveLength(2);
    await fixture.api.finishMove({ body: { folder: at('moved') } });
    await expect(fixture.api.listStudies()).rejects.toMatchObject({ code: 'Conflict' });
    await expect(fixture.api.listStudies()).rejects.toThrow(/moved to .*start it again/s);
    await fixture.workstation.close();
    expect(readdirSync(fixture.library)).toEqual(['moved.json']);
    const again = openWorkstation(fixture.library, { shell: 'cli' });
    expect(again.library.path).toBe(at('moved'));
    expect(await listStudySummaries(again)).toEqual(before);
    expect(verifyTrail(again.library.database).sound).toBe(true);
    expect(existsSync(join(at('moved'), 'backup.json'))).toBe(false);
    await again.close();
  });

  it('goes nowhere while something is at work, or with a copy that is damaged', async () => {
    await expect(fixture.api.finishMove({ body: { folder: at('none') } })).rejects.toMatchObject({
      code: 'FileMissing',
    });
    await backUp(at('moved'));
    const job = await fixture.api.checkLibrary();
    await expect(fixture.api.finishMove({ body: { folder: at('moved') } })).rejects.toMatchObject({
      code: 'Conflict',
    });
    await ended(fixture, job);
    expect(await fixture.api.listStudies()).toMatchObject({ studies: [{}] });
  });
});
