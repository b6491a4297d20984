import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { BenchRow } from './bench-row.ts';

export const title = 'npm start: to the printed address, the library new and known';

const ROOT = resolve(import.meta.dirname, '../..');
/** The bar for a second start, on 2 cores. */
const SECOND_START_SECONDS = 3;
const SECOND_STARTS = 3;

/** Seconds from `npm start` to the address; the program is then ended as Ctrl-C does. */
async function start(library: string): Promise<number> {
  const began = performance.now();
  const env = { ...process.env, PURKINJE_NO_BROWSER: '1' };
  const argv = ['start', '--', '--web', '--library', library, '--port', '0'];
  const child = spawn('npm', argv, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('Purkinje is at')) break;
  const seconds = (performance.now() - began) / 1000;
  const ended = once(child, 'exit');
  // To the whole group, as a terminal's Ctrl-C goes.
  process.kill(-child.pid!, 'SIGINT');
  await ended;
  return seconds;
}

export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'purkinje-start-'));
  try {
    const first = await start(join(folder, 'library'));
    const again: number[] = [];
    for (let i = 0; i < SECOND_STARTS; i++) again.push(await start(join(folder, 'library')));
    const worst = Math.max(...again);
    return [
      { what: 'first start: simulate, import, classify', value: first, unit: 's' },
      {
        what: `second start, slowest of ${SECOND_STARTS}`,
        value: worst,
        unit: 's',
        bar: `< ${SECOND_START_SECONDS} s`,
        passed: worst < SECOND_START_SECONDS,
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
