import { describe, expect, it } from 'vitest';
import {
  beginJobRun,
  cancelQueuedJob,
  endJobRun,
  findJob,
  insertJob,
  isCurrentRun,
  listJobs,
  listQueuedJobs,
  requeueInterruptedJobs,
  requeueJob,
  writeJobCheckpoint,
  writeJobProgress,
} from '../../src-main/store/jobs.ts';
import { listSettings, readSetting, writeSetting } from '../../src-main/store/settings.ts';
import { temporaryLibrary } from './temporary-library.ts';

describe('jobs', () => {
  it('go from queued to done, with progress and checkpoint', () => {
    const { database } = temporaryLibrary();
    const id = insertJob(database, 'import', { paths: ['/x'] });
    expect(findJob(database, id)).toMatchObject({ state: 'queued', input: { paths: ['/x'] }, progress: 0 });
    const run = beginJobRun(database, id);
    expect(() => beginJobRun(database, id)).toThrow('not queued');
    expect(writeJobProgress(database, run, 1.5, 'Reading', 7)).toBe(true);
    expect(writeJobCheckpoint(database, run, { at: 3 })).toBe(true);
    expect(findJob(database, id)).toMatchObject({
      state: 'running',
      progress: 1,
      secondsLeft: 7,
      doing: 'Reading',
    });
    expect(endJobRun(database, run, { state: 'done', result: { beats: 5 } })).toBe(true);
    expect(findJob(database, id)).toMatchObject({ state: 'done', result: { beats: 5 }, progress: 1 });
    expect(findJob(database, id)).toMatchObject({ checkpoint: undefined, secondsLeft: undefined });
    expect(endJobRun(database, run, { state: 'cancelled' })).toBe(false);
    expect(requeueJob(database, id)).toBe(false);
  });

  it('that were interrupted start again with their checkpoint; the run before may not write', () => {
    const { database } = temporaryLibrary();
    const id = insertJob(database, 'train', {});
    const first = beginJobRun(database, id);
    writeJobCheckpoint(database, first, { epoch: 2 });
    expect(requeueInterruptedJobs(database)).toBe(1);
    expect(listQueuedJobs(database).map((job) => job.id)).toEqual([id]);
    const second = beginJobRun(database, id);
    expect(second.run).toBe(first.run + 1);
    expect(findJob(database, id)?.checkpoint).toEqual({ epoch: 2 });
    expect(isCurrentRun(database, first)).toBe(false);
    expect(isCurrentRun(database, second)).toBe(true);
    expect(writeJobProgress(database, first, 0.1, '', undefined)).toBe(false);
    expect(writeJobCheckpoint(database, first, {})).toBe(false);
    expect(endJobRun(database, first, { state: 'cancelled' })).toBe(false);
  });

  it('that failed say why and can be tried again', () => {
    const { database } = temporaryLibrary();
    const id = insertJob(database, 'classify', {});
    const run = beginJobRun(database, id);
    endJobRun(database, run, { state: 'failed', code: 'DiskFull', message: 'full' });
    expect(findJob(database, id)?.error).toEqual({ code: 'DiskFull', message: 'full' });
    expect(requeueJob(database, id)).toBe(true);
    expect(findJob(database, id)).toMatchObject({ state: 'queued', error: undefined, endedAt: undefined });
    expect(cancelQueuedJob(database, id)).toBe(true);
    expect(cancelQueuedJob(database, id)).toBe(false);
    expect(listJobs(database).map(({ state }) => state)).toEqual(['cancelled']);
  });
});

describe('settings', () => {
  it('are kept as JSON', () => {
    const { database } = temporaryLibrary();
    expect(readSetting(database, 'theme')).toBeUndefined();
    writeSetting(database, 'theme', 'dark');
    writeSetting(database, 'aliases', { 'CS 1': 'CS12' });
    writeSetting(database, 'theme', 'light');
    expect(readSetting(database, 'theme')).toBe('light');
    expect([...listSettings(database).keys()]).toEqual(['aliases', 'theme']);
    writeSetting(database, 'theme', undefined);
    expect(readSetting(database, 'theme')).toBeUndefined();
  });
});
