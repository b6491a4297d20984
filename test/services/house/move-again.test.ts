/** A library that is moved from the window more than once, whose new place is away, or whose move is begun a second time. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PurkinjeError } from '../../../src-main/domain/errors.ts';
import { writeOut } from '../../../src-main/services/batch/write-out.ts';
import { writeStudy } from '../../../src-main/services/simulation/write-study.ts';
import { copyFile } from '../../../src-main/services/house/copied-files.ts';
import { clearMoved } from '../../../src-main/services/house/clear-moved.ts';
import { followMove } from '../../../src-main/services/house/moved-pointer.ts';
import { refuseInside } from '../../../src-main/services/house/backup.ts';
import { openWorkstation } from '../../../src-main/services/open-workstation.ts';
import { listStudySummaries } from '../../../src-main/services/records/studies.ts';
import { checkLibrary } from '../../../src-main/store/full-check.ts';
import { openLibrary } from '../../../src-main/store/library.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { ended, importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

vi.mock(import('../../../src-main/services/house/copied-files.ts'), async (original) => {
  const real = await original();
  return { ...real, copyFile: vi.fn(real.copyFile) };
});

vi.mock(import('../../../src-main/services/batch/write-out.ts'), async (original) => {
  const real = await original();
  return { ...real, writeOut: vi.fn(real.writeOut) };
});

let fixture: ApiFixture;
const at = (name: string): string => join(fixture.folder, name);
const study = (name: string, seed: number) =>
  simulateStudy({
    seed,
    minutes: 0.1,
    subject: { name, age: 13, sex: 'F', diagnosis: 'AVNRT' },
    scenario: 'sinus',
  });
const backUp = async (folder: string) =>
  ended(fixture, await fixture.api.backUpLibrary({ body: { folder } }));
const finish = (folder: string) => fixture.api.finishMove({ body: { folder } });
const recordings = (library: string): string[] => readdirSync(join(library, 'signals')).sort();

beforeEach(() => {
  fixture = openApiFixture();
});
afterEach(async () => {
  await fixture.close().catch(() => rmSync(fixture.folder, { recursive: true, force: true }));
});

/** A folder that says where the library is now, as a move leaves it. */
function pointing(from: string, to: string): string {
  mkdirSync(at(from), { recursive: true });
  writeFileSync(join(at(from), 'moved.json'), JSON.stringify({ to: at(to), at: '' }));
  return at(from);
}

describe('where a library is that was moved', () => {
  it('is found from the first folder, however often it was moved since', () => {
    openLibrary(at('third'), { create: true }).close();
    pointing('first', 'second');
    pointing('second', 'third');
    expect(followMove(at('first'))).toBe(at('third'));
    expect(followMove(at('none'))).toBe(at('none'));
  });

  it('is said where that is away: no new, empty library is made in its stead', () => {
    const first = pointing('first', 'second');
    const open = () => openWorkstation(first, { shell: 'cli', create: true });
    expect(open).toThrow(/was moved to .*second, and is not there/);
    expect(readdirSync(first)).toEqual(['moved.json']);
    pointing('second', 'first');
    expect(open).toThrow(/is not there/);
  });

  it('is kept where it was, too, while the new place is away', async () => {
    const library = openLibrary(at('old'), { create: true });
    library.close();
    await clearMoved({ library, moved: { to: at('new') } });
    expect(existsSync(join(at('old'), 'library.sqlite'))).toBe(true);
    openLibrary(at('new'), { create: true }).close();
    await clearMoved({ library, moved: { to: at('new') } });
    expect(existsSync(join(at('old'), 'library.sqlite'))).toBe(false);
  });

  it('may begin with dots beside the old one, not be inside it', () => {
    expect(() => refuseInside('/a/library', '/a/library/..b')).toThrow(/inside the library/);
    expect(() => refuseInside('/a/library', '/a/library')).toThrow(/inside the library/);
    expect(() => refuseInside('/a/library', '/a/..b')).not.toThrow();
    expect(() => refuseInside('/a/library', '/a')).not.toThrow();
  });
});

describe('finishing a move', () => {
  it('is begun again after the disk was full in the middle of a recording, which is then whole', async () => {
    await importStudy(fixture, study('x100', 1));
    await backUp(at('moved'));
    await importStudy(fixture, study('x200', 2));
    vi.mocked(copyFile).mockImplementationOnce(async (_, to) => {
      mkdirSync(dirname(to), { recursive: true });
      writeFileSync(to, 'half');
      throw new PurkinjeError('DiskFull', 'The disk is full.');
    });
    await expect(finish(at('moved'))).rejects.toMatchObject({ code: 'DiskFull' });
    await finish(at('moved'));
    const moved = openLibrary(at('moved'));
    expect(await checkLibrary(moved)).toEqual([]);
    expect(readdirSync(at('moved'), { recursive: true }).join(' ')).not.toContain('partial');
    moved.close();
  });

  it('takes nothing along that was deleted after the copy', async () => {
    await importStudy(fixture, study('x100', 1));
    await importStudy(fixture, study('x200', 2));
    await backUp(at('moved'));
    expect(recordings(at('moved'))).toHaveLength(2);
    const { studies } = await fixture.api.listStudies();
    await fixture.api.deleteStudy({ params: { studyId: studies[0].id }, body: { why: '' } });
    await finish(at('moved'));
    expect(recordings(at('moved'))).toHaveLength(1);
  });

  it('waits for a batch that is between its jobs', async () => {
    await writeStudy(at('files'), study('x100', 1));
    await backUp(at('moved'));
    const { promise: gate, resolve: open } = Promise.withResolvers<string[]>();
    const { promise: writing, resolve: begun } = Promise.withResolvers<void>();
    vi.mocked(writeOut).mockImplementationOnce(() => {
      begun();
      return gate;
    });
    await fixture.api.startBatch({ body: { folder: at('files'), classify: false } });
    await writing;
    await expect(finish(at('moved'))).rejects.toMatchObject({ code: 'Conflict' });
    open([]);
    await expect.poll(async () => (await fixture.api.getBatch()).batch?.state).toBe('done');
    await finish(at('moved'));
  });

  it('leaves every other backup alone', async () => {
    await backUp(at('older'));
    const before = readdirSync(at('older'));
    renameSync(at('older'), at('elsewhere'));
    await expect(finish(at('elsewhere'))).rejects.toMatchObject({ code: 'Conflict' });
    expect(readdirSync(at('elsewhere'))).toEqual(before);
    expect(await listStudySummaries(fixture.workstation)).toEqual([]);
  });
});
