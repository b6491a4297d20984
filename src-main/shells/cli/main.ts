import { endJobAhead, startAheadFor } from './job-ahead.ts';

/** Ctrl-C asks the command to stop; a second one ends it at once. */
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  });
}
// `... | head` closes the pipe: that is no failure of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

const argv = process.argv.slice(2);
startAheadFor(argv);
// Loaded behind it, for that is most of what a command waits for.
const [{ COMMANDS }, { runCommandLine }] = await Promise.all([import('./commands.ts'), import('./run.ts')]);
process.exitCode = await runCommandLine(COMMANDS, argv, process, stop.signal);
await endJobAhead();
