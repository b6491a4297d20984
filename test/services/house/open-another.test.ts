/** Leaving the open library for another: only one that is there, only while nothing is at work, only where a window waits for it. */
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openAnother } from '../../../src-main/services/house/open-another.ts';
import { openWorkstation } from '../../../src-main/services/open-workstation.ts';
import type { Workstation } from '../../../src-main/services/workstation.ts';
import { ended, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
let other: string;
beforeEach(async () => {
  fixture = openApiFixture();
  other = join(fixture.folder, 'other');
  await openWorkstation(other, { shell: 'cli', create: true }).close();
});
afterEach(() => fixture.close());

/** As a window has it. */
const inWindow = (): Workstation => ({ ...fixture.workstation, shell: 'web' });

describe('opening another library', () => {
  it('tells the shell which, once', async () => {
    expect(openAnother(inWindow(), other)).toEqual({ folder: other });
    expect(await fixture.workstation.leaving.folder).toBe(other);
  });

  it('is refused where there is none, and for the one that is open', () => {
    expect(() => openAnother(inWindow(), join(fixture.folder, 'nowhere'))).toThrow(
      expect.objectContaining({ code: 'LibraryNotFound' }),
    );
    expect(() => openAnother(inWindow(), fixture.workstation.library.path)).toThrow(/is open already/);
  });

  it('is refused while something is at work', async () => {
    const job = await fixture.api.backUpLibrary({ body: { folder: join(fixture.folder, 'backup') } });
    expect(() => openAnother(inWindow(), other)).toThrow(/still at work/);
    await ended(fixture, job);
    expect(openAnother(inWindow(), other)).toEqual({ folder: other });
  });

  it('is nothing that a command does', () => {
    expect(() => openAnother({ ...fixture.workstation, shell: 'cli' }, other)).toThrow(/--library/);
  });
});
