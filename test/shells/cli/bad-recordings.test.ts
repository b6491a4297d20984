import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../../src-main/shells/cli/commands.ts';
import { runCommandLine } from '../../../src-main/shells/cli/run.ts';
import { BAD_RECORDINGS, GARBAGE_ANNOTATIONS } from '../../formats/bad-recordings.ts';
import { ambiguousExport } from '../../formats/cardiolab/ambiguous-export.ts';

vi.setConfig({ testTimeout: 60_000 });

let folder: string;
let library: string;

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out, err] = [text(stdout), text(stderr)];
  const code = await runCommandLine(COMMANDS, argv, { stdout, stderr }, new AbortController().signal);
  stdout.end();
  stderr.end();
  return { code, out: await out, err: await err };
}

function write(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [suffix, content] of Object.entries(files))
    writeFileSync(join(folder, `${name}.${suffix}`), content);
  return join(folder, `${name}.hea`);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'purkinje-bad-'));
  library = join(folder, 'library');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('bad input on the command line', () => {
  it.each(BAD_RECORDINGS)(
    '$kind: import says so by code, file and byte',
    async ({ name, files, code, says }) => {
      const path = write(name, files);
      const imported = await run('import', path, '--library', library, '--json');
      expect(imported.code).toBe(1);
      const { records, errors } = JSON.parse(imported.out) as {
        records: unknown[];
        errors: { path: string; code: string; message: string }[];
      };
      expect(records).toEqual([]);
      expect(errors).toMatchObject([{ path, code }]);
      expect(errors[0].message).toMatch(says);
    },
  );

  it.each(BAD_RECORDINGS)('$kind: show says so on the error output', async ({ name, files, says }) => {
    const { code, out, err } = await run('show', write(name, files));
    expect(code).not.toBe(0);
    expect(out).toBe('');
    expect(err).toMatch(says);
    expect(err).not.toMatch(/^\s+at /m); // no stack: this is no bug
  });

  it('prints the question of an ambiguous date with what may be meant', async () => {
    const files = ambiguousExport('ambiguous', 2);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { code, out } = await run(
      'import',
      join(folder, 'ambiguous.inf'),
      '--library',
      join(folder, 'asked'),
    );
    expect(code).toBe(0);
    expect(out).toContain('Either 2024-07-06T13:02:58.000 or 2024-06-07T13:02:58.000');
    // The next test imports the whole folder.
    for (const name of [...Object.keys(files), 'asked']) rmSync(join(folder, name), { recursive: true });
  });

  it('imports all of a folder that can be imported and names the rest, headers that name themselves included', async () => {
    const bad = BAD_RECORDINGS.map(({ name, files }) => write(name, files));
    write(GARBAGE_ANNOTATIONS.name, GARBAGE_ANNOTATIONS.files);
    const { code, out } = await run('import', folder, '--library', join(folder, 'all'), '--json');
    expect(code).toBe(1);
    const { records, errors } = JSON.parse(out) as {
      records: { name: string }[];
      errors: { path: string }[];
    };
    expect(records.map(({ name }) => name)).toEqual([GARBAGE_ANNOTATIONS.name]);
    expect(errors.map(({ path }) => path).sort()).toEqual(bad.sort());
  });

  it('imports a record beside garbage annotation words, and warns with file and byte', async () => {
    const path = write(GARBAGE_ANNOTATIONS.name, GARBAGE_ANNOTATIONS.files);
    const own = join(folder, 'noted-library');
    const { code, out } = await run('import', path, '--library', own, '--json');
    expect(code).toBe(0);
    expect(out).toMatch(GARBAGE_ANNOTATIONS.says);
    const shown = await run('show', path);
    expect(shown.code).not.toBe(0); // a file by itself is read strictly
    expect(shown.err).toMatch(GARBAGE_ANNOTATIONS.says);
  });
});
