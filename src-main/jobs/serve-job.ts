import { PREPARED } from './handlers.ts';
import type { HostMessage, ProcessMessage } from './job-messages.ts';
import type { JobHandler, JobHandlers } from './job-handler.ts';
import { onParentMessage, tellParent } from './process-port.ts';
import { runJob } from './run-job.ts';

/**
 * The program of a job's process: takes its one order from the host, does it, and ends.
 * @param handlers the kinds that it can do
 */
export function serveJob(handlers: JobHandlers): void {
  let known = handlers;
  // Without its owner a job does not go on: another owner may have begun it again.
  onParentMessage((received) => {
    const message = received as HostMessage;
    if (message.type === 'cancel') abortController.abort();
    else if (message.type === 'prepare') known = prepare(handlers);
    else void start(message, known);
  });
  send({ type: 'ready' });
}

const abortController = new AbortController();

function send(message: ProcessMessage): void {
  tellParent(message);
}

/** Begins to load what is likely to be needed. @returns the handlers, those among them that wait for it */
function prepare(handlers: JobHandlers): JobHandlers {
  const loading = Object.entries(PREPARED).map(([kind, load]) => [kind, load()] as const);
  void Promise.all(loading.map(([, handler]) => handler)).then(() => send({ type: 'prepared' }));
  const early = loading.map(([kind, handler]) => [kind, (): Promise<JobHandler> => handler]);
  return { ...handlers, ...(Object.fromEntries(early) as JobHandlers) };
}

async function start(message: Extract<HostMessage, { type: 'start' }>, handlers: JobHandlers): Promise<void> {
  await runJob(message, handlers, abortController, {
    changed: () => send({ type: 'changed' }),
    bug: (stack) => send({ type: 'bug', stack }),
    committed: () => send({ type: 'committed' }),
  });
  process.exit(0);
}
