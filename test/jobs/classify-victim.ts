import { HANDLERS } from '../../src-main/jobs/handlers.ts';
import { runJob } from '../../src-main/jobs/run-job.ts';
import { beginJobRun, insertJob } from '../../src-main/store/jobs.ts';
import { openLibrary } from '../../src-main/store/library.ts';

/**
 * What the test of killed classifications kills: owns a library and classifies its record in this process, until the
 * first predictions are written. It then kills itself, as nothing of the program can: no handler runs any more.
 * Arguments: library, model folder, record.
 */
const [path, model, recordId] = process.argv.slice(2);
const library = openLibrary(path);
const input = { recordId: Number(recordId), model };
const run = beginJobRun(library.database, insertJob(library.database, 'classify', input));
const predicted = library.database.prepare('SELECT count(*) FROM prediction_chunk').pluck();
setInterval(() => {
  if (predicted.get() !== 0) process.kill(process.pid, 'SIGKILL');
}, 1);
await runJob({ libraryPath: path, kind: 'classify', run }, HANDLERS, new AbortController(), {
  changed: () => {},
  committed: () => {},
  bug: (stack) => console.error(stack),
});
process.exit(0);
