import { availableParallelism, loadavg } from 'node:os';
import type { CDPSession, Page } from 'playwright-core';
import { quantile, traceWhile, type FrameWork } from '../../e2e/main-thread-work.ts';
import type { BenchRow } from '../bench-row.ts';

interface Act {
  readonly name: string;
  /** ms at p95, at 1366 px. */
  readonly bar: number;
  readonly run: (page: Page) => Promise<void>;
}

export const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function wheel(page: Page, times: number, x: number, y: number): Promise<void> {
  for (let k = 0; k < times; k++) {
    await page.mouse.wheel(x, y);
    await wait(16);
  }
}

async function drag(page: Page): Promise<void> {
  const { width, height } = page.viewportSize()!;
  for (let pass = 0; pass < 3; pass++) {
    await page.mouse.move(width * 0.65, height / 2);
    await page.mouse.down();
    for (let k = 0; k < 40; k++) {
      await page.mouse.move(width * 0.65 - k * (width * 0.012), height / 2);
      await wait(16);
    }
    await page.mouse.up();
  }
}

async function zoom(page: Page): Promise<void> {
  await page.keyboard.down('Control');
  for (const direction of [1, -1]) {
    for (let k = 0; k < 24; k++) {
      await page.mouse.wheel(0, direction * 60);
      await wait(30);
    }
  }
  await page.keyboard.up('Control');
}

async function press(page: Page, keys: readonly string[], times: number, gap: number): Promise<void> {
  for (let k = 0; k < times; k++) {
    await page.keyboard.press(keys[k % keys.length]);
    await wait(gap);
  }
}

const ACTS: readonly Act[] = [
  { name: 'pan by wheel', bar: 16.7, run: (page) => wheel(page, 150, 30, 0) },
  { name: 'pan by drag', bar: 16.7, run: drag },
  { name: 'pan by keys', bar: 16.7, run: (page) => press(page, ['ArrowRight'], 30, 60) },
  { name: 'zoom by wheel', bar: 33, run: zoom },
  { name: 'sweep by keys', bar: 33, run: (page) => press(page, ['-', '-', '+', '+'], 16, 150) },
  { name: 'filters on and off', bar: 33, run: (page) => press(page, ['f'], 12, 200) },
];

/**
 * Two rows an act: the tasks' wall time, which a busy machine inflates (its load is noted), and the thread's own CPU time.
 */
function rowsOf(width: number, act: Act, work: FrameWork): BenchRow[] {
  const row = (what: string, values: readonly number[], note: string): BenchRow => {
    const p95 = quantile(values, 0.95);
    const held = width === 1366 ? { bar: `< ${act.bar} ms`, passed: p95 < act.bar } : {};
    const rest = `p50 ${quantile(values, 0.5).toFixed(1)}, max ${quantile(values, 1).toFixed(1)}, ${values.length} frames${note}`;
    return { what: `${width} px: ${act.name}, ${what}, p95`, value: p95, unit: 'ms', ...held, note: rest };
  };
  const load = `, load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`;
  return [row('wall', work.wall, load), row('CPU', work.cpu, '')];
}

/** Every act at one size of the window. */
export async function measure(page: Page, session: CDPSession, width: number): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const act of ACTS) {
    await page.keyboard.press('Home');
    await wait(300);
    await page.mouse.move(page.viewportSize()!.width * 0.4, page.viewportSize()!.height / 2);
    rows.push(...rowsOf(width, act, await traceWhile(session, () => act.run(page))));
  }
  return rows;
}
