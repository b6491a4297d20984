import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BrowserWindow, ElectronCalls, Rectangle } from './electron-calls.ts';
import { hardenedPreferences } from './harden.ts';
import { APP_ORIGIN } from './scheme.ts';

interface Bounds {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized?: boolean;
}

const FIRST_BOUNDS: Bounds = { width: 1366, height: 768 };
/** The lab theme's background, so that nothing flashes white in a dark room. */
const BACKGROUND = '#0E1114';

/**
 * Opens the one window where it was left; shown once its page is there, or when `show` is called before.
 * @param boundsFile where its place is kept
 */
export function openWindow(
  { BrowserWindow, dialog, screen }: Pick<ElectronCalls, 'BrowserWindow' | 'dialog' | 'screen'>,
  preload: string,
  boundsFile: string,
): BrowserWindow {
  const { maximized, ...bounds } = onScreen(readBounds(boundsFile), screen.getAllDisplays());
  const window = new BrowserWindow({
    ...bounds,
    minWidth: 1024,
    minHeight: 600,
    show: false,
    title: 'Purkinje',
    backgroundColor: BACKGROUND,
    webPreferences: hardenedPreferences(preload),
  });
  if (maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  window.on('close', () => writeBounds(boundsFile, window));
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    // Else a window is left that shows nothing and answers to nothing.
    dialog.showErrorBox(
      'Purkinje',
      `Its window ended (${reason}) and is opened again. What was saved is there.`,
    );
    window.reload();
  });
  window.loadURL(`${APP_ORIGIN}/`).catch((error: unknown) => {
    // Closed while it was loading: then nobody waits for it.
    if (!window.isDestroyed()) dialog.showErrorBox('Purkinje', `Its window can't be shown: ${String(error)}`);
  });
  return window;
}

function readBounds(file: string): Bounds {
  try {
    return { ...FIRST_BOUNDS, ...(JSON.parse(readFileSync(file, 'utf8')) as Bounds) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT' || error instanceof SyntaxError)
      return FIRST_BOUNDS;
    throw error;
  }
}

/** Without its place where none of the displays that are there now shows it: a laptop leaves its second screen behind. */
function onScreen(bounds: Bounds, displays: readonly { readonly workArea: Rectangle }[]): Bounds {
  const { x, y, ...size } = bounds;
  if (x === undefined || y === undefined) return size;
  const shows = ({ workArea: area }: { readonly workArea: Rectangle }): boolean =>
    x < area.x + area.width && x + size.width > area.x && y < area.y + area.height && y >= area.y;
  return displays.some(shows) ? bounds : size;
}

function writeBounds(file: string, window: BrowserWindow): void {
  const bounds: Bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(bounds));
}
