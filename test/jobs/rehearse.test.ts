import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PurkinjeError } from '../../src-main/domain/errors.ts';
import { CopyThread } from '../../src-main/jobs/import/copy-thread.ts';
import { rehearse } from '../../src-main/jobs/import/rehearse.ts';
import * as decoding from '../../src-main/jobs/import/decode-record.ts';

vi.mock(import('../../src-main/jobs/import/decode-record.ts'), { spy: true });

describe('the rehearsal of an import', () => {
  let folder: string;
  let thread: CopyThread;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'purkinje-test-'));
    thread = new CopyThread();
    vi.stubEnv('TMPDIR', folder);
    vi.mocked(decoding.decodeRecord).mockClear();
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await thread.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('decodes a whole recording, and leaves nothing', async () => {
    await rehearse(thread, new AbortController().signal);
    expect(decoding.decodeRecord).toHaveBeenCalledOnce();
    await expect(vi.mocked(decoding.decodeRecord).mock.results[0].value).resolves.toMatchObject({
      warnings: expect.arrayContaining([expect.objectContaining({ code: 'flat' })]),
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('stops when its job comes, and leaves nothing', async () => {
    const stop = new AbortController();
    stop.abort();
    await rehearse(thread, stop.signal);
    expect(decoding.decodeRecord).not.toHaveBeenCalled();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not end before the thread is free for the import', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const busy = { copy: vi.fn(() => promise) } as unknown as CopyThread;
    vi.mocked(decoding.decodeRecord).mockRejectedValueOnce(new PurkinjeError('Cancelled', 'Cancelled.'));
    let ended = false;
    const rehearsed = rehearse(busy, new AbortController().signal).then(() => (ended = true));
    await expect.poll(() => vi.mocked(decoding.decodeRecord).mock.calls.length).toBe(1);
    await new Promise((later) => setTimeout(later, 50));
    expect(ended).toBe(false);
    resolve('');
    await rehearsed;
    expect(readdirSync(folder)).toEqual([]);
  });

  it('takes away what a killed process left, and nothing that is still in use', async () => {
    const [left, inUse] = ['left', 'used'].map((name) => join(folder, `purkinje-rehearsal-${name}`));
    for (const path of [left, inUse]) {
      mkdirSync(path);
      writeFileSync(join(path, 'blocks'), 'half');
    }
    const hourAgo = Date.now() / 1000 - 3600;
    utimesSync(left, hourAgo, hourAgo);
    await rehearse(thread, new AbortController().signal);
    expect(readdirSync(folder)).toEqual(['purkinje-rehearsal-used']);
  });

  it('is left out where there is no temporary folder to write in', async () => {
    vi.stubEnv('TMPDIR', join(folder, 'gone'));
    await rehearse(thread, new AbortController().signal);
    expect(decoding.decodeRecord).not.toHaveBeenCalled();
  });

  it('hides no bug', async () => {
    vi.mocked(decoding.decodeRecord).mockRejectedValueOnce(new TypeError('a bug'));
    await expect(rehearse(thread, new AbortController().signal)).rejects.toThrow('a bug');
    expect(readdirSync(folder)).toEqual([]);
  });
});
