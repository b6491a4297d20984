import type { JobProcess, ProcessLauncher } from '../../jobs/launch-process.ts';
import type { ElectronCalls } from './electron-calls.ts';

/** Kept of what a dying process wrote, to say why. */
const LAST_WORDS = 2000;

/** Jobs as utility processes: Node's `fork` would need Electron to run as Node, which a fuse forbids. */
export function utilityLauncher({ utilityProcess }: Pick<ElectronCalls, 'utilityProcess'>): ProcessLauncher {
  return (entry): JobProcess => {
    const child = utilityProcess.fork(entry, [], {
      serviceName: 'Purkinje job',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let words = '';
    child.stderr?.on('data', (bytes: Buffer) => (words = (words + bytes.toString()).slice(-LAST_WORDS)));
    let over = false;
    child.on('exit', () => (over = true));
    return {
      pid: child.pid,
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
