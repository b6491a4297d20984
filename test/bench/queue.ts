/**
 * The queue in a real Chromium without a GPU over the 2.5-hour stand-in study: from the key that accepts a beat to the
 * frame in which the next one stands there, its traces drawn and its numbers beside them. Needs `vite build` and a system
 * Chromium.
 */
import { availableParallelism, loadavg } from 'node:os';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { findChromium } from '../../src-main/services/system/browsers.ts';
import { quantile } from '../e2e/main-thread-work.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { startStandIn } from '../e2e/stand-in-server.ts';
import { waitSettled } from '../e2e/stand-in-page.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'the queue: from accepting a beat to the next one on screen, 2.5 h, 20,000 beats';

const PRESSES = 60;
/** A reader looks at a beat at least this long; what comes next is fetched and drawn meanwhile. */
const LOOK_MS = 400;
/** A busy machine is given longer for it, so that what is measured is the key; how many were ready is said. */
const LONGEST_LOOK_MS = 5000;

/**
 * ms from the key press until the first frame is made in which time, traces, marks and probabilities are the next beat's.
 * The look stands behind the view's own drawing of the same frame, which the key asks for before it ends.
 */
async function acceptToPaint(page: Page, key: string): Promise<number> {
  return page.evaluate(
    (pressed) =>
      new Promise<number>((resolve) => {
        const host = document.querySelector('.host') as HTMLElement & { traceView: { settled: boolean } };
        const timeOf = (): string => document.querySelector('#right-panel .time')?.textContent ?? '';
        const before = timeOf();
        const began = performance.now();
        const look = (): void => {
          const there =
            timeOf() !== before && host.traceView.settled && document.querySelector('.bars td .bar');
          if (!there) return void requestAnimationFrame(look);
          setTimeout(() => resolve(performance.now() - began), 0);
        };
        const init = { key: pressed, code: pressed === ' ' ? 'Space' : '', bubbles: true };
        window.dispatchEvent(new KeyboardEvent('keydown', init));
        queueMicrotask(() => requestAnimationFrame(look));
      }),
    key,
  );
}

/** CPU time of the page's main thread so far, ms: a busy machine does not inflate it. */
async function cpuOf(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value;
}

interface Presses {
  readonly wall: number[];
  readonly cpu: number[];
  /** How many found the next beat drawn ahead. */
  ahead: number;
}

async function presses(page: Page, session: CDPSession, key: string): Promise<Presses> {
  const times: Presses = { wall: [], cpu: [], ahead: 0 };
  for (let k = 0; k < PRESSES; k++) {
    await new Promise((done) => setTimeout(done, LOOK_MS));
    const ready = page.waitForFunction(isReadyAhead, undefined, { timeout: LONGEST_LOOK_MS });
    times.ahead += await ready.then(
      () => 1,
      () => 0,
    );
    const before = await cpuOf(session);
    times.wall.push(await acceptToPaint(page, key));
    times.cpu.push((await cpuOf(session)) - before);
  }
  return times;
}

function isReadyAhead(): boolean {
  return (document.querySelector('.host') as HTMLElement & { traceView: { readyAhead: boolean } }).traceView
    .readyAhead;
}

export async function run(): Promise<BenchRow[]> {
  const { url, close } = await startStandIn(new StandInApi());
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
    await page.goto(url);
    await waitSettled(page);
    await page.keyboard.press('q');
    await waitSettled(page);
    await new Promise((done) => setTimeout(done, 1000));
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    const rows: BenchRow[] = [];
    for (const [what, key] of [
      ['accepted', ' '],
      ['corrected', 'v'],
    ] as const) {
      const { wall, cpu, ahead } = await presses(page, session, key);
      const load = `${ahead} drawn ahead, load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`;
      for (const [which, values] of Object.entries({ wall, cpu })) {
        const p95 = quantile(values, 0.95);
        rows.push({
          what: `a beat ${what}: key to the next one on screen, ${which}, p95`,
          value: p95,
          unit: 'ms',
          bar: '< 50 ms',
          passed: p95 < 50,
          note: `p50 ${quantile(values, 0.5).toFixed(0)}, max ${quantile(values, 1).toFixed(0)} of ${PRESSES}, ${load}`,
        });
      }
    }
    return rows;
  } finally {
    await browser.close();
    await close();
  }
}
