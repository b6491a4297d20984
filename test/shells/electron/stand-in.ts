import { fork } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import type { ElectronCalls } from '../../../src-main/shells/electron/electron-calls.ts';

type Handler = (request: Request) => Promise<Response>;
type Invoked = (event: object, argument?: unknown) => unknown;

/** The few calls of Electron that the shell makes, written down in order; jobs run as ordinary child processes. */
export class StandIn {
  /** What was called, in order. */
  readonly calls: string[] = [];
  readonly app = Object.assign(new EventEmitter(), {
    paths: new Map([['userData', '']]),
    getPath: (name: string): string => this.app.paths.get(name)!,
    setPath: (name: string, path: string): void => {
      if (!existsSync(path)) throw new Error(`${path} does not exist`);
      this.app.paths.set(name, path);
    },
    requestSingleInstanceLock: (): boolean => this.isFirst,
    whenReady: async (): Promise<void> => void this.calls.push('ready'),
    relaunch: ({ args }: { args: string[] }): void => void this.relaunched.push(args),
    quit: (): void => this.#quit(),
    exit: (): void => this.#note('exit'),
  });
  readonly relaunched: string[][] = [];
  isFirst = true;
  scheme: { scheme: string; privileges: Record<string, boolean> } | undefined;
  handler: Handler | undefined;
  readonly windows: StandInWindow[] = [];
  readonly errors: string[] = [];
  readonly opened: string[] = [];
  readonly revealed: string[] = [];
  readonly invoked = new Map<string, Invoked>();
  readonly permissions: {
    request?: (contents: unknown, permission: string, decide: (yes: boolean) => void) => void;
    check?: () => boolean;
    device?: () => boolean;
  } = {};
  dialogAnswer = { canceled: false, filePaths: ['/chosen'] };
  menu: unknown;
  displays = [{ x: 0, y: 0, width: 1920, height: 1080 }];
  quits = 0;

  /** As Electron does: windows are closed first, and whoever listens may hold the end back. */
  #quit(): void {
    let held = false;
    const event = { preventDefault: () => (held = true) };
    this.app.emit('before-quit', event);
    if (held) return;
    for (const window of this.windows) window.close();
    this.app.emit('will-quit', event);
    if (!held) this.quits++;
  }

  #note(call: string): void {
    this.calls.push(call);
  }

  /** Typed as the real ones: what the shell does with more than these would fail at run time, here. */
  asElectron(): ElectronCalls {
    const windows = this.windows;
    const parts = {
      app: this.app,
      BrowserWindow: class extends StandInWindow {
        constructor(options: Record<string, unknown>) {
          super(options);
          windows.push(this);
        }
      },
      screen: { getAllDisplays: () => this.displays.map((workArea) => ({ workArea })) },
      protocol: {
        registerSchemesAsPrivileged: ([scheme]: [StandIn['scheme']]) => {
          this.#note('register scheme');
          this.scheme = scheme;
        },
        handle: (_scheme: string, handler: Handler) => (this.handler = handler),
      },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (handler: NonNullable<StandIn['permissions']['request']>) =>
            (this.permissions.request = handler),
          setPermissionCheckHandler: (handler: () => boolean) => (this.permissions.check = handler),
          setDevicePermissionHandler: (handler: () => boolean) => (this.permissions.device = handler),
        },
      },
      dialog: {
        showErrorBox: (_title: string, text: string) => this.errors.push(text),
        showOpenDialog: async () => this.dialogAnswer,
      },
      shell: {
        openExternal: async (url: string) => this.opened.push(url),
        showItemInFolder: (path: string) => this.revealed.push(path),
      },
      ipcMain: { handle: (channel: string, answer: Invoked) => this.invoked.set(channel, answer) },
      Menu: {
        buildFromTemplate: (template: unknown) => template,
        setApplicationMenu: (menu: unknown) => (this.menu = menu),
      },
      utilityProcess: { fork: forkAsUtility },
    };
    return parts as unknown as ElectronCalls;
  }
}

/** A child process with the face of a utility process. */
function forkAsUtility(entry: string): object {
  const child = fork(entry, [], { execArgv: [], stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  return Object.assign(new EventEmitter(), {
    pid: child.pid,
    stderr: child.stderr,
    on(event: string, listener: (...values: unknown[]) => void) {
      child.on(event, listener);
      return this;
    },
    postMessage: (message: object) => child.send(message),
    kill: () => child.kill(),
  });
}

export class StandInWindow extends EventEmitter {
  readonly options: Record<string, unknown>;
  url = '';
  focused = 0;
  title = '';
  closed = false;
  /** With which it was shown. */
  readonly titles: string[] = [];
  readonly webContents = Object.assign(new EventEmitter(), {
    sent: [] as unknown[][],
    send: (...values: unknown[]): void => void this.webContents.sent.push(values),
  });
  reloads = 0;

  constructor(options: Record<string, unknown>) {
    super();
    this.options = options;
  }
  loadURL(url: string): Promise<void> {
    this.url = url;
    return Promise.resolve();
  }
  reload(): void {
    this.reloads++;
  }
  show(): void {
    this.titles.push(this.title);
  }
  setTitle(title: string): void {
    this.title = title;
  }
  isDestroyed = (): boolean => this.closed;
  close(): void {
    if (this.closed) return;
    this.emit('close');
    this.closed = true;
  }
  maximize(): void {}
  isMaximized = (): boolean => true;
  isMinimized = (): boolean => false;
  focus(): void {
    this.focused++;
  }
  getNormalBounds = (): object => ({ x: 10, y: 20, width: 1500, height: 900 });
}
