import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BackupResult, CheckResult } from '../../../src-main/api/contract/house.ts';
import { openWorkstation } from '../../../src-main/services/open-workstation.ts';
import { listStudySummaries } from '../../../src-main/services/records/studies.ts';
import { COMMANDS } from '../../../src-main/shells/cli/commands.ts';
import { runCommandLine } from '../../../src-main/shells/cli/run.ts';
import { simulateStudy } from '../../../src-main/simulate/study.ts';
import { ended, importStudy, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let fixture: ApiFixture;
let backup: string;
let recordId: number;
beforeEach(async () => {
  fixture = openApiFixture();
  backup = join(fixture.folder, 'backup');
  const subject = { name: 'x100', age: 13, sex: 'F', diagnosis: 'AVNRT' } as const;
  recordId = await importStudy(fixture, simulateStudy({ seed: 1, minutes: 0.1, subject, scenario: 'sinus' }));
});
afterEach(async () => {
  await fixture.close().catch(() => rmSync(fixture.folder, { recursive: true, force: true }));
});

async function command(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const code = await runCommandLine(COMMANDS, argv, { stdout, stderr }, new AbortController().signal);
  const read = (stream: PassThrough): string => ((stream.read() as Buffer | null) ?? '').toString();
  return { code, out: read(stdout), err: read(stderr) };
}
async function backUpTo(folder: string): Promise<BackupResult> {
  const job = await ended(fixture, await fixture.api.backUpLibrary({ body: { folder } }));
  expect(job).toMatchObject({ kind: 'backup', state: 'done' });
  return job.result as BackupResult;
}

/** The first original of the backup. */
function original(folder: string): string {
  const signals = join(folder, 'signals');
  const name = readdirSync(signals, { recursive: true, encoding: 'utf8' }).find((one) =>
    one.endsWith('.dat'),
  )!;
  return join(signals, name);
}

describe('a backup', () => {
  it('of a library in use comes back as the same library', async () => {
    const done = await backUpTo(backup);
    expect(done.bytes).toBeGreaterThan(100_000);
    const restored = join(fixture.folder, 'restored');
    expect(await command('restore', backup, '--library', restored)).toMatchObject({ code: 0 });
    const again = openWorkstation(restored, { shell: 'cli' });
    expect(await listStudySummaries(again)).toEqual(await listStudySummaries(fixture.workstation));
    await again.close();
    expect(await command('verify', '--library', restored)).toMatchObject({
      code: 0,
      out: 'The library is sound.\n',
    });
  });

  it('is refused where something is, and inside the library', async () => {
    await expect(backUpTo(join(fixture.library, 'inside'))).rejects.toMatchObject({ code: 'InvalidInput' });
    await backUpTo(backup);
    await expect(backUpTo(backup)).rejects.toMatchObject({ code: 'Conflict' });
    expect(existsSync(`${backup}.partial`)).toBe(false);
  });

  it('that was changed, lacks a file or names one outside is not restored', async () => {
    await backUpTo(backup);
    const file = original(backup);
    const bytes = readFileSync(file);
    const restored = join(fixture.folder, 'restored');
    appendFileSync(file, 'x');
    const changed = await command('restore', backup, '--library', restored);
    expect(changed).toMatchObject({ code: 1, err: expect.stringContaining('is not what was written') });
    rmSync(file);
    expect((await command('restore', backup, '--library', restored)).err).toContain('is missing');
    writeFileSync(file, bytes);
    const list = join(backup, 'backup.json');
    const text = readFileSync(list, 'utf8');
    writeFileSync(list, text.replace('"library.sqlite"', '"signals/0a/../../../evil"'));
    expect((await command('restore', backup, '--library', restored)).err).toContain('StoreDamaged');
    expect(existsSync(restored)).toBe(false);
    writeFileSync(list, text);
    expect(await command('restore', backup, '--library', restored)).toMatchObject({ code: 0 });
  });
});

describe('verify', () => {
  it('names an original that was changed', async () => {
    appendFileSync(original(fixture.library), 'x');
    const check = await ended(fixture, await fixture.api.checkLibrary());
    expect(check).toMatchObject({ kind: 'check', state: 'done', title: 'Check the library' });
    expect((check.result as CheckResult).faults).toMatchObject([{ what: 'original', recordId }]);
  });
});

describe('moving a library', () => {
  it('needs it closed, and leaves the pointer alone behind', async () => {
    const target = join(fixture.folder, 'elsewhere');
    const studies = await listStudySummaries(fixture.workstation);
    const refused = await command('move', target, '--library', fixture.library);
    expect(refused.err).toContain('LibraryInUse');
    await fixture.workstation.close();
    expect(await command('move', target, '--library', fixture.library)).toMatchObject({ code: 0 });
    const moved = openWorkstation(target, { shell: 'cli' });
    expect(await listStudySummaries(moved)).toEqual(studies);
    await moved.close();
    expect(existsSync(join(target, 'backup.json'))).toBe(false);
    expect(readdirSync(fixture.library)).toEqual(['moved.json']);
  });
});
