/** Written at most this often: each is a transaction. */
const WRITE_EVERY_MS = 250;
/** Before this, no time left is told: it would jump. */
const SETTLE_MS = 2000;

export interface ProgressReport {
  report(progress: number, doing: string): void;
}

/**
 * Passes progress on, thinned out; a change of `doing` is passed on at once. Seconds left come from the pace since the
 * first report, so a job that goes on from a checkpoint is judged by what it does now.
 * @param clock milliseconds, monotonic
 */
export function makeProgressReport(
  write: (progress: number, doing: string, secondsLeft: number | undefined) => void,
  clock: () => number,
): ProgressReport {
  let first: { at: number; progress: number } | undefined;
  let written = { at: -Infinity, doing: '' };
  return {
    report: (progress, doing) => {
      const now = clock();
      first ??= { at: now, progress };
      if (now - written.at < WRITE_EVERY_MS && doing === written.doing) return;
      written = { at: now, doing };
      const [elapsed, done] = [now - first.at, progress - first.progress];
      const secondsLeft =
        elapsed < SETTLE_MS || done <= 0 ? undefined : ((elapsed / done) * (1 - progress)) / 1000;
      write(progress, doing, secondsLeft);
    },
  };
}
