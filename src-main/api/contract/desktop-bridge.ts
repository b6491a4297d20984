/**
 * What the Electron shell's preload puts at `window.purkinjeDesktop`: only what a page cannot do. Absent in the web
 * shell, where files are uploaded (`createUpload`) instead of imported by path.
 */
export interface DesktopBridge {
  /** The open dialog. @returns absolute paths, empty where it was cancelled */
  chooseFiles(): Promise<readonly string[]>;
  chooseFolder(): Promise<readonly string[]>;
  /** Paths of dropped files, the DOM's `File` objects; files that lie on no disk are left out. */
  pathsOf(files: readonly object[]): readonly string[];
  /** Shows a record's files in the system's file browser. */
  reveal(recordId: number): Promise<void>;
  /** Calls the listener for a chosen menu item. @returns a function that ends this */
  onMenu(listener: (command: MenuCommand) => void): () => void;
}

export const MENU_COMMANDS = [
  'import-files',
  'import-folder',
  'studies',
  'undo',
  'redo',
  'cheat-sheet',
  'about',
] as const;
export type MenuCommand = (typeof MENU_COMMANDS)[number];

/** Channels between preload and the Electron shell. */
export const DESKTOP_CHANNELS = {
  chooseFiles: 'purkinje:choose-files',
  chooseFolder: 'purkinje:choose-folder',
  reveal: 'purkinje:reveal',
  menu: 'purkinje:menu',
} as const;

export const DESKTOP_GLOBAL = 'purkinjeDesktop';
