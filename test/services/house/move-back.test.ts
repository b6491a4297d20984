/** A move that a kill cut off, a library that comes back to its first folder, and pointers that cannot be read. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { backUp } from '../../../src-main/services/house/backup.ts';
import { followMove } from '../../../src-main/services/house/moved-pointer.ts';
import { moveLibrary } from '../../../src-main/services/house/move-library.ts';
import { openWorkstation } from '../../../src-main/services/open-workstation.ts';
import { listStudySummaries } from '../../../src-main/services/records/studies.ts';
import type { Workstation } from '../../../src-main/services/workstation.ts';
import { openLibrary } from '../../../src-main/store/library.ts';
import { appendTrail, verifyTrail } from '../../../src-main/store/trail.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { ended, importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
const at = (name: string): string => join(fixture.folder, name);
const study = simulateStudy({
  seed: 1,
  minutes: 0.1,
  subject: { name: 'x100', age: 13, sex: 'F', diagnosis: 'AVNRT' },
  scenario: 'sinus',
});

beforeEach(() => {
  fixture = openApiFixture();
});
afterEach(async () => {
  await fixture.close().catch(() => rmSync(fixture.folder, { recursive: true, force: true }));
});

async function moveTo(folder: string): Promise<void> {
  const job = await ended(fixture, await fixture.api.backUpLibrary({ body: { folder } }));
  expect(job).toMatchObject({ state: 'done' });
  await fixture.api.finishMove({ body: { folder } });
}

/** What is in the old folder after a kill between the pointer and the close: kept aside before the program closes. */
async function moveAndKill(folder: string): Promise<void> {
  await moveTo(folder);
  cpSync(fixture.library, at('as it was'), { recursive: true });
  await fixture.workstation.close();
  rmSync(fixture.library, { recursive: true });
  cpSync(at('as it was'), fixture.library, { recursive: true });
  expect(existsSync(join(fixture.library, 'library.sqlite'))).toBe(true);
}

const opened = async (folder: string, look: (workstation: Workstation) => unknown): Promise<void> => {
  const workstation = openWorkstation(folder, { shell: 'cli', create: true });
  try {
    await look(workstation);
  } finally {
    await workstation.close();
  }
};
const said = (workstation: Workstation, what: RegExp) =>
  expect.poll(() => workstation.notices.join('\n')).toMatch(what);

describe('a program that was killed after the move and before its close', () => {
  for (const named of ['library', 'moved'])
    it(`is followed by a start of ${named} that clears the old folder, and says so`, async () => {
      await importStudy(fixture, study);
      await moveAndKill(at('moved'));
      await opened(at(named), async (workstation) => {
        expect(workstation.library.path).toBe(at('moved'));
        await said(workstation, /moved here from .*library.*it is cleared now/);
        expect(await listStudySummaries(workstation)).toHaveLength(1);
      });
      expect(readdirSync(fixture.library)).toEqual(['moved.json']);
      await opened(at('moved'), ({ notices }) => expect(notices.join('\n')).not.toContain('moved here'));
    });

  it('leaves alone a folder whose library is another one', async () => {
    await moveAndKill(at('moved'));
    const other = openLibrary(at('other'), { create: true });
    appendTrail(other.database, { who: 'somebody', what: 'import', object: 'study 1' });
    other.close();
    for (const name of readdirSync(fixture.library))
      if (name !== 'moved.json') rmSync(join(fixture.library, name), { recursive: true });
    cpSync(at('other'), fixture.library, { recursive: true });
    await opened(at('moved'), (workstation) => said(workstation, /holds another one. It was left alone/));
    expect(existsSync(join(fixture.library, 'library.sqlite'))).toBe(true);
  });

  it('says nothing while the program that moved it is open still', async () => {
    await moveTo(at('moved'));
    await opened(at('moved'), () => {});
    expect(existsSync(join(fixture.library, 'library.sqlite'))).toBe(true);
    await fixture.workstation.close();
    expect(readdirSync(fixture.library)).toEqual(['moved.json']);
  });
});

