/** What `npm start` does on a fresh clone, and what it decides: with stand-ins for everything that it starts. */
import { once } from 'node:events';
import { existsSync, mkdirSync, renameSync, symlinkSync, utimesSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Clone, ended } from './clone.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

let clone: Clone;
beforeEach(() => {
  clone = new Clone();
});
afterEach(() => clone.remove());

const DISPLAY = { DISPLAY: ':7' };
const AT_HAND = (): NodeJS.ProcessEnv => ({
  ...DISPLAY,
  ELECTRON_OVERRIDE_DIST_PATH: clone.path('electron'),
});
const SANDBOX = process.getuid?.() === 0 ? '--no-sandbox ' : '';

describe.skipIf(process.platform !== 'linux')('npm start on a fresh clone', () => {
  it('installs what is missing, once, and again when the lock file changes', async () => {
    const first = await clone.start();
    expect(first).toMatchObject({ code: 0, out: 'web --open\n' });
    expect(first.err).toContain('Installing packages (npm ci) ...');
    expect(clone.npm).toEqual(['ci --ignore-scripts', 'rebuild node', 'rebuild @tensorflow/tfjs-node']);
    expect(await clone.start()).toMatchObject({ code: 0, out: 'web --open\n', err: '' });
    expect(clone.npm).toHaveLength(3);
    clone.write('package-lock.json', '{"changed": true}');
    expect((await clone.start()).err).toContain('Installing packages');
    expect(clone.npm).toHaveLength(6);
  });

  it('goes on without the optional engine, in one line', async () => {
    const { code, err } = await clone.start();
    expect(code).toBe(0);
    expect(err.split('\n').filter((line) => line.includes('tfjs-node'))).toEqual([
      expect.stringMatching(/is left out: its native library cannot be fetched\. It is optional/),
    ]);
    expect(existsSync(clone.path('node_modules/@tensorflow/tfjs-node'))).toBe(false);
  });

  it('says what to do where npm fails, and empties no folder of another checkout', async () => {
    const failed = await clone.start([], { NPM_FAILS: '1' });
    expect(failed).toMatchObject({ code: 1, out: '' });
    expect(failed.err).toMatch(/npm ci failed.*ENOSPC: make room.*ENOTFOUND.*check the network/s);
    mkdirSync(clone.path('elsewhere'));
    symlinkSync(clone.path('elsewhere'), clone.path('node_modules'));
    const linked = await clone.start();
    expect(linked.code).toBe(1);
    expect(linked.err).toContain('remove the link');
    expect(clone.npm).toEqual(['ci --ignore-scripts']);
  });

  it('builds the window where its sources changed, not where they were touched', async () => {
    expect((await clone.start()).err).toContain('Building the window ...');
    utimesSync(clone.path('src-renderer/main.ts'), new Date(), new Date());
    expect((await clone.start()).err).toBe('');
    clone.write('src-renderer/main.ts', '// another window');
    expect((await clone.start()).err).toBe('Building the window ...\n');
    renameSync(clone.path('dist/renderer'), clone.path('gone'));
    expect((await clone.start()).err).toContain('Building the window');
  });

  it('says that a build failed', async () => {
    await clone.start();
    clone.write('node_modules/vite/bin/vite.js', 'process.exit(1)');
    clone.write('src-renderer/main.ts', '// broken');
    expect(await clone.start()).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('The build failed (renderer)'),
    });
  });
});

describe.skipIf(process.platform !== 'linux')('npm start opens', () => {
  it('the web shell without a display, with what was asked', async () => {
    clone.withElectron();
    const { DISPLAY: _, ...env } = AT_HAND();
    expect((await clone.start(['--library', '/l', '--port', '0'], env)).out).toBe(
      'web --open --library /l --port 0\n',
    );
  });

  it('Electron where its binary and a display are there, once the library is prepared', async () => {
    clone.withElectron();
    const main = clone.path('dist/main/shells/electron/main.js');
    expect((await clone.start(['--library', '/l'], AT_HAND())).out).toBe(
      `cli prepare --library /l\nelectron ${SANDBOX}${main} --library /l\n`,
    );
    expect((await clone.start(['--web'], AT_HAND())).out).toBe('web --open\n');
    expect((await clone.start(['--port', '80'], AT_HAND())).out).toBe('web --open --port 80\n');
  });

  it('the browser where Electron cannot be fetched, and does not try again by itself', async () => {
    const first = await clone.start([], DISPLAY);
    expect(first.out).toBe('web --open\n');
    expect(first.err).toMatch(/Fetching Electron's binary/);
    const notAtHand =
      /Electron is not at hand \(fetching it failed: ENOTFOUND; npm start -- --electron tries again\)/;
    expect(first.err).toMatch(notAtHand);
    expect(first.err).toContain('Opening in the browser instead.');
    const second = await clone.start([], DISPLAY);
    expect(second.err).not.toContain('Fetching');
    expect(second.err).toMatch(notAtHand);
    const insisted = await clone.start(['--electron'], DISPLAY);
    expect(insisted).toMatchObject({ code: 1, out: '' });
    expect(insisted.err).toContain('Fetching');
  });

  it('Electron once it was fetched, with progress', async () => {
    const { out, err } = await clone.start([], { ...DISPLAY, FETCH: 'all' });
    expect(err).toMatch(/10 % of 120 MB\n +50 % of 120 MB\n +100 % of 120 MB/);
    expect(out).toContain('electron ');
    expect((await clone.start([], DISPLAY)).err).not.toContain('Fetching');
  });

  it('the browser after 20 s without a byte of Electron', async () => {
    const { out, err } = await clone.start([], { ...DISPLAY, FETCH: 'nothing' });
    expect(err).toContain('not a byte came in 20 s');
    expect(out).toBe('web --open\n');
  });

  it('nothing more after Ctrl-C: what it started ends in its own order', async () => {
    await clone.start();
    const child = clone.begin(['--library', 'wait']);
    const end = ended(child);
    await once(child.stdout!, 'data');
    child.kill('SIGINT');
    expect(await end).toMatchObject({ code: 0, out: 'web --open --library wait\nclosed\n' });
  });
});
