import type { HostMessage, ProcessMessage } from './job-messages.ts';
import type { JobHandlers } from './job-handler.ts';
import { runJob } from './run-job.ts';

/** Electron's end of a utility process; a Node child process has `process.send` instead. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

/**
 * The program of a job's process: takes its one order from the host, does it, and ends.
 * @param handlers the kinds that it can do
 */
export function serveJob(handlers: JobHandlers): void {
  // Without its owner a job must not go on: another owner may have begun it again.
  process.on('disconnect', () => process.exit(1));
  const receive = (message: HostMessage): void => {
    if (message.type === 'cancel') abortController.abort();
    else void start(message, handlers);
  };
  if (parentPort) parentPort.on('message', ({ data }) => receive(data as HostMessage));
  else process.on('message', (message) => receive(message as HostMessage));
  send({ type: 'ready' });
}

const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;
const abortController = new AbortController();

function send(message: ProcessMessage): void {
  if (parentPort) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
}

async function start(message: Extract<HostMessage, { type: 'start' }>, handlers: JobHandlers): Promise<void> {
  await runJob(message, handlers, abortController, {
    changed: () => send({ type: 'changed' }),
    bug: (stack) => send({ type: 'bug', stack }),
    committed: () => send({ type: 'committed' }),
  });
  process.exit(0);
}
