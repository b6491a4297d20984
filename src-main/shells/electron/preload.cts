// The window's whole view of Electron. Sandboxed and CommonJS; the channel names repeat `desktop-bridge.ts`, which a
// sandboxed preload cannot load (a test compares them).
import type { IpcRendererEvent } from 'electron';
import type { DesktopBridge, MenuCommand } from '../../api/contract/desktop-bridge.ts';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- a sandboxed preload is CommonJS
const { contextBridge, ipcRenderer, webUtils } = require('electron') as typeof import('electron');

const bridge: DesktopBridge = {
  chooseFiles: () => ipcRenderer.invoke('purkinje:choose-files') as Promise<string[]>,
  chooseFolder: () => ipcRenderer.invoke('purkinje:choose-folder') as Promise<string[]>,
  pathsOf: (files) =>
    files.map((file) => webUtils.getPathForFile(file as File)).filter((path) => path !== ''),
  reveal: (recordId) => ipcRenderer.invoke('purkinje:reveal', recordId) as Promise<void>,
  onMenu: (listener) => {
    const forward = (_event: IpcRendererEvent, command: MenuCommand): void => listener(command);
    ipcRenderer.on('purkinje:menu', forward);
    return () => ipcRenderer.off('purkinje:menu', forward);
  },
};

contextBridge.exposeInMainWorld('purkinjeDesktop', bridge);