describe('a library that was moved', () => {
  it('is moved back to its first folder, from the window', async () => {
    await importStudy(fixture, study);
    const before = await listStudySummaries(fixture.workstation);
    await moveTo(at('moved'));
    await fixture.workstation.close();
    const there = openApiFixture(at('moved'));
    await ended(there, await there.api.backUpLibrary({ body: { folder: fixture.library } }));
    // Until it is the library, a start finds the one that is.
    expect(followMove(fixture.library)).toBe(at('moved'));
    await there.api.finishMove({ body: { folder: fixture.library } });
    await there.workstation.close();
    expect(readdirSync(at('moved'))).toEqual(['moved.json']);
    expect(readdirSync(fixture.library)).not.toContain('backup.json');
    for (const folder of [at('moved'), fixture.library])
      await opened(folder, async (workstation) => {
        expect(workstation.library.path).toBe(fixture.library);
        expect(await listStudySummaries(workstation)).toEqual(before);
        expect(verifyTrail(workstation.library.database).sound).toBe(true);
      });
    expect(existsSync(join(fixture.library, 'moved.json'))).toBe(false);
  });

  it.each([
    ['while the copy was put in place', ['library.sqlite', 'signals']],
    ['when the copy was whole', []],
  ])('is moved back again after a kill %s, and nothing is to be emptied by hand', async (_, missing) => {
    await importStudy(fixture, study);
    const before = await listStudySummaries(fixture.workstation);
    await fixture.workstation.close();
    await moveLibrary(fixture.library, at('moved'), { who: 'test' });
    // The copy of a move back that does not go on: what a kill leaves.
    const away = openLibrary(at('moved'));
    await backUp(away, fixture.library);
    away.close();
    for (const name of missing) rmSync(join(fixture.library, name), { recursive: true });
    expect(readdirSync(fixture.library)).toEqual(expect.arrayContaining(['moved.json', 'coming-back.json']));
    expect(followMove(fixture.library)).toBe(at('moved'));
    await moveLibrary(at('moved'), fixture.library, { who: 'test' });
    expect(readdirSync(at('moved'))).toEqual(['moved.json']);
    expect(readdirSync(fixture.library)).not.toContain('coming-back.json');
    await opened(at('moved'), async (workstation) => {
      expect(workstation.library.path).toBe(fixture.library);
      expect(await listStudySummaries(workstation)).toEqual(before);
      expect(verifyTrail(workstation.library.database).sound).toBe(true);
    });
  });

  it('is not moved back over what somebody else put there since, nor over another library’s', async () => {
    await fixture.workstation.close();
    await moveLibrary(fixture.library, at('moved'), { who: 'test' });
    const back = () => moveLibrary(at('moved'), fixture.library, { who: 'test' });
    mkdirSync(join(fixture.library, 'signals'));
    await expect(back()).rejects.toMatchObject({ code: 'Conflict' });
    writeFileSync(join(fixture.library, 'coming-back.json'), '{}');
    writeFileSync(join(fixture.library, 'thesis.txt'), 'mine');
    await expect(back()).rejects.toMatchObject({ code: 'Conflict' });
    rmSync(join(fixture.library, 'thesis.txt'));
    writeFileSync(join(fixture.library, 'moved.json'), JSON.stringify({ to: at('elsewhere'), at: '' }));
    openLibrary(at('elsewhere'), { create: true }).close();
    await expect(back()).rejects.toMatchObject({ code: 'Conflict' });
    expect(existsSync(join(fixture.library, 'signals'))).toBe(true);
  });

  it('is moved there and back again from the command line', async () => {
    await fixture.workstation.close();
    await moveLibrary(fixture.library, at('moved'), { who: 'test' });
    expect(followMove(fixture.library)).toBe(at('moved'));
    await moveLibrary(at('moved'), fixture.library, { who: 'test' });
    expect([followMove(fixture.library), followMove(at('moved'))]).toEqual([
      fixture.library,
      fixture.library,
    ]);
    await expect(moveLibrary(fixture.library, at('moved'), { who: 'test' })).resolves.toBeUndefined();
  });

  it('is found where the later of two pointers leads that point to one another', async () => {
    await fixture.workstation.close();
    const point = (from: string, to: string, hour: number) => {
      mkdirSync(from, { recursive: true });
      const place = { to, at: `2026-01-01T0${hour}:00:00.000Z` };
      writeFileSync(join(from, 'moved.json'), JSON.stringify(place));
    };
    point(fixture.library, at('moved'), 1);
    point(at('moved'), fixture.library, 2);
    expect([followMove(fixture.library), followMove(at('moved'))]).toEqual([
      fixture.library,
      fixture.library,
    ]);
    point(fixture.library, at('moved'), 3);
    expect(() => followMove(fixture.library)).toThrow(/was moved to .*moved, and is not there/);
  });

  it('is not moved to the first folder of another', async () => {
    await fixture.workstation.close();
    mkdirSync(at('first'));
    openLibrary(at('elsewhere'), { create: true }).close();
    writeFileSync(join(at('first'), 'moved.json'), JSON.stringify({ to: at('elsewhere'), at: '' }));
    await expect(moveLibrary(fixture.library, at('first'), { who: 'test' })).rejects.toMatchObject({
      code: 'Conflict',
    });
  });
});

describe('a pointer that is damaged', () => {
  it.each(['', '{"to": 3}', 'null', '{"to": ""}', '{"to": "/a'])('(%s) says what to do', (text) => {
    writeFileSync(join(fixture.folder, 'moved.json'), text);
    const open = () => openWorkstation(fixture.folder, { shell: 'cli', create: true });
    expect(open).toThrow(expect.objectContaining({ code: 'StoreDamaged' }));
    expect(open).toThrow(/moved\.json.* is damaged\. Name the folder .*--library/);
    expect(readdirSync(fixture.folder).sort()).toEqual(['library', 'moved.json']);
  });
});
