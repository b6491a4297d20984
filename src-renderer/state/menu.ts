import type { MenuCommand } from '../../src-main/api/contract/desktop-bridge.ts';
import type { Application } from './application.svelte.ts';
import { desktopShell } from './shell.ts';

/** What an item of the desktop's menu does. */
export function runMenu(app: Application, command: MenuCommand): void {
  const shell = desktopShell();
  const undoing = app.view === 'review' ? app.review?.editing : undefined;
  switch (command) {
    case 'import-files':
      return void shell?.chooseFiles().then((paths) => app.importPaths(paths));
    case 'import-folder':
      return void shell?.chooseFolder().then((paths) => app.importPaths(paths));
    case 'studies':
      app.view = 'studies';
      return;
    case 'undo':
      return void undoing?.undo();
    case 'redo':
      return void undoing?.redo();
    case 'cheat-sheet':
      app.dialog = 'keys';
      return;
    case 'about':
      app.view = 'about';
      return;
  }
}
