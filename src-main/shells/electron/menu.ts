import type { MenuCommand } from '../../api/contract/desktop-bridge.ts';
import type { MenuItemConstructorOptions } from './electron-calls.ts';

/** The menu bar. Undo and redo are the workstation's own, so they go to the window as commands, without accelerators:
 * the window's own keys are remappable. */
export function menuTemplate(
  send: (command: MenuCommand) => void,
  platform: string,
): MenuItemConstructorOptions[] {
  const item = (label: string, command: MenuCommand): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
  });
  const quit: MenuItemConstructorOptions = platform === 'darwin' ? { role: 'close' } : { role: 'quit' };
  return [
    ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        item('Import files ...', 'import-files'),
        item('Import a folder ...', 'import-folder'),
        { type: 'separator' },
        quit,
      ],
    },
    {
      label: '&Edit',
      submenu: [
        item('Undo', 'undo'),
        item('Redo', 'redo'),
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
      ],
    },
    {
      label: '&View',
      submenu: [
        item('Studies', 'studies'),
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'toggleDevTools' },
      ],
    },
    { label: '&Help', submenu: [item('Keys', 'cheat-sheet'), item('About Purkinje', 'about')] },
  ];
}
