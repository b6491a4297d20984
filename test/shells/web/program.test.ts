import { createServer } from 'node:net';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openWorkstation } from '../../../src-main/services/open-workstation.ts';
import { enterByLink } from '../../../src-main/services/system/presence.ts';
import { startShell, type RunningShell } from '../../e2e/harness.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 240_000 });

const ROOT = resolve(import.meta.dirname, '../../..');

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

async function node(...argv: string[]): Promise<Ended> {
  const env = { ...process.env, PURKINJE_NO_BROWSER: '1' };
  const child = spawn(process.execPath, argv, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

const web = (...argv: string[]): Promise<Ended> => node('src-main/shells/web/main.ts', ...argv);
const cli = (...argv: string[]): Promise<Ended> => node('src-main/shells/cli/main.ts', ...argv);

describe('web shell as a program', () => {
  let shell: RunningShell;
  beforeAll(async () => {
    shell = await startShell({ empty: true });
  }, 240_000);
  afterAll(() => shell.stop());

  it('is joined by a second start, which ends', async () => {
    const { code, out } = await web('--library', shell.library);
    expect(code).toBe(0);
    expect(out).toContain(`joining it at ${shell.address}`);
    const link = /Purkinje is at (\S+)/.exec(out)![1];
    const headers = { cookie: await enterByLink(link) };
    expect((await fetch(`${shell.address}/api/status`, { headers })).status).toBe(200);
    await expect(enterByLink(link)).rejects.toMatchObject({ code: 'NotAllowed' });
  });

  it('is joined by the command line', async () => {
    const { code, out } = await cli('list', '--library', shell.library, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({ studies: [] });
  });

  it('tells its secret to its own user alone', () => {
    const file = join(shell.library, 'joining.json');
    expect(readFileSync(file, 'utf8')).toContain(shell.address);
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
  });

  it('says what to do about a port in use, before anything long is begun', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const library = join(shell.library, 'other');
    const { code, out, err } = await web('--library', library, '--port', String(port));
    taken.close();
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain(`Port ${port} is in use`);
    expect(err).toContain('--port 0');
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('ends cleanly on Ctrl-C, and leaves the library closed', async () => {
    const own = await startShell({ empty: true, library: join(shell.library, 'own') });
    expect(await own.stop()).toBe(0);
    const again = openWorkstation(own.library, { shell: 'cli' });
    expect(again.library.wasUnclean).toBe(false);
    await again.close();
  });

  it('waits for a command that holds the library, then opens it', async () => {
    const library = join(shell.library, 'waited');
    const holder = openWorkstation(library, { shell: 'cli', create: true });
    const child = spawn(process.execPath, ['src-main/shells/web/main.ts', '--empty', '--library', library], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    const closed = once(child, 'close');
    await expect.poll(() => out, { timeout: 100_000 }).toContain('Waiting');
    await holder.close();
    await expect.poll(() => out, { timeout: 100_000 }).toContain('Ctrl-C ends it.');
    child.kill('SIGINT');
    expect(await closed).toEqual([0, null]);
  });

  it('says who holds a library that cannot be joined', async () => {
    const library = join(shell.library, 'held');
    const holder = openWorkstation(library, { shell: 'cli', create: true });
    const { code, err } = await web('--library', library, '--patience', '0');
    await holder.close();
    expect(code).toBe(1);
    expect(err).toMatch(/in use by process \d+/);
  });

  it('sends one who starts it, or a command, to the window of Electron that holds the library, at once', async () => {
    const library = join(shell.library, 'in-a-window');
    const holder = openWorkstation(library, { shell: 'electron', create: true });
    const started = await web('--library', library);
    const listed = await cli('list', '--library', library, '--json');
    await holder.close();
    const told = `open in a window of Purkinje (process ${process.pid}). Use that window, or close it`;
    expect(started).toMatchObject({ code: 1, out: '', err: expect.stringContaining(told) });
    expect(listed.code).toBe(1);
    expect(JSON.parse(listed.out)).toMatchObject({
      error: { code: 'LibraryInUse', message: expect.stringContaining(told) },
    });
  });
});
