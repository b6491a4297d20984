/** Where the system will not open a file past its cache. */
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { BackgroundFile } from '../../src-main/store/background-file.ts';
import { PAGE_BYTES, pageArrays } from '../../src-main/store/page-memory.ts';
import { temporaryFolder } from './temporary-library.ts';

vi.mock(import('node:fs'), async (original) => {
  const real = await original();
  return { ...real, openSync: vi.fn(real.openSync), closeSync: vi.fn(real.closeSync) };
});
const { openSync: open } = await vi.importActual<typeof import('node:fs')>('node:fs');

/** The file itself is opened, the second handle is not. */
function refuse(code: string): void {
  vi.mocked(openSync).mockImplementation((path, flags, mode) => {
    if (typeof flags === 'number') throw Object.assign(new Error(code), { code });
    return open(path, flags ?? 'r', mode);
  });
}
afterEach(() => void vi.mocked(openSync).mockImplementation(open));

// Other systems have no such flag, and open no second handle.
describe.skipIf(process.platform !== 'linux')('a file past the system’s cache', () => {
  it.each(['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'])(
    'is written the plain way where it is refused: %s',
    async (code) => {
      refuse(code);
      const path = join(temporaryFolder(), 'file');
      const file = new BackgroundFile(path, { direct: true });
      const [page] = pageArrays(1, PAGE_BYTES)!;
      page.fill(7);
      file.write(page, 0, () => {});
      await file.finish();
      expect(new Uint8Array(readFileSync(path))).toEqual(page);
    },
  );

  it('leaves no handle open where that fails otherwise', () => {
    refuse('EMFILE');
    vi.mocked(closeSync).mockClear();
    expect(() => new BackgroundFile(join(temporaryFolder(), 'file'), { direct: true })).toThrow('EMFILE');
    expect(vi.mocked(closeSync)).toHaveBeenCalledOnce();
  });
});
