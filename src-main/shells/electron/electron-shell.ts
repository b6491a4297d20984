import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DESKTOP_CHANNELS, type MenuCommand } from '../../api/contract/desktop-bridge.ts';
import { createApi } from '../../api/routes/create-api.ts';
import { createHandlers } from '../../api/routes/handlers.ts';
import { isPurkinjeError } from '../../domain/errors.ts';
import { openWorkstation } from '../../services/open-workstation.ts';
import { prepareLibrary } from '../../services/prepare-library.ts';
import { locateRecord } from '../../services/records/locate-record.ts';
import { defaultLibraryFolder } from '../../services/system/library-folder.ts';
import { joinHolder } from '../../services/system/presence.ts';
import { rendererFolder } from '../../services/system/product.ts';
import type { Workstation } from '../../services/workstation.ts';
import { answerDesktopCalls } from './dialogs.ts';
import type { BrowserWindow, ElectronCalls } from './electron-calls.ts';
import { confine, denyPermissions } from './harden.ts';
import { utilityLauncher } from './launch-utility.ts';
import { menuTemplate } from './menu.ts';
import { registerScheme, serveScheme } from './scheme.ts';
import { openWindow } from './window.ts';

export interface ElectronShellOptions {
  readonly argv: readonly string[];
  /** Absolute path of the emitted preload. */
  readonly preload: string;
  readonly platform: string;
}

/**
 * The Electron shell over the calls it is given: everything but loading `electron`.
 * @returns once the window is asked for, or undefined where another start of this library shows its window instead
 */
export async function startElectronShell(
  electron: ElectronCalls,
  { argv, preload, platform }: ElectronShellOptions,
): Promise<BrowserWindow | undefined> {
  const { app } = electron;
  const library = libraryOf(argv);
  registerScheme(electron);
  confine(electron);
  // One instance a library: Electron's lock is one a user-data folder.
  const userData = join(
    app.getPath('userData'),
    createHash('sha256').update(library).digest('hex').slice(0, 12),
  );
  // Electron takes none that is not there.
  mkdirSync(userData, { recursive: true });
  app.setPath('userData', userData);
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return undefined;
  }
  const shown: { window?: BrowserWindow } = {};
  app.on('second-instance', () => {
    if (shown.window?.isMinimized() === true) shown.window.restore();
    shown.window?.focus();
  });
  await app.whenReady();
  denyPermissions(electron);
  const workstation = await openOrTell(electron, library);
  if (workstation === undefined) return undefined;
  void workstation.leaving.folder.then((folder) => startAgainWith(app, folder));
  const stop = new AbortController();
  // Nothing is done before the window is there to tell of it.
  const { promise: opened, resolve: open } = Promise.withResolvers<BrowserWindow>();
  const prepared = opened.then((window) =>
    prepareLibrary(workstation, stop.signal, (line) => tellFirstStart(window, line)),
  );
  endWith(electron, workstation, stop, prepared);
  const { log } = workstation;
  serveScheme(electron, {
    api: createApi(createHandlers(workstation), { log }),
    rendererFolder: rendererFolder(),
    log,
    ready: prepared,
  });
  answerDesktopCalls(
    electron,
    () => shown.window,
    (recordId) => {
      const { folder, files } = locateRecord(workstation, recordId);
      return join(folder, files[0]);
    },
  );
  const send = (command: MenuCommand): void => shown.window?.webContents.send(DESKTOP_CHANNELS.menu, command);
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(menuTemplate(send, platform)));
  shown.window = openWindow(electron, preload, join(userData, 'window.json'));
  open(shown.window);
  return (await preparedOrTold(electron, prepared, stop.signal)) ? shown.window : undefined;
}

/** Making the demonstration study takes some seconds: an empty window says so in its title, where the page is not yet. */
function tellFirstStart(window: BrowserWindow, line: string): void {
  if (window.isDestroyed()) return;
  window.setTitle(`Purkinje - ${line.trim()}`);
  window.show();
}

/** false where the library could not be prepared: that was told, and the program ends. */
async function preparedOrTold(
  { app, dialog }: Pick<ElectronCalls, 'app' | 'dialog'>,
  prepared: Promise<unknown>,
  stopped: AbortSignal,
): Promise<boolean> {
  try {
    await prepared;
    return true;
  } catch (error) {
    if (stopped.aborted) return false;
    if (!isPurkinjeError(error)) throw error;
    dialog.showErrorBox('Purkinje', error.message);
    app.quit();
    return false;
  }
}

/** The program ends as always, and starts again with the other library. */
function startAgainWith(app: ElectronCalls['app'], library: string): void {
  const others = process.argv
    .slice(1)
    .filter(
      (one, index, all) =>
        one !== '--library' && all[index - 1] !== '--library' && !one.startsWith('--library='),
    );
  app.relaunch({ args: [...others, '--library', library] });
  app.quit();
}

/** Chromium's own switches stand among the arguments: only ours are looked at. */
function libraryOf(argv: readonly string[]): string {
  const { values } = parseArgs({ args: [...argv], options: { library: { type: 'string' } }, strict: false });
  return resolve(typeof values.library === 'string' ? values.library : defaultLibraryFolder());
}

/** The library, or a message (or the running workstation in the browser) and the end. */
async function openOrTell(electron: ElectronCalls, library: string): Promise<Workstation | undefined> {
  const { app, dialog, shell } = electron;
  try {
    return openWorkstation(library, { shell: 'electron', create: true, launch: utilityLauncher(electron) });
  } catch (error) {
    if (!isPurkinjeError(error)) throw error;
    const joined = error.code === 'LibraryInUse' ? await joinHolder(library) : undefined;
    if (joined) await shell.openExternal(joined.link);
    else dialog.showErrorBox('Purkinje', error.message);
    app.quit();
    return undefined;
  }
}

/**
 * Closing the window ends the program, and the program closes the library before it ends: once its windows are closed, so
 * that the page has left in its own order.
 */
function endWith(
  { app, dialog }: Pick<ElectronCalls, 'app' | 'dialog'>,
  workstation: Workstation,
  stop: AbortController,
  prepared: Promise<unknown>,
): void {
  let closing: Promise<void> | undefined;
  let closed = false;
  const close = async (): Promise<void> => {
    stop.abort();
    // Whether it was prepared has been told.
    await prepared.catch(() => {});
    await workstation.close();
  };
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (closed) return;
    event.preventDefault();
    closing ??= close()
      .catch((error: unknown) => dialog.showErrorBox('Purkinje', `It did not end well: ${String(error)}`))
      .then(() => {
        closed = true;
        app.quit();
      });
  });
}
