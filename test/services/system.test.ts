import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findModel, listModels } from '../../src-main/services/models.ts';
import { defaultLibraryFolder } from '../../src-main/services/system/library-folder.ts';
import { openLog } from '../../src-main/services/system/log.ts';
import { examine } from '../../src-main/services/system/doctor.ts';
import { findChromium } from '../../src-main/services/system/browsers.ts';
import { readStaticFile } from '../../src-main/services/system/static-files.ts';
import { commandFor, hasDisplay } from '../../src-main/shells/web/open-browser.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'purkinje-system-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the library’s usual place', () => {
  it('is the user’s own data folder unless it is named', () => {
    expect(defaultLibraryFolder({}, 'linux')).toBe(join(homedir(), '.local/share/purkinje/library'));
    expect(defaultLibraryFolder({ XDG_DATA_HOME: '/data' }, 'linux')).toBe('/data/purkinje/library');
    expect(defaultLibraryFolder({}, 'darwin')).toContain('Application Support');
    expect(defaultLibraryFolder({ LOCALAPPDATA: '/local' }, 'win32')).toBe('/local/purkinje/library');
    expect(defaultLibraryFolder({ PURKINJE_LIBRARY: '/here', XDG_DATA_HOME: '/data' }, 'linux')).toBe(
      '/here',
    );
  });
});

describe('the log', () => {
  it('keeps stacks and their causes under the id that the user is shown', () => {
    const log = openLog(folder);
    const id = log.bug(new TypeError('outer', { cause: new RangeError('inner') }));
    const text = readFileSync(join(folder, 'logs/purkinje.log'), 'utf8');
    expect(text).toContain(id);
    expect(text).toMatch(/outer[\s\S]*system\.test\.ts[\s\S]*caused by RangeError: inner/);
    expect(log.bug('no error')).not.toBe(id);
  });

  it('is turned over before it fills the disk', () => {
    writeFileSync(join(folder, 'logs/purkinje.log'), Buffer.alloc(5 * 1024 * 1024));
    openLog(folder).bug(new Error('next'));
    expect(readFileSync(join(folder, 'logs/purkinje.log'), 'utf8').length).toBeLessThan(10_000);
  });
});

describe('models', () => {
  const put = (id: string, version: string, manifest: string): void => {
    mkdirSync(join(folder, 'models', id, version), { recursive: true });
    writeFileSync(join(folder, 'models', id, version, 'manifest.json'), manifest);
  };
  const manifest = JSON.stringify({
    title: 'T',
    classes: ['N'],
    channels: ['II'],
    metrics: { f1: 0.5, note: 'x' },
  });

  it('are listed with the newest of the default model first', () => {
    expect(listModels(join(folder, 'models'))).toEqual([]);
    for (const version of ['1.9.0', '1.10.0']) put('purkinje-ep', version, manifest);
    put('another', '2.0.0', manifest);
    const models = listModels(join(folder, 'models'));
    expect(models.map(({ id, version }) => `${id} ${version}`)).toEqual([
      'purkinje-ep 1.10.0',
      'another 2.0.0',
      'purkinje-ep 1.9.0',
    ]);
    expect(models[0]).toMatchObject({ isDefault: true, metrics: { f1: 0.5 }, card: '' });
  });

  it('are found by id, by id and version, and by default', () => {
    const find = (name?: string): string => findModel(name, join(folder, 'models')).version;
    expect([find(), find('purkinje-ep'), find('purkinje-ep 1.9.0'), find('another')]).toEqual([
      '1.10.0',
      '1.10.0',
      '1.9.0',
      '2.0.0',
    ]);
    expect(() => find('nobody')).toThrow(/no model nobody.*another 2\.0\.0/);
  });

  it('say which manifest is damaged', () => {
    put('damaged', '1.0.0', '{');
    expect(() => listModels(join(folder, 'models'))).toThrow(/damaged.*manifest\.json is no JSON/);
  });
});

describe('static files', () => {
  it('have their type, and none lies outside the folder', async () => {
    mkdirSync(join(folder, 'www'));
    writeFileSync(join(folder, 'www/index.html'), 'index');
    writeFileSync(join(folder, 'www/font.woff2'), 'font');
    writeFileSync(join(folder, 'www/key.pem'), 'key');
    const read = (path: string) => readStaticFile(join(folder, 'www'), path);
    expect(await read('/')).toMatchObject({ type: 'text/html; charset=utf-8', immutable: false });
    expect(await read('/font.woff2')).toMatchObject({ type: 'font/woff2' });
    for (const path of ['/key.pem', '/missing.js', '/../models', '/%2e%2e/x.json', '/%zz.js', '/a%00.js'])
      expect((await read(path))?.type.startsWith('text/html') ?? true, path).toBe(true);
    expect(await read('/../logs/purkinje.log')).toBeUndefined();
  });
});

describe('browsers and displays', () => {
  it('are looked for where they may be', () => {
    expect(findChromium({ PURKINJE_CHROMIUM: '/own' })).toBe('/own');
    expect(findChromium({ PATH: folder })).toBeUndefined();
    const program = join(folder, 'chromium');
    writeFileSync(program, '', { mode: 0o755 });
    expect(findChromium({ PATH: folder })).toBe(program);
  });

  it('are opened with what the system has', () => {
    expect(hasDisplay({}, 'linux')).toBe(false);
    expect(hasDisplay({ WAYLAND_DISPLAY: 'w' }, 'linux')).toBe(true);
    expect(hasDisplay({}, 'darwin')).toBe(true);
    expect(hasDisplay({ PURKINJE_NO_BROWSER: '1', DISPLAY: ':0' }, 'linux')).toBe(false);
    expect(commandFor('http://x/?a&b', 'linux')).toEqual(['xdg-open', ['http://x/?a&b']]);
    expect(commandFor('http://x/?a&b', 'win32')[1].at(-1)).toBe('http://x/?a^&b');
  });
});

describe('doctor', () => {
  it('tells what is there, and what to do about each thing that is not', async () => {
    const checks = await examine(join(folder, 'not', 'yet'));
    const names = checks.map(({ name }) => name);
    for (const name of [
      'Node',
      'SQLite',
      'Disk',
      'Electron',
      'Chromium',
      'Execution providers',
      'tfjs-node',
      'Models',
    ])
      expect(names).toContain(name);
    expect(checks.find(({ name }) => name === 'Execution providers')!.found).toContain('cpu');
    for (const { state, advice, name } of checks) if (state !== 'ok') expect(advice, name).toBeTruthy();
  });
});
