import { EventEmitter } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient } from '../../../src-main/api/contract/client.ts';
import {
  DESKTOP_CHANNELS,
  DESKTOP_GLOBAL,
  MENU_COMMANDS,
} from '../../../src-main/api/contract/desktop-bridge.ts';
import { openWorkstation } from '../../../src-main/services/open-workstation.ts';
import { startElectronShell } from '../../../src-main/shells/electron/electron-shell.ts';
import { menuTemplate } from '../../../src-main/shells/electron/menu.ts';
import { writeSetting } from '../../../src-main/store/settings.ts';
import { StandIn } from './stand-in.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const OURS = { senderFrame: { url: 'purkinje://app/', parent: null } };
let folder: string;
let library: string;
let standIn: StandIn;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purkinje-electron-'));
  library = join(folder, 'library');
  standIn = new StandIn();
  standIn.app.paths.set('userData', join(folder, 'user'));
  // The demonstration study need not be classified here: that is the same job in every shell.
  process.env.PURKINJE_MODELS = join(folder, 'no-models');
});
afterEach(async () => {
  standIn.app.quit();
  await expect.poll(() => standIn.quits).toBeGreaterThan(0);
  rmSync(folder, { recursive: true, force: true });
  delete process.env.PURKINJE_MODELS;
});

const start = (): ReturnType<typeof startElectronShell> =>
  startElectronShell(standIn.asElectron(), {
    argv: ['--no-sandbox', 'main.js', '--library', library],
    preload: '/preload.cjs',
    platform: 'linux',
  });

/** A library that has had its demonstration study (and lost it): a start that need not simulate. */
async function prepared(): Promise<void> {
  const workstation = openWorkstation(library, { shell: 'cli', create: true });
  writeSetting(workstation.library.database, 'preparedAt', 'before');
  await workstation.close();
}

const ask = (path: string, init?: RequestInit): Promise<Response> =>
  standIn.handler!(new Request(`purkinje://app${path}`, init));

