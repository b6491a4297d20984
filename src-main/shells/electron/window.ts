import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { BrowserWindow, ElectronCalls } from './electron-calls.ts';
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

/** Opens the one window where it was left. @param boundsFile where its place is kept */
export function openWindow(
  { BrowserWindow }: Pick<ElectronCalls, 'BrowserWindow'>,
  preload: string,
  boundsFile: string,
): BrowserWindow {
  const { maximized, ...bounds } = readBounds(boundsFile);
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
  void window.loadURL(`${APP_ORIGIN}/`);
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

function writeBounds(file: string, window: BrowserWindow): void {
  const bounds: Bounds = { ...window.getNormalBounds(), maximized: window.isMaximized() };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(bounds));
}
