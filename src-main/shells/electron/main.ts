import { join } from 'node:path';
import * as electron from 'electron';
import { startElectronShell } from './electron-shell.ts';

/** The Electron program: the only file that loads `electron`. Emitted to dist/main by `tsc -p tsconfig.build.json`. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => electron.app.quit());

// Not awaited: Electron is ready only once this module has been evaluated.
startElectronShell(electron, {
  argv: process.argv.slice(1),
  preload: join(import.meta.dirname, 'preload.cjs'),
  platform: process.platform,
}).catch((error: unknown) => {
  electron.dialog.showErrorBox(
    'Purkinje',
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
  electron.app.exit(1);
});
