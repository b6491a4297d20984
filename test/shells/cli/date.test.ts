import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../../src-main/shells/cli/commands.ts';
import { runCommandLine } from '../../../src-main/shells/cli/run.ts';
import { ambiguousExport } from '../../formats/cardiolab/ambiguous-export.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

const [JULY, JUNE] = ['2024-07-06T13:02:58.000', '2024-06-07T13:02:58.000'];
let folder: string;
let files: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purkinje-date-'));
  files = join(folder, 'files');
  mkdirSync(files);
  for (const [name, content] of Object.entries(ambiguousExport('v', 2)))
    writeFileSync(join(files, name), content);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const library = ['--library', join(folder, 'library')];
  const streams = { stdout, stderr };
  const code = await runCommandLine(COMMANDS, [...argv, ...library], streams, new AbortController().signal);
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}

const json = async (...argv: string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await run(...argv, '--json')).out) as Record<string, unknown>;

const startsInTrail = async (): Promise<unknown[]> => {
  const { entries } = (await json('trail', 'list')) as { entries: { what: string; new?: string }[] };
  return entries.filter(({ what }) => what === 'set start').map((entry) => entry.new);
};

describe('an ambiguous date on the command line', () => {
  it.each([
    ['month-first', JULY, 'date 1 of 2'],
    ['day-first', JUNE, 'date 2 of 2'],
  ])('is answered by import --date-order %s, in the trail', async (order, start, kept) => {
    const { records } = (await json('import', files, '--date-order', order)) as {
      records: { name: string; warnings: object[] }[];
    };
    expect(records[0].warnings.some((warning) => 'candidates' in warning)).toBe(false);
    expect(await json('date', 'v')).toEqual({ id: 1, record: 'v', startTime: start, candidates: [] });
    expect(await startsInTrail()).toEqual([kept]);
  });

  it.each([
    ['month-first', JULY, 'date 1 of 2'],
    ['day-first', JUNE, 'date 2 of 2'],
  ])('is answered by batch --date-order %s before a report is written', async (order, start, kept) => {
    const batch = ['batch', files, '--no-classify', '--out', join(folder, 'out'), '--report'];
    expect((await json(...batch, '--date-order', order)).dateOrder).toBe(order);
    expect(await json('date', 'v')).toEqual({ id: 1, record: 'v', startTime: start, candidates: [] });
    expect(await startsInTrail()).toEqual([kept]);
    const { entries } = (await json('trail', 'list')) as { entries: { what: string }[] };
    const done = entries
      .map(({ what }) => what)
      .filter((what) => what === 'set start' || /report/.test(what));
    expect(done).toEqual(['set start', expect.stringMatching(/report/)]);
    // The same again goes on: nothing is asked any more.
    expect((await run(...batch, '--date-order', 'month-first')).code).toBe(0);
    expect(await startsInTrail()).toEqual([kept]);
  });

  it('stays asked by a batch that is told no order', async () => {
    await run('batch', files, '--no-classify');
    expect((await json('date', 'v')).candidates).toEqual([JULY, JUNE]);
  });

  it('is told and answered later, once and for good', async () => {
    expect((await run('import', files)).out).toContain('or: date v month-first|day-first');
    const asked = await run('date', 'v');
    expect(asked.out.trim()).toBe(`v: starts at ${JULY} (month-first) or ${JUNE} (day-first); say which.`);
    expect(await startsInTrail()).toEqual([]);
    const other = await run('date', 'v', '2024-06-08');
    expect([other.code, other.err]).toEqual([1, expect.stringContaining(`${JULY} or ${JUNE}`)]);
    expect((await run('date', 'v', '2024-06-07')).out.trim()).toBe(`v: starts at ${JUNE}`);
    expect(await startsInTrail()).toEqual(['date 2 of 2']);
    const again = await run('date', 'v', 'month-first');
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('Conflict')]);
    // Imported again with an answer: nothing is asked, and nothing is changed.
    expect((await run('import', files, '--date-order', 'month-first')).code).toBe(0);
    expect((await json('date', 'v')).startTime).toBe(JUNE);
  });

  it('takes no other word, and no recording on disk', async () => {
    expect((await run('import', files, '--date-order', 'us')).code).toBe(2);
    expect((await run('batch', files, '--date-order', 'us')).code).toBe(2);
    await run('import', files);
    const wrong = await run('date', 'v', 'yesterday');
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('month-first, day-first or a day')]);
  });
});
