import type { HostMessage } from '../../src-main/jobs/job-messages.ts';
import { endJobRun, findJob, writeJobCheckpoint, writeJobProgress } from '../../src-main/store/jobs.ts';
import { joinLibrary } from '../../src-main/store/library.ts';

/**
 * A job process for the tests of the host. It does what its job's input says: counts to `steps` with a checkpoint at each,
 * slowly where `slow`, from where it was; in the first run it exits on the spot at `dieAt`.
 */
interface Script {
  readonly steps: number;
  readonly slow?: boolean;
  readonly dieAt?: number;
}

let cancelled = false;

async function count(order: Extract<HostMessage, { type: 'start' }>): Promise<void> {
  const { database } = joinLibrary(order.libraryPath);
  const job = findJob(database, order.run.id)!;
  const script = job.input as Script;
  const first = ((job.checkpoint as { step: number } | undefined)?.step ?? 0) + 1;
  for (let step = first; step <= script.steps && !cancelled; step++) {
    if (step === script.dieAt && order.run.run === 1) process.exit(3);
    writeJobCheckpoint(database, order.run, { step });
    writeJobProgress(database, order.run, step / script.steps, `step ${step}`, undefined);
    process.send!({ type: 'changed' });
    await new Promise((resolve) => setTimeout(resolve, script.slow ? 20 : 0));
  }
  endJobRun(database, order.run, cancelled ? { state: 'cancelled' } : { state: 'done', result: { first } });
  process.send!({ type: 'changed' });
  process.exit(0);
}

process.on('disconnect', () => process.exit(1));
process.on('message', (message: HostMessage) => {
  if (message.type === 'start') void count(message);
  else if (message.type === 'prepare') process.send!({ type: 'prepared' });
  else cancelled = true;
});
process.send!({ type: 'ready' });
