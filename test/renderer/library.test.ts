import { describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import type { Job } from '../../src-main/api/contract/work.ts';
import { identifiersOf } from '../../src-renderer/state/identifiers.ts';
import { Jobs } from '../../src-renderer/state/jobs.svelte.ts';
import { Settings } from '../../src-renderer/state/settings.svelte.ts';
import { fileName } from '../../src-renderer/state/take-out.ts';
import { Studies } from '../../src-renderer/state/studies.svelte.ts';

const job = (over: Partial<Job> = {}): Job => ({
  id: 1,
  kind: 'import',
  title: 'Import x',
  state: 'running',
  progress: 0,
  doing: 'reading',
  createdAt: '',
  ...over,
});

describe('Settings', () => {
  it('keeps the last value, written once after a pause', async () => {
    const put = vi.fn(async () => ({}));
    const settings = new Settings(
      { getSettings: async () => ({ settings: {} }), putSetting: put } as never,
      1,
    );
    settings.put('theme', 'paper');
    settings.put('theme', 'lab');
    await settings.flush();
    expect(put.mock.calls).toEqual([[{ params: { key: 'theme' }, body: { value: 'lab' } }]]);
  });

  it('falls back where what was kept does not fit', async () => {
    const settings = new Settings({ getSettings: async () => ({ settings: { theme: 7 } }) } as never);
    await settings.load();
    expect(settings.get('theme', z.string(), 'lab')).toBe('lab');
  });

  it('says that a value was not saved', async () => {
    const api = { putSetting: async () => Promise.reject(new Error('disk is full')) };
    const settings = new Settings(api as never, 0);
    settings.put('theme', 'lab');
    await settings.flush();
    expect(settings.fault).toBe('disk is full');
  });
});

describe('Jobs', () => {
  it('follows a job to its end, tells once, and reads what it may have started', async () => {
    const listJobs = vi.fn(async () => ({ jobs: [job({ state: 'done', progress: 1 })] }));
    const api = {
      listJobs,
      async *watchJob() {
        yield job({ progress: 0.5 });
        yield job({ state: 'done', progress: 1 });
      },
    };
    const jobs = new Jobs(api as never);
    const ended = vi.fn();
    jobs.onEnd = ended;
    await jobs.watch(job());
    expect(ended).toHaveBeenCalledTimes(1);
    expect(jobs.list).toHaveLength(1);
    expect(jobs.running).toHaveLength(0);
    expect(listJobs).toHaveBeenCalledTimes(1);
  });

  it('shows a cancelled job as such', async () => {
    const jobs = new Jobs({ cancelJob: async () => job({ state: 'cancelled' }) } as never);
    await jobs.cancel(1);
    expect(jobs.list[0].state).toBe('cancelled');
  });
});

describe('Studies', () => {
  const studies = (over: object = {}) =>
    new Studies({ listStudies: async () => ({ studies: [] }), ...over } as never);

  it('uploads every file under its path, then imports', async () => {
    const put = vi.fn(async () => ({}));
    const start = vi.fn(async () => job());
    const list = studies({
      createUpload: async () => ({ uploadId: 'u1' }),
      putUpload: put,
      startImport: start,
    });
    const file = (path: string) => ({ path, size: 3, bytes: async () => new Uint8Array([1, 2, 3]) });
    const started = await list.importFiles([file('x/100.hea'), file('x/100.dat')]);
    expect(
      put.mock.calls.map(([call]: unknown[]) => (call as { query: { path: string } }).query.path),
    ).toEqual(['x/100.hea', 'x/100.dat']);
    expect(start).toHaveBeenCalledWith({ body: { uploadId: 'u1' } });
    expect(started?.id).toBe(1);
    expect(list.uploading).toBeUndefined();
  });

  it('says why an import could not begin', async () => {
    const list = studies({ startImport: async () => Promise.reject(new Error('There is no file x.hea.')) });
    expect(await list.importPaths(['x.hea'])).toBeUndefined();
    expect(list.fault).toBe('There is no file x.hea.');
  });
});

describe('identifiers', () => {
  const study = { title: 'x0010', patient: { id: 1, code: 'x0010' } };

  it('are two, with age and sex', () => {
    const patient = {
      ...study.patient,
      secondIdentifier: 'study 2026-03',
      ageYears: 14,
      sex: 'female' as const,
    };
    expect(identifiersOf({ ...study, patient })).toBe('x0010 · study 2026-03 · 14 y F');
  });

  it('say so where there is only one', () => {
    expect(identifiersOf(study)).toBe('x0010 · no second identifier');
  });
});

describe('a job that another one started', () => {
  it('is told of even where it ended before it was seen running; what ended before the window opened is not', async () => {
    const answers = [
      [job({ id: 1, state: 'done' })],
      [job({ id: 1, state: 'done' }), job({ id: 2, state: 'done' })],
    ];
    const jobs = new Jobs({ listJobs: async () => ({ jobs: answers.shift()! }) } as never);
    const ended: number[] = [];
    jobs.onEnd = ({ id }) => ended.push(id);
    await jobs.load();
    await jobs.load();
    expect(ended).toEqual([2]);
  });
});

describe('a set taken out', () => {
  it('has a name that every file system takes', () => {
    expect(fileName('x001', 'review 2/3', 'csv')).toBe('x001-review-2-3.csv');
    expect(fileName('x001', 'review', 'atr')).toBe('x001.atr');
  });
});
