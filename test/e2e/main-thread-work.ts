/**
 * Main-thread work per frame from a browser trace: the tasks of the page's main thread, summed from one animation
 * frame to the next. Wall time of the tasks and, beside it, the thread's own CPU time, which a busy machine does not inflate.
 */
import type { CDPSession } from 'playwright-core';

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

export interface FrameWork {
  /** ms, one entry for each frame in which the main thread did something. */
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
}

export async function traceWhile(session: CDPSession, act: () => Promise<void>): Promise<FrameWork> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: unknown }): void => {
    events.push(...(value as TraceEvent[]));
  };
  session.on('Tracing.dataCollected', collect);
  await session.send('Tracing.start', {
    traceConfig: { includedCategories: ['toplevel', 'devtools.timeline'] },
    transferMode: 'ReportEvents',
  });
  await act();
  const complete = new Promise<void>((done) => session.once('Tracing.tracingComplete', () => done()));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return frameWorkOf(events);
}

/** The busiest renderer main thread: the page's. */
function mainThread(events: readonly TraceEvent[]): string | undefined {
  const count = new Map<string, number>();
  for (const { name, pid, tid } of events)
    if (name === 'FireAnimationFrame' || name === 'FunctionCall')
      count.set(`${pid}/${tid}`, (count.get(`${pid}/${tid}`) ?? 0) + 1);
  return [...count].sort((a, b) => b[1] - a[1])[0]?.[0];
}

const TASK = 'ThreadControllerImpl::RunTask';

export function frameWorkOf(events: readonly TraceEvent[]): FrameWork {
  const thread = mainThread(events);
  const own = events.filter(({ pid, tid }) => `${pid}/${tid}` === thread);
  const frames = own
    .filter(({ name }) => name === 'FireAnimationFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const wall = new Float64Array(frames.length);
  const cpu = new Float64Array(frames.length);
  for (const task of own) {
    if (task.ph !== 'X' || task.name !== TASK || task.dur === undefined) continue;
    // A task belongs to the frame that begins within it or last began before it.
    const end = task.ts + task.dur;
    let frame = -1;
    for (let low = 0, high = frames.length - 1; low <= high;) {
      const middle = (low + high) >> 1;
      if (frames[middle] <= end) {
        frame = middle;
        low = middle + 1;
      } else high = middle - 1;
    }
    if (frame < 0) continue;
    wall[frame] += task.dur / 1000;
    cpu[frame] += (task.tdur ?? task.dur) / 1000;
  }
  const busy = [...frames.keys()].filter((frame) => wall[frame] > 0.05);
  return { wall: busy.map((frame) => wall[frame]), cpu: busy.map((frame) => cpu[frame]) };
}

/** @param share 0..1 */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
