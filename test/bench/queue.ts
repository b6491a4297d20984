/**
 * The queue in a real Chromium without a GPU over the 2.5-hour stand-in study: from the key that accepts a beat to the
 * frame in which the next one stands there, its traces drawn and its numbers beside them. Needs `vite build` and a system
 * Chromium.
 */
import { availableParallelism, loadavg } from 'node:os';
import { chromium, type Page } from 'playwright-core';
import { findChromium } from '../../src-main/services/system/browsers.ts';
import { quantile } from '../e2e/main-thread-work.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { startStandIn } from '../e2e/stand-in-server.ts';
import { waitSettled } from '../e2e/stand-in-page.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'the queue: from accepting a beat to the next one on screen, 2.5 h, 20,000 beats';

const PRESSES = 60;
/** A reader looks at a beat at least this long; what comes next is fetched meanwhile. */
const LOOK_MS = 400;

/** ms from the key press to the frame behind the first in which time, traces and probabilities are the next beat's. */
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
        requestAnimationFrame(look);
      }),
    key,
  );
}

async function presses(page: Page, key: string): Promise<number[]> {
  const times: number[] = [];
  for (let k = 0; k < PRESSES; k++) {
    times.push(await acceptToPaint(page, key));
    await new Promise((done) => setTimeout(done, LOOK_MS));
  }
  return times;
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
    const rows: BenchRow[] = [];
    for (const [what, key] of [
      ['accepted', ' '],
      ['corrected', 'v'],
    ] as const) {
      const times = await presses(page, key);
      const p95 = quantile(times, 0.95);
      const rest = `p50 ${quantile(times, 0.5).toFixed(0)}, max ${quantile(times, 1).toFixed(0)} of ${PRESSES}`;
      rows.push({
        what: `a beat ${what}: key to the next one on screen, p95`,
        value: p95,
        unit: 'ms',
        bar: '< 50 ms',
        passed: p95 < 50,
        note: `${rest}, load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`,
      });
    }
    return rows;
  } finally {
    await browser.close();
    await close();
  }
}
