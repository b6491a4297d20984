import type { HostMessage, ProcessMessage } from './job-messages.ts';
import type { JobHandlers } from './job-handler.ts';
import { onParentMessage, tellParent } from './process-port.ts';
import { runJob } from './run-job.ts';

/**
 * The program of a job's process: takes its one order from the host, does it, and ends.
 * @param handlers the kinds that it can do
 */
export function serveJob(handlers: JobHandlers): void {
  // Without its owner a job does not go on: another owner may have begun it again.
  onParentMessage((received) => {
    const message = received as HostMessage;
    if (message.type === 'cancel') abortController.abort();
    else void start(message, handlers);
  });
  send({ type: 'ready' });
}

const abortController = new AbortController();

function send(message: ProcessMessage): void {
  tellParent(message);
}

async function start(message: Extract<HostMessage, { type: 'start' }>, handlers: JobHandlers): Promise<void> {
  await runJob(message, handlers, abortController, {
    changed: () => send({ type: 'changed' }),
    bug: (stack) => send({ type: 'bug', stack }),
    committed: () => send({ type: 'committed' }),
  });
  process.exit(0);
}
