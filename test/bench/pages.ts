/**
 * The pages besides the stack: main-thread work per frame while they are panned or scrolled, and how long the first picture
 * takes, in a real Chromium without a GPU over a 2.5-hour study of 19 channels (test/e2e/stand-in-*). Needs `vite build`.
 */
import { availableParallelism, loadavg } from 'node:os';
import { chromium, type Page } from 'playwright-core';
import { drawn } from '../e2e/drawn-page.ts';
import { quantile, traceWhile } from '../e2e/main-thread-work.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { startStandIn } from '../e2e/stand-in-server.ts';
import { waitSettled } from '../e2e/stand-in-page.ts';
import { findChromium } from '../../src-main/services/system/browsers.ts';
import type { BenchRow } from './bench-row.ts';

export const title = 'pages besides the stack, 2.5 h, 19 channels, 20,000 beats, Chromium without a GPU';

/** ms at p95 at 1366 x 768. */
const FRAME_BAR = 33;
/** ms from the key to all samples drawn; chosen: a page is there at once. */
const FIRST_BAR = 1000;

interface Act {
  readonly view: string;
  readonly what: string;
  readonly keys: readonly string[];
  readonly times: number;
  readonly gap: number;
}

const ACTS: readonly Act[] = [
  { view: 'twelve', what: '12-lead page, panned', keys: ['ArrowRight'], times: 30, gap: 60 },
  { view: 'ep', what: 'EP page at 100 mm/s, panned', keys: ['ArrowRight'], times: 30, gap: 60 },
  {
    view: 'disclosure',
    what: 'full disclosure, scrolled by screens',
    keys: ['PageDown'],
    times: 12,
    gap: 150,
  },
  { view: 'disclosure', what: 'full disclosure, along a line', keys: ['ArrowRight'], times: 40, gap: 40 },
  { view: 'aligned', what: 'aligned beats, one after the other', keys: ['ArrowDown'], times: 8, gap: 120 },
];

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

async function show(page: Page, view: string): Promise<number> {
  const began = Date.now();
  await page.getByLabel('Page', { exact: true }).selectOption(view);
  await drawn(page);
  return Date.now() - began;
}

async function measure(page: Page, act: Act): Promise<BenchRow[]> {
  await page.getByLabel('Page', { exact: true }).selectOption('stack');
  await waitSettled(page);
  const first = await show(page, act.view);
  if (act.view === 'aligned') {
    const grid = page.getByRole('grid', { name: /Intervals of each beat/ });
    await grid.getByRole('row').nth(3).waitFor();
    await grid.focus();
  }
  const session = await page.context().browser()!.newBrowserCDPSession();
  const work = await traceWhile(session, async () => {
    for (let k = 0; k < act.times; k++) {
      await page.keyboard.press(act.keys[k % act.keys.length]);
      await wait(act.gap);
    }
  });
  await session.detach();
  const last = await page.evaluate(
    () => (document.querySelector('.board-host') as HTMLElement & { board: { lastMs: number } }).board.lastMs,
  );
  const load = `load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`;
  const p95 = quantile(work.cpu, 0.95);
  return [
    {
      what: `${act.what}, CPU a frame, p95`,
      value: p95,
      unit: 'ms',
      bar: `< ${FRAME_BAR} ms`,
      passed: p95 < FRAME_BAR,
      note: `p50 ${quantile(work.cpu, 0.5).toFixed(1)}, wall p95 ${quantile(work.wall, 0.95).toFixed(1)}, ${work.cpu.length} frames, last drawing ${last.toFixed(1)} ms, ${load}`,
    },
    {
      what: `${act.what}, from choosing it to all samples drawn`,
      value: first,
      unit: 'ms',
      bar: `< ${FIRST_BAR} ms`,
      passed: first < FIRST_BAR,
      note: load,
    },
  ];
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
    const rows: BenchRow[] = [];
    for (const act of ACTS) rows.push(...(await measure(page, act)));
    return rows;
  } finally {
    await browser.close();
    await close();
  }
}
