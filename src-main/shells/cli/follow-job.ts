import type { ApiClient } from '../../api/contract/client.ts';
import type { Job } from '../../api/contract/work.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { Terminal } from './command.ts';

/**
 * Watches a job to its end, with a bar. Ctrl-C cancels the job.
 * @returns the ended job
 * @throws what the job failed with; Cancelled
 */
export async function followJob(api: ApiClient, started: Job, terminal: Terminal): Promise<Job> {
  const cancel = (): void => void api.cancelJob({ params: { jobId: started.id } });
  if (terminal.abortSignal.aborted) cancel();
  terminal.abortSignal.addEventListener('abort', cancel, { once: true });
  let last = started;
  try {
    for await (const job of api.watchJob({ params: { jobId: started.id } })) {
      last = job;
      const left = job.secondsLeft === undefined ? '' : `, ${Math.ceil(job.secondsLeft)} s left`;
      terminal.progress(job.progress, `${job.doing}${left}`);
    }
  } finally {
    terminal.abortSignal.removeEventListener('abort', cancel);
  }
  if (last.state === 'done') return last;
  if (last.state === 'cancelled') throw new PurkinjeError('Cancelled', 'Cancelled.');
  throw new PurkinjeError(last.error?.code ?? 'JobFailed', last.error?.message ?? 'The job failed.');
}
