import { DESKTOP_GLOBAL, type DesktopBridge } from '../../src-main/api/contract/desktop-bridge.ts';

/** What the desktop shell's preload adds to the page; undefined in a browser. */
export function desktopShell(): DesktopBridge | undefined {
  return (globalThis as unknown as Record<string, DesktopBridge | undefined>)[DESKTOP_GLOBAL];
}
