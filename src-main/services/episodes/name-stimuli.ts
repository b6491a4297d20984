/** A stimulus with its place in a train. */
export interface NamedStimulus {
  /** Trains counted from 1. */
  readonly train: number;
  /** `S1` for the drive, `S2` ... for extra stimuli at its end. */
  readonly name: string;
  /** To the stimulus before, of the same train. */
  readonly intervalMs?: number;
}

/** A longer pause ends a train: slower than 40/min nobody paces. */
const PAUSE_MS = 1500;
/** Intervals of a drive agree within the stimulator's step and a sample. */
const JITTER_MS = 8;
/** Drives of fewer are not told from the extra stimuli (protocols use 8, at least 4). */
const SHORTEST_DRIVE = 4;
/** Protocols end at S4. */
const MOST_EXTRA = 3;

/**
 * S1, S2 ... of stimuli in time order. Extra stimuli are those at the end of a train, after a drive of equal intervals,
 * that come earlier than the drive would; in a train without such an end all are S1.
 * @param times ms, ascending
 */
export function nameStimuli(times: readonly number[]): NamedStimulus[] {
  const named: NamedStimulus[] = [];
  let start = 0;
  let train = 0;
  for (let i = 1; i <= times.length; i++) {
    if (i < times.length && times[i] - times[i - 1] <= PAUSE_MS) continue;
    named.push(...nameTrain(times.slice(start, i), ++train));
    start = i;
  }
  return times.length === 0 ? [] : named;
}

function nameTrain(times: readonly number[], train: number): NamedStimulus[] {
  const intervals = times.slice(1).map((time, i) => time - times[i]);
  const drive = driveOf(intervals);
  return times.map((time, i) => ({
    train,
    name: i < drive ? 'S1' : `S${i - drive + 2}`,
    intervalMs: i === 0 ? undefined : Math.round((time - times[i - 1]) * 10) / 10,
  }));
}

/** How many stimuli are the drive; all of them where there are no extra ones. */
function driveOf(intervals: readonly number[]): number {
  const all = intervals.length + 1;
  const base = intervals[0];
  let equal = 0;
  while (equal < intervals.length && Math.abs(intervals[equal] - base) <= JITTER_MS) equal++;
  const drive = equal + 1;
  const extra = all - drive;
  if (drive < SHORTEST_DRIVE || extra > MOST_EXTRA) return all;
  return extra > 0 && intervals[equal] < base - JITTER_MS ? drive : all;
}
