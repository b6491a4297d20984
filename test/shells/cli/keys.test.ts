/** The keys of documents on stdout that others rely on, and the commands that serve, examine and score. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { listModels } from '../../../src-main/services/models.ts';
import { writeStudy } from '../../../src-main/services/simulation/write-study.ts';
import { COMMANDS } from '../../../src-main/shells/cli/commands.ts';
import { runCommandLine } from '../../../src-main/shells/cli/run.ts';
import { shortStudy } from '../../api/library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

const ROOT = resolve(import.meta.dirname, '../../..');
const study = shortStudy();
let folder: string;
let path: string;

async function json(...argv: string[]): Promise<{ code: number; said: Record<string, unknown> }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const [out] = [text(stdout), text(stderr)];
  const own = [...argv, '--json'];
  const code = await runCommandLine(COMMANDS, own, { stdout, stderr }, new AbortController().signal);
  stdout.end();
  stderr.end();
  return { code, said: JSON.parse(await out) as Record<string, unknown> };
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'purkinje-keys-'));
  await writeStudy(join(folder, 'files'), study);
  path = join(folder, 'files', study.name);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const number: unknown = expect.any(Number);

describe('a document on stdout', () => {
  it.skipIf(listModels().length === 0)('of classify has its keys', async () => {
    const { said } = await json('classify', path);
    for (const key of ['record', 'model', 'beats', 'classes', 'seconds', 'warnings'])
      expect(said, key).toHaveProperty(key);
    expect(said).toMatchObject({ record: study.name, seconds: number, warnings: expect.any(Array) });
    for (const count of Object.values(said.classes as object)) expect(count).toEqual(number);
  });

  it.skipIf(listModels().length === 0)('of evaluate has its keys', async () => {
    const { code, said } = await json('evaluate', '--data', join(folder, 'files'), '--threads', '1');
    expect(code).toBe(0);
    expect(said).toMatchObject({
      examples: number,
      accuracy: number,
      macro: { precision: number, recall: number, f1: number, f2: number },
    });
    const classes = Object.values(said.classes as Record<string, object>);
    expect(classes.length).toBeGreaterThan(0);
    for (const one of classes)
      for (const key of ['support', 'sensitivity', 'positivePredictivity', 'f1'])
        expect(one).toHaveProperty(key);
  });

  it('of detect has its keys', async () => {
    const { said } = await json('detect', path);
    expect(Object.keys(said).sort()).toEqual(['beats', 'record', 'seconds']);
  });

  it('of doctor tells each part, and what to do where one is missing', async () => {
    const { said } = await json('doctor', '--library', join(folder, 'none'));
    const told = JSON.stringify(said);
    for (const part of ['Node', 'Electron', 'Chromium', 'tfjs-node', 'isk']) expect(told).toContain(part);
  });

  it.each([
    ['show', ['nobody.hea']],
    ['dump', ['nobody.hea']],
    ['detect', ['nobody.hea']],
    ['classify', ['nobody.hea']],
    ['export', ['nobody.hea', '--format', 'wfdb', '--out', '.']],
    ['evaluate', ['--data', 'nowhere']],
    ['train', ['--data', 'nowhere', '--out', 'nowhere/out']],
    ['backup', ['nowhere']],
    ['verify', []],
  ])('of a %s that fails is the error with its code and message', async (command, argv) => {
    const none = join(folder, 'none');
    const library = ['evaluate', 'train'].includes(command) ? [] : ['--library', none];
    const { code, said } = await json(command, ...argv, ...library);
    expect(code).toBe(1);
    expect(Object.keys(said)).toEqual(['error']);
    expect(said.error).toEqual({ code: expect.stringMatching(/^[A-Z]\w+$/), message: expect.any(String) });
    expect((said.error as { code: string }).code).not.toBe('Internal');
  });
});

describe('a bar of progress', () => {
  it.each([
    [true, [], true],
    [false, [], false],
    [true, ['--json'], true],
  ])('(terminal: %s, %j) is on stderr: %s, and never on stdout', async (isTTY, more, isDrawn) => {
    const [stdout, stderr] = [new PassThrough(), Object.assign(new PassThrough(), { isTTY })];
    const [out, err] = [text(stdout), text(stderr)];
    const argv = ['detect', path, ...more];
    await runCommandLine(COMMANDS, argv, { stdout, stderr }, new AbortController().signal);
    stdout.end();
    stderr.end();
    expect(/\[[#.]{30}\]/.test(await err)).toBe(isDrawn);
    expect(await out).not.toContain('[#');
  });
});

describe('serve', () => {
  it('serves on the port that is asked for, opens no browser, and ends by Ctrl-C', async () => {
    const library = join(folder, 'served');
    await json('import', `${path}.hea`, '--library', library);
    const argv = ['src-main/shells/cli/main.ts', 'serve', '--port', '0', '--library', library];
    const child = spawn(process.execPath, argv, { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = once(child, 'close');
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (out += piece));
    await expect.poll(() => out, { timeout: 120_000 }).toContain('Ctrl-C ends it.');
    expect(out).toContain('Open this address in a browser on this machine.');
    const link = /Purkinje is at (\S+)/.exec(out)![1];
    expect((await fetch(link)).status).toBe(200);
    child.kill('SIGINT');
    const [code] = (await closed) as [number | null];
    expect([0, 130]).toContain(code);
  });
});
