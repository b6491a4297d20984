import type { HostMessage, ProcessMessage } from './job-messages.ts';
import { runJob } from './run-job.ts';

/** Electron's end of a utility process; a Node child process has `process.send` instead. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;
const abortController = new AbortController();

function send(message: ProcessMessage): void {
  if (parentPort) parentPort.postMessage(message);
  else if (process.connected) process.send?.(message);
}

async function start(message: Extract<HostMessage, { type: 'start' }>): Promise<void> {
  await runJob(message, abortController, {
    changed: () => send({ type: 'changed' }),
    bug: (stack) => send({ type: 'bug', stack }),
  });
  process.exit(0);
}

function receive(message: HostMessage): void {
  if (message.type === 'cancel') abortController.abort();
  else void start(message);
}

// Without its owner a job must not go on: another owner may have begun it again.
process.on('disconnect', () => process.exit(1));
if (parentPort) parentPort.on('message', ({ data }) => receive(data as HostMessage));
else process.on('message', (message) => receive(message as HostMessage));
send({ type: 'ready' });
