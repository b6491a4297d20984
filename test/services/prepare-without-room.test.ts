import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openWorkstation } from '../../src-main/services/open-workstation.ts';
import { prepareLibrary } from '../../src-main/services/prepare-library.ts';
import { readSetting } from '../../src-main/store/settings.ts';

/** A disk with 30 MB free. */
vi.mock(import('node:fs/promises'), async (original) => ({
  ...(await original()),
  statfs: (async () => ({ bavail: 30_000, bsize: 1000 })) as never,
}));

it('a first start on a disk without room says what is needed, what there is and what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'purkinje-room-'));
  const workstation = openWorkstation(join(folder, 'library'), { shell: 'cli', create: true });
  onTestFinished(async () => {
    await workstation.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const prepare = () => prepareLibrary(workstation, new AbortController().signal, () => {});
  await expect(prepare()).rejects.toMatchObject({
    code: 'DiskFull',
    message: expect.stringMatching(
      /needs 150 MB, and 30 MB are free at .*Make room, or start with --library/,
    ),
  });
  expect(readdirSync(join(folder, 'library/signals'))).toEqual([]);
  expect(readSetting(workstation.library.database, 'preparedAt')).toBeUndefined();
});
