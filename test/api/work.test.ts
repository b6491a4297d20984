import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImportResult } from '../../src-main/api/contract/work.ts';
import { encodeRecord } from '../../src-main/formats/wfdb/record-write.ts';
import { studyFiles } from '../../src-main/simulate/write.ts';
import { zipOf } from '../jobs/zip-file.ts';
import { ended, importStudy, openApiFixture, shortStudy, type ApiFixture } from './library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const study = shortStudy();
let fixture: ApiFixture;
beforeAll(() => {
  fixture = openApiFixture();
});
afterAll(() => fixture.close());

async function upload(files: ReadonlyMap<string, Uint8Array>): Promise<string> {
  const { uploadId } = await fixture.api.createUpload({ body: { totalBytes: 1000 } });
  for (const [path, bytes] of files)
    await fixture.api.putUpload({ params: { uploadId }, query: { path }, body: new Uint8Array(bytes) });
  return uploadId;
}

function filesOfStudy(): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  for (const { name, bytes } of studyFiles(study)) {
    const before = files.get(name) ?? new Uint8Array(0);
    files.set(name, new Uint8Array(Buffer.concat([before, bytes])));
  }
  return files;
}

/** A recording of one signal; another name, other samples. */
function smallFiles(name: string): ReadonlyMap<string, Uint8Array> {
  const signal = { originalName: 'II', units: 'mV', gain: 200, baseline: 0, adcResolution: 16, adcZero: 0 };
  const samples = Int32Array.from({ length: 500 }, (_, i) => (i % 100) + name.length);
  return encodeRecord({ name, samplingFrequency: 250, format: 16, signals: [signal] }, [samples]);
}

describe('imports', () => {
  it('takes an upload in folders, and leaves nothing of it behind', async () => {
    const files = new Map([...filesOfStudy()].map(([name, bytes]) => [`visit/${name}`, bytes]));
    const job = await fixture.api.startImport({ body: { uploadId: await upload(files), classify: false } });
    const { state, result } = await ended(fixture, job);
    expect(state).toBe('done');
    expect((result as ImportResult).records).toMatchObject([
      { name: 'x007', signals: 19, alreadyImported: false },
    ]);
    await expect.poll(() => readdirSync(join(fixture.library, 'incoming'))).toEqual([]);
  });

  it('takes a zip file that is uploaded, alone and beside a recording', async () => {
    const zipped = zipOf([...smallFiles('zipped')].map(([name, bytes]) => ({ name, bytes })));
    const names = async (files: ReadonlyMap<string, Uint8Array>): Promise<string[]> => {
      const body = { uploadId: await upload(files), classify: false };
      const { result } = await ended(fixture, await fixture.api.startImport({ body }));
      const { records, errors } = result as ImportResult;
      expect(errors).toEqual([]);
      return records.map(({ name }) => name).sort();
    };
    expect(await names(new Map([['sent.ZIP', zipped]]))).toEqual(['zipped']);
    const beside = new Map([...smallFiles('plain'), ['visit/sent.zip', zipped]]);
    expect(await names(beside)).toEqual(['plain', 'zipped']);
    await expect.poll(() => readdirSync(join(fixture.library, 'incoming'))).toEqual([]);
    for (const { id } of (await fixture.api.listStudies()).studies.filter(({ records }) =>
      records.some(({ name }) => name !== 'x007'),
    ))
      await fixture.api.deleteStudy({ params: { studyId: id }, body: { why: '' } });
  });

  it('recognises the same content again', async () => {
    const again = await importStudy(fixture, study);
    const { studies } = await fixture.api.listStudies();
    expect(studies.flatMap(({ records }) => records.map(({ id }) => id))).toEqual([again]);
  });

  it('tells which file could not be read, and why', async () => {
    const uploadId = await upload(
      new Map([['bad.hea', new TextEncoder().encode('bad 1 360 100\nbad.dat 212 200\n')]]),
    );
    const job = await fixture.api.startImport({ body: { uploadId, classify: false } });
    const { result } = await ended(fixture, job);
    expect(result).toMatchObject({
      records: [],
      errors: [{ code: expect.any(String), message: expect.stringContaining('bad') }],
    });
  });

  it.each([
    ['nothing', {}, 'InvalidInput'],
    ['a path that is not there', { paths: ['/nowhere/x.hea'] }, 'FileMissing'],
    ['an upload that is not there', { uploadId: 'none' }, 'NotFound'],
  ])('refuses %s', async (_what, body, code) => {
    await expect(fixture.api.startImport({ body })).rejects.toMatchObject({ code });
  });

  it.each(['../outside', '/etc/outside', 'a/../../outside', 'a\\..\\outside', 'nul\0'])(
    'refuses the path %j',
    async (path) => {
      const { uploadId } = await fixture.api.createUpload({ body: { totalBytes: 1 } });
      const put = fixture.api.putUpload({ params: { uploadId }, query: { path }, body: new Uint8Array(1) });
      await expect(put).rejects.toMatchObject({ code: 'PathRefused' });
      expect(existsSync(join(fixture.library, 'incoming', 'outside'))).toBe(false);
    },
  );

  it('refuses an upload that would not fit on the disk before a byte of it comes', async () => {
    await expect(fixture.api.createUpload({ body: { totalBytes: 2 ** 52 } })).rejects.toMatchObject({
      code: 'DiskFull',
    });
  });
});

describe('jobs', () => {
  it('are listed newest first, with what they do', async () => {
    const { jobs } = await fixture.api.listJobs();
    expect(jobs.map(({ id }) => id)).toEqual(jobs.map(({ id }) => id).sort((a, b) => b - a));
    expect(jobs.at(-1)).toMatchObject({ kind: 'import', state: 'done', progress: 1 });
    expect(jobs.at(-1)!.title).toMatch(/^Import /);
  });

  it('stream their state to the end, also after they ended', async () => {
    const { jobs } = await fixture.api.listJobs();
    const states = [];
    for await (const { state } of fixture.api.watchJob({ params: { jobId: jobs[0].id } })) states.push(state);
    expect(states).toEqual(['done']);
  });

  it('stop being watched when the reader goes away', async () => {
    const job = await fixture.api.startImport({ body: { paths: [fixture.folder], classify: false } });
    for await (const state of fixture.api.watchJob({ params: { jobId: job.id } })) {
      expect(state.id).toBe(job.id);
      break;
    }
    expect((await ended(fixture, job)).state).toBe('done');
  });

  it('are cancelled, and say so', async () => {
    const job = await fixture.api.startImport({ body: { paths: [fixture.folder], classify: false } });
    await fixture.api.cancelJob({ params: { jobId: job.id } });
    expect((await ended(fixture, job)).state).toBe('cancelled');
  });

  it('are not found by another number', async () => {
    await expect(fixture.api.cancelJob({ params: { jobId: 9999 } })).rejects.toMatchObject({
      code: 'NotFound',
    });
    await expect(ended(fixture, { id: 9999 } as never)).rejects.toMatchObject({ code: 'NotFound' });
  });
});

describe('deleting a study', () => {
  it('takes its files with it', async () => {
    const { studies } = await fixture.api.listStudies();
    await fixture.api.deleteStudy({ params: { studyId: studies[0].id }, body: { why: 'a test' } });
    expect((await fixture.api.listStudies()).studies).toEqual([]);
    expect(readdirSync(join(fixture.library, 'signals'))).toEqual([]);
  });

  it('met no bug', () => {
    expect(fixture.bugs).toEqual([]);
  });
});
