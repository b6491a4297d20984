import type { BrowserWindow, ElectronCalls, WebContents } from './electron-calls.ts';
import { APP_ORIGIN } from './scheme.ts';

/** Every permission is denied: the window needs no camera, no location, no notification, no clipboard reading. */
export function denyPermissions({ session }: Pick<ElectronCalls, 'session'>): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, decide) => decide(false));
  session.defaultSession.setPermissionCheckHandler(() => false);
  session.defaultSession.setDevicePermissionHandler(() => false);
}

/** Whatever is ever shown stays on the app's own origin, opens no window and attaches no view. */
export function confine({ app }: Pick<ElectronCalls, 'app'>): void {
  app.on('web-contents-created', (_event, contents) => confineContents(contents));
}

function confineContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('will-navigate', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOurs(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
}

/** A message counts only from the main frame of our own page. */
export function isOurFrame(event: { senderFrame: { url: string; parent: unknown } | null }): boolean {
  return event.senderFrame !== null && event.senderFrame.parent === null && isOurs(event.senderFrame.url);
}

export function isOurs(url: string): boolean {
  return url === APP_ORIGIN || url.startsWith(`${APP_ORIGIN}/`);
}

export type WindowOptions = ConstructorParameters<typeof BrowserWindow>[0];

/** What every window is made with. */
export function hardenedPreferences(
  preload: string,
): NonNullable<NonNullable<WindowOptions>['webPreferences']> {
  return {
    preload,
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    webSecurity: true,
    webviewTag: false,
    spellcheck: false,
    navigateOnDragDrop: false,
  };
}
