import type * as Electron from 'electron';

/** The parts of `electron` that the shell uses. Types alone are imported: under plain Node the package downloads. */
export type ElectronCalls = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'dialog'
  | 'ipcMain'
  | 'Menu'
  | 'protocol'
  | 'screen'
  | 'session'
  | 'shell'
  | 'utilityProcess'
>;

export type {
  BrowserWindow,
  IpcMainInvokeEvent,
  MenuItemConstructorOptions,
  Rectangle,
  UtilityProcess,
  WebContents,
} from 'electron';