describe('Electron shell', { timeout: 120_000 }, () => {
  it('makes the library, imports through a utility process, and serves window and api on its scheme', async () => {
    await start();
    expect(standIn.calls.slice(0, 2)).toEqual(['register scheme', 'ready']);
    expect(standIn.scheme!.privileges).toMatchObject({
      standard: true,
      secure: true,
      supportFetchAPI: true,
      stream: true,
    });
    expect(standIn.scheme!.privileges).not.toHaveProperty('bypassCSP');
    const api = createClient((url, init) => ask(url, init));
    expect(await api.getStatus()).toMatchObject({ shell: 'electron' });
    const { studies } = await api.listStudies();
    expect(studies).toMatchObject([{ simulated: true, records: [{ signals: 19 }] }]);
    const jobs = (await api.listJobs()).jobs;
    expect(jobs.at(-1)).toMatchObject({ kind: 'import', state: 'done' });
    const response = await ask('/api/status');
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'");
  });

  it('opens a window without Node, sandboxed and isolated, and remembers its place', async () => {
    await prepared();
    await start();
    const [window] = standIn.windows;
    expect(window.url).toBe('purkinje://app/');
    expect(window.options.webPreferences).toEqual({
      preload: '/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
    });
    window.emit('close');
    const kept = JSON.parse(
      readFileSync(join(standIn.app.getPath('userData'), 'window.json'), 'utf8'),
    ) as object;
    expect(kept).toMatchObject({ width: 1500, maximized: true });
  });

  it('says in the empty window’s title what the first start makes, and shows a later one with its page', async () => {
    await start();
    const [window] = standIn.windows;
    expect(window.titles[0]).toContain('simulated demonstration study');
    expect(window.titles.at(-1)).toContain('classifying');
    const later = new StandIn();
    standIn.app.quit();
    await expect.poll(() => standIn.quits).toBe(1);
    later.app.paths.set('userData', join(folder, 'user'));
    await startElectronShell(later.asElectron(), {
      argv: ['--library', library],
      preload: '',
      platform: 'linux',
    });
    expect(later.windows[0].titles).toEqual([]);
    later.windows[0].emit('ready-to-show');
    expect(later.windows[0].titles).toHaveLength(1);
    later.app.quit();
    await expect.poll(() => later.quits).toBe(1);
  });

  it('comes back where a display shows it, else where the system puts it', async () => {
    await prepared();
    const places: unknown[] = [];
    const here = { x: 0, y: 0, width: 1920, height: 1080 };
    const elsewhere = { x: -2560, y: -1440, width: 2560, height: 1440 };
    for (const display of [here, here, elsewhere]) {
      const run = new StandIn();
      run.displays = [display];
      run.app.paths.set('userData', join(folder, 'user'));
      const options = { argv: ['--library', library], preload: '', platform: 'linux' };
      await startElectronShell(run.asElectron(), options);
      const { x, y, width } = run.windows[0].options;
      places.push([x, y, width]);
      run.app.quit();
      await expect.poll(() => run.quits).toBe(1);
    }
    expect(places).toEqual([
      [undefined, undefined, 1366],
      [10, 20, 1500],
      [undefined, undefined, 1500],
    ]);
  });

  it('opens its page again where that crashed, and says so', async () => {
    await prepared();
    await start();
    const [window] = standIn.windows;
    window.webContents.emit('render-process-gone', {}, { reason: 'clean-exit' });
    expect(window.reloads).toBe(0);
    window.webContents.emit('render-process-gone', {}, { reason: 'oom' });
    expect(window.reloads).toBe(1);
    expect(standIn.errors.join()).toContain('oom');
  });

  it('ends once, whoever else asks for it meanwhile', async () => {
    await prepared();
    await start();
    for (let n = 0; n < 3; n++) standIn.app.quit();
    await expect.poll(() => standIn.quits).toBe(1);
    expect(standIn.errors).toEqual([]);
  });

  it('serves nothing of another host, nor outside the window’s folder', async () => {
    await prepared();
    await start();
    expect((await standIn.handler!(new Request('purkinje://elsewhere/api/status'))).status).toBe(404);
    expect((await ask('/..%2f..%2fpackage.json')).status).toBe(404);
  });

  it('denies every permission, foreign navigation, new windows and views', async () => {
    await prepared();
    await start();
    const decided: boolean[] = [];
    standIn.permissions.request!({}, 'media', (yes) => decided.push(yes));
    expect([...decided, standIn.permissions.check!(), standIn.permissions.device!()]).toEqual([
      false,
      false,
      false,
    ]);
    const contents = Object.assign(new EventEmitter(), {
      open: undefined as undefined | (() => object),
      setWindowOpenHandler(handler: () => object) {
        contents.open = handler;
      },
    });
    standIn.app.emit('web-contents-created', {}, contents);
    expect(contents.open!()).toEqual({ action: 'deny' });
    const prevented = (event: string, url: string): boolean => {
      let stopped = false;
      contents.emit(event, { url, preventDefault: () => (stopped = true) });
      return stopped;
    };
    expect(prevented('will-navigate', 'https://example.org/')).toBe(true);
    expect(prevented('will-navigate', 'purkinje://app.example.org/')).toBe(true);
    expect(prevented('will-redirect', 'file:///etc/passwd')).toBe(true);
    expect(prevented('will-navigate', 'purkinje://app/records/1')).toBe(false);
    expect(prevented('will-attach-webview', '')).toBe(true);
  });

  it('answers the preload alone: dialogs, and the files of a record by its id', async () => {
    await start();
    const invoke = (channel: string, event: object, argument?: unknown): unknown =>
      standIn.invoked.get(channel)!(event, argument);
    expect(await invoke(DESKTOP_CHANNELS.chooseFiles, OURS)).toEqual(['/chosen']);
    standIn.dialogAnswer = { canceled: true, filePaths: [] };
    expect(await invoke(DESKTOP_CHANNELS.chooseFolder, OURS)).toEqual([]);
    for (const frame of [
      null,
      { url: 'https://example.org/', parent: null },
      { url: 'purkinje://app/', parent: {} },
    ])
      expect(() => invoke(DESKTOP_CHANNELS.chooseFiles, { senderFrame: frame })).toThrow(
        'Only the workstation',
      );
    const [{ records }] = (await createClient((url, init) => ask(url, init)).listStudies()).studies;
    invoke(DESKTOP_CHANNELS.reveal, OURS, records[0].id);
    expect(standIn.revealed[0].startsWith(join(library, 'signals'))).toBe(true);
    expect(() => invoke(DESKTOP_CHANNELS.reveal, OURS, '/etc/passwd')).toThrow('by its id');
  });

  it('shows its window to a second start, and ends where it is the second itself', async () => {
    await prepared();
    await start();
    standIn.app.emit('second-instance');
    expect(standIn.windows[0].focused).toBe(1);
    const second = new StandIn();
    second.isFirst = false;
    second.app.paths.set('userData', join(folder, 'user'));
    const options = { argv: ['--library', library], preload: '', platform: 'linux' };
    expect(await startElectronShell(second.asElectron(), options)).toBeUndefined();
    expect(second.quits).toBe(1);
    expect(second.windows).toEqual([]);
  });

  it('says which library is held by something else, and ends', async () => {
    const holder = openWorkstation(library, { shell: 'cli', create: true });
    expect(await start()).toBeUndefined();
    expect(standIn.errors[0]).toContain(library);
    await holder.close();
  });

  it('starts again with another library that is asked for in the window, once this one is closed', async () => {
    await prepared();
    const other = join(folder, 'other');
    await openWorkstation(other, { shell: 'cli', create: true }).close();
    await start();
    const request = new Request('purkinje://app/api/library/open', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ folder: other }),
    });
    expect((await standIn.handler!(request)).status).toBe(200);
    await expect.poll(() => standIn.quits).toBe(1);
    expect(standIn.relaunched.map((args) => args.slice(-2))).toEqual([['--library', other]]);
    const again = openWorkstation(library, { shell: 'cli' });
    await again.close();
  });

  it('closes the library before it ends', async () => {
    await prepared();
    await start();
    standIn.app.emit('window-all-closed');
    await expect.poll(() => standIn.quits).toBe(1);
    const next = openWorkstation(library, { shell: 'cli' });
    expect(next.library.wasUnclean).toBe(false);
    await next.close();
  });
});

describe('menu and preload', () => {
  it('sends each menu command that it has', () => {
    const sent: string[] = [];
    const click = (items: readonly { click?: unknown; submenu?: unknown }[]): void => {
      for (const { click: chosen, submenu } of items) {
        if (typeof chosen === 'function') (chosen as () => void)();
        if (Array.isArray(submenu)) click(submenu as []);
      }
    };
    click(menuTemplate((command) => sent.push(command), 'linux'));
    expect(sent.sort()).toEqual([...MENU_COMMANDS].sort());
  });

  it('speaks on the channels that the shell listens to', () => {
    const preload = readFileSync(join(ROOT, 'src-main/shells/electron/preload.cts'), 'utf8');
    for (const channel of Object.values(DESKTOP_CHANNELS)) expect(preload).toContain(`'${channel}'`);
    expect(preload).toContain(`'${DESKTOP_GLOBAL}'`);
    expect(preload.match(/'purkinje:[\w-]+'/g)).toHaveLength(Object.keys(DESKTOP_CHANNELS).length + 1);
  });
});
