/** Entry of a process of `run-grid`: does the runs it is sent, one after another, and ends. */
import { isPurkinjeError } from '../../domain/errors.ts';
import { onParentMessage, tellParent } from '../../jobs/process-port.ts';
import type { RequestedData } from './data-request.ts';
import { loadRequested } from './data-request.ts';
import { oneRun } from './one-run.ts';
import type { GridOrder, GridReport } from './run-grid.ts';

const tell = (report: GridReport): void => tellParent(report);

async function work({ specs, folder, keepParameters }: GridOrder): Promise<void> {
  const loaded = new Map<string, RequestedData>();
  for (const [index, spec] of specs.entries()) {
    const key = JSON.stringify(spec.data);
    const data = loaded.get(key) ?? (await loadRequested(spec.data, { threads: 1 }));
    loaded.set(key, data);
    let last = 0;
    const onProgress = (
      fit: Parameters<NonNullable<Parameters<typeof oneRun>[3]>['onProgress'] & object>[0],
    ): void => {
      if (performance.now() - last < 500) return;
      last = performance.now();
      tell({ kind: 'progress', index, fit });
    };
    await oneRun(spec, data, folder, { onProgress }, keepParameters);
    tell({ kind: 'done', index });
  }
}

let begun = false;
// It is ended by who started it, once its last report was taken.
onParentMessage((order) => {
  if (begun) return;
  begun = true;
  work(order as GridOrder).then(
    () => tell({ kind: 'finished' }),
    (error: unknown) => {
      const code = isPurkinjeError(error) ? error.code : undefined;
      const message = isPurkinjeError(error) ? error.message : ((error as Error).stack ?? String(error));
      tell({ kind: 'failed', message, code });
    },
  );
});
