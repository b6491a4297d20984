/**
 * Frames of the window: main-thread work per frame while panning, zooming and switching filters, from a trace of a real
 * Chromium without a GPU, over a 2.5-hour study of 19 channels with 20,000 marked beats (test/e2e/stand-in-*).
 * Needs `vite build` and a system Chromium.
 */
import { availableParallelism, loadavg } from 'node:os';
import { chromium, type Page } from 'playwright-core';
import { quantile } from '../e2e/main-thread-work.ts';
import { StandInApi } from '../e2e/stand-in-api.ts';
import { startStandIn } from '../e2e/stand-in-server.ts';
import { findChromium } from '../../src-main/services/system/browsers.ts';
import type { BenchRow } from './bench-row.ts';
import { measure, wait } from './frames/acts.ts';

export const title =
  'main-thread work per frame, 2.5 h, 19 channels, 20,000 marked beats, Chromium without a GPU';

const SIZES = [
  [1366, 768],
  [1920, 1080],
  [3840, 2160],
] as const;

/** ms from a key press to the frame behind the status bar's word; with `saved`, behind the main side's answer. */
async function keyToPaint(page: Page, key: string, done: string, saved: boolean): Promise<number> {
  return page.evaluate(
    ([pressed, text, toDisk]) =>
      new Promise<number>((resolve) => {
        const footer = document.querySelector('footer[role=status]')!;
        const began = performance.now();
        const observer = new MutationObserver(() => {
          const told = footer.textContent!;
          if (!told.includes(text) || (toDisk && told.includes('saving'))) return;
          observer.disconnect();
          requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - began), 0));
        });
        observer.observe(footer, { subtree: true, childList: true, characterData: true });
        const shiftKey = pressed !== pressed.toLowerCase();
        window.dispatchEvent(new KeyboardEvent('keydown', { key: pressed, shiftKey, bubbles: true }));
      }),
    [key, done, saved] as const,
  );
}

/** Labels: one beat, and ten thousand. */
async function measureLabels(page: Page): Promise<BenchRow[]> {
  await page.keyboard.press('Home');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Shift+ArrowRight');
  const times: number[] = [];
  for (let k = 0; k < 60; k++) {
    times.push(await keyToPaint(page, k % 2 ? 'v' : 'a', `labelled ${k % 2 ? 'PVC' : 'PAC'}`, false));
    await wait(50);
  }
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Families' }).click();
  await page.locator('.families li .pick').first().click();
  const many = await keyToPaint(page, 'r', 'labelled RBB', true);
  const selected = await page.locator('footer[role=status]').innerText();
  const p95 = quantile(times, 0.95);
  const note = `p50 ${quantile(times, 0.5).toFixed(0)} ms for one, load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`;
  return [
    {
      what: 'one beat relabelled, key to paint, p95',
      value: p95,
      unit: 'ms',
      bar: '< 50 ms',
      passed: p95 < 50,
      note,
    },
    {
      what: `${/(\d+) beats labelled/.exec(selected)?.[1] ?? '?'} beats relabelled and saved, key to paint`,
      value: many,
      unit: 'ms',
      bar: '< 1000 ms',
      passed: many < 1000,
      note,
    },
  ];
}

export async function run(options: readonly string[] = []): Promise<BenchRow[]> {
  const widths = options.map(Number).filter((width) => width > 0);
  const api = new StandInApi();
  const { url, close } = await startStandIn(api);
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu'],
  });
  const rows: BenchRow[] = [];
  try {
    for (const [width, height] of SIZES) {
      if (widths.length > 0 && !widths.includes(width)) continue;
      const page = await browser.newPage({ viewport: { width, height } });
      await page.goto(url);
      await page.waitForSelector('.host canvas.tile');
      await wait(1500);
      const session = await browser.newBrowserCDPSession();
      rows.push(...(await measure(page, session, width)));
      if (width === 1366) rows.push(...(await measureLabels(page)));
      await page.close();
    }
  } finally {
    await browser.close();
    await close();
  }
  return rows;
}
