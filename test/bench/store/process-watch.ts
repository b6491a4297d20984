import { readFileSync } from 'node:fs';

/** What a process has used so far, where the system has /proc; undefined elsewhere, or once it has ended. */
export interface ProcessUse {
  /** Of all its threads, s. */
  readonly processor: number;
  /** Most resident memory, MB. */
  readonly peak: number;
}

const EVERY_MS = 20;

/**
 * Looks at a process until `end`, which tells what was seen last, from now on where it runs already.
 * @param find tells which one; undefined while there is none
 */
export function watchProcess(find: () => number | undefined): { end(): ProcessUse } {
  const before = useOf(find())?.processor ?? 0;
  let last: ProcessUse = { processor: NaN, peak: NaN };
  const watch = setInterval(() => {
    last = useOf(find()) ?? last;
  }, EVERY_MS);
  return {
    end: () => {
      clearInterval(watch);
      return { processor: last.processor - before, peak: last.peak };
    },
  };
}

/** The first process that `pid` has started and that still runs. */
export function childOf(pid: number): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
    return child === '' ? undefined : Number(child);
  } catch {
    return undefined;
  }
}

/** Clock ticks of Linux are hundredths of a second everywhere that we run. */
function useOf(pid: number | undefined): ProcessUse | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    if (!peak) return undefined;
    return { processor: (Number(fields[11]) + Number(fields[12])) / 100, peak: Number(peak[1]) / 1000 };
  } catch {
    return undefined;
  }
}
