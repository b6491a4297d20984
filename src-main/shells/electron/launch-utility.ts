import type { LaunchedProcess, ProcessLauncher } from '../../jobs/launch-process.ts';
import type { ElectronCalls } from './electron-calls.ts';

/** Kept of what a dying process wrote, to say why. */
const LAST_WORDS = 2000;

/** Jobs as utility processes: Node's `fork` would need Electron to run as Node, which a fuse forbids. */
export function utilityLauncher({ utilityProcess }: Pick<ElectronCalls, 'utilityProcess'>): ProcessLauncher {
  return <Told, Tells>(entry: string): LaunchedProcess<Told, Tells> => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Purkinje job',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    const hear = (text: string): string => (words = (words + text).slice(-LAST_WORDS));
    child.stderr?.on('data', (bytes: Buffer) => hear(bytes.toString()));
    // V8 gave up, for want of memory most likely; the exit follows. Unheard, it would end the program.
    child.on('error', (type, location) => hear(`${type} at ${location}`));
    let over = false;
    child.on('exit', () => (over = true));
    return {
      // Not known before it runs.
      get pid() {
        return child.pid;
      },
      send: (message) => {
        if (!over) child.postMessage(message);
      },
      onMessage: (listener) => void child.on('message', listener),
      onExit: (listener) =>
        void child.on('exit', (code) =>
          listener(`exit code ${code}${words === '' ? '' : `: ${words.trim()}`}`),
        ),
      kill: () => void child.kill(),
    };
  };
}
