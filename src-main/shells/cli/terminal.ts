import { once } from 'node:events';
import type { Terminal } from './command.ts';

export interface TerminalStreams {
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };
}

/** At most ten frames a second: a terminal over ssh must not slow the work down. */
const FRAME_MS = 100;
const BAR_WIDTH = 30;
const CLEAR_LINE = '\r\u001b[K';

/** The terminal as commands see it; `finish` takes the bar away. */
export function openTerminal(
  streams: TerminalStreams,
  json: boolean,
  abortSignal: AbortSignal,
  now: () => number = () => performance.now(),
): Terminal & { finish(): void } {
  const { stdout, stderr } = streams;
  let drawn = false;
  let last = -Infinity;
  const finish = (): void => {
    if (drawn) stderr.write(CLEAR_LINE);
    drawn = false;
  };
  return {
    json,
    abortSignal,
    finish,
    progress(fraction, what) {
      if (stderr.isTTY !== true || now() - last < FRAME_MS) return;
      last = now();
      drawn = true;
      stderr.write(CLEAR_LINE + barOf(fraction, what).slice(0, (stderr.columns ?? 80) - 1));
    },
    note(line) {
      finish();
      stderr.write(`${line}\n`);
    },
    async write(text) {
      if (!stdout.write(text)) await once(stdout, 'drain');
    },
  };
}

/** `[######........]  42 % importing x0010` */
export function barOf(fraction: number | undefined, what: string): string {
  if (fraction === undefined) return `[${'.'.repeat(BAR_WIDTH)}]       ${what}`;
  const share = Math.min(1, Math.max(0, fraction));
  const full = Math.round(share * BAR_WIDTH);
  const percent = Math.floor(share * 100)
    .toString()
    .padStart(3);
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}] ${percent} % ${what}`;
}
