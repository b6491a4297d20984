import { HANDLERS } from '../../src-main/jobs/handlers.ts';
import { JobHost } from '../../src-main/jobs/job-host.ts';
import { runJob } from '../../src-main/jobs/run-job.ts';
import { beginJobRun, insertJob } from '../../src-main/store/jobs.ts';
import { openLibrary } from '../../src-main/store/library.ts';

/**
 * What the kill test kills: opens a library as its owner and imports a folder, in this process or (`host`) in a job
 * process of its own. Arguments: library, folder, mode. Says when the import begins and when it has ended.
 */
const [path, folder, mode] = process.argv.slice(2);
const library = openLibrary(path, { create: true });
const input = { paths: [folder] };
if (mode === 'host') {
  const host = new JobHost(library);
  const { id } = host.start('import', input);
  process.send!('begins');
  await host.finished(id);
  await host.close();
} else {
  await import('../../src-main/jobs/import/import-job.ts');
  const run = beginJobRun(library.database, insertJob(library.database, 'import', input));
  process.send!('begins');
  const order = { libraryPath: path, kind: 'import', run } as const;
  const listener = { changed: () => {}, committed: () => {}, bug: (stack: string) => console.error(stack) };
  await runJob(order, HANDLERS, new AbortController(), listener);
}
library.close();
process.send!('ended');
process.exit(0);
