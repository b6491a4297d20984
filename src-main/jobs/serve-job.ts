import { PREPARED } from './handlers.ts';
import type { HostMessage, ProcessMessage } from './job-messages.ts';
import type { JobHandler, JobHandlers } from './job-handler.ts';
import { onParentMessage, tellParent } from './process-port.ts';
import { runJob } from './run-job.ts';

/**
 * The program of a job's process: takes its one order from the host, does it, and ends.
 * @param handlers the kinds that it can do
 * @param options isAhead: it loads what an import needs without being told; whoever started it may be too busy to say so
 */
export function serveJob(
  handlers: JobHandlers,
  { isAhead = false }: { readonly isAhead?: boolean } = {},
): void {
  let prepared = isAhead ? prepare(handlers) : undefined;
  // Without its owner a job does not go on: another owner may have begun it again.
  onParentMessage((received) => {
    const message = received as HostMessage;
    if (message.type === 'cancel') abortController.abort();
    else if (message.type === 'prepare') prepared ??= prepare(handlers);
    else void start(message, prepared ?? handlers);
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
  void Promise.all(loading.map(async ([, prepared]) => (await prepared).settled)).then(() =>
    send({ type: 'prepared' }),
  );
  const early = loading.map(([kind, prepared]) => [
    kind,
    async (): Promise<JobHandler> => (await prepared).handler,
  ]);
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
