/** What the thread that copies gives and throws, as the copy itself does. */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { copyAndHash } from '../../src-main/jobs/import/copy-files.ts';
import type { CopyOptions, CopyOrder } from '../../src-main/jobs/import/copy-files.ts';
import { CopyThread } from '../../src-main/jobs/import/copy-thread.ts';
import { temporaryFolder } from '../store/temporary-library.ts';

vi.setConfig({ testTimeout: 120_000 });

const SIZE = 20_000_003;

/** One file that is written past the cache, and one that is not. */
function twoFiles(): CopyOrder & { readonly target: string } {
  const root = temporaryFolder();
  const words = Uint32Array.from({ length: Math.ceil(SIZE / 4) }, (_, i) => Math.imul(i, 2_654_435_761));
  writeFileSync(join(root, 'large'), new Uint8Array(words.buffer, 0, SIZE));
  writeFileSync(join(root, 'small'), 'small');
  const files = ['small', 'large'].map((path) => {
    const { size, mtimeMs } = statSync(join(root, path));
    return { path, size, modifiedMs: mtimeMs };
  });
  return { root, files, target: temporaryFolder() };
}

function thread(): CopyThread {
  const made = new CopyThread();
  onTestFinished(() => made.end());
  return made;
}

const counting = (): CopyOptions & { readonly counted: number[] } => {
  const counted: number[] = [];
  return { abortSignal: new AbortController().signal, onBytes: (bytes) => counted.push(bytes), counted };
};

describe('the thread that copies', () => {
  it('copies what it is told, one recording after the other, and tells how far it is', async () => {
    const one = thread();
    for (let times = 0; times < 2; times++) {
      const order = twoFiles();
      const { counted, ...options } = counting();
      const hash = await one.copy(order, options);
      expect(hash).toBe(await copyAndHash({ root: order.root, files: order.files }, options));
      expect(counted.reduce((sum, bytes) => sum + bytes, 0)).toBe(2 * (SIZE + 5));
      for (const path of ['small', 'large'])
        expect(readFileSync(join(order.target, path)).equals(readFileSync(join(order.root, path)))).toBe(
          true,
        );
    }
  });

  it('throws what the copy throws: of ours with its place, of the system with code and file', async () => {
    const changed = twoFiles();
    writeFileSync(join(changed.root, 'small'), 'other');
    const files = changed.files.map((file) => ({ ...file, modifiedMs: 5 }));
    await expect(thread().copy({ ...changed, files }, counting())).rejects.toMatchObject({
      code: 'Conflict',
      place: { file: join(changed.root, 'small') },
    });
    const there = twoFiles();
    writeFileSync(join(there.target, 'large'), 'in the way');
    await expect(thread().copy(there, counting())).rejects.toMatchObject({
      code: 'EEXIST',
      path: join(there.target, 'large'),
    });
  });

  it('ends when it is cancelled, also before it begins', async () => {
    for (const when of ['before', 'meanwhile']) {
      const controller = new AbortController();
      if (when === 'before') controller.abort();
      const copying = thread().copy(twoFiles(), { ...counting(), abortSignal: controller.signal });
      controller.abort();
      await expect(copying).rejects.toMatchObject({ code: 'Cancelled' });
    }
  });
});
