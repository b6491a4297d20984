import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { countRequests } from './fetched.ts';
import { beset, PATIENCE_MS } from './hardship.ts';
import { StandInApi, type StandInOptions } from './stand-in-api.ts';
import { startStandIn } from './stand-in-server.ts';

export interface StandInPage {
  readonly page: Page;
  readonly api: StandInApi;
  readonly url: string;
  /** Errors of the page and its console: a test may look that it is empty. */
  readonly faults: readonly string[];
  /** Waits until every visible tile shows what it should, with all its samples. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** The window over the stand-in recording, at 1366 x 768 unless told, with its traces drawn. */
export async function openStandIn(
  browser: Browser,
  options: StandInOptions = {},
  context: BrowserContextOptions = {},
): Promise<StandInPage> {
  const api = new StandInApi(options);
  const server = await startStandIn(api);
  const held = await browser.newContext({ viewport: { width: 1366, height: 768 }, ...context });
  const page = await held.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  countRequests(page);
  await beset(page);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(`page: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  await page.goto(server.url);
  const settled = () => waitSettled(page);
  if (options.studies !== false) await settled();
  return {
    page,
    api,
    url: server.url,
    faults,
    settled,
    close: async () => {
      await held.close();
      await server.close();
    },
  };
}

/** Labels are there and traces drawn: the view says so itself, see TraceView.settled. */
export async function waitSettled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const host = document.querySelector('.host') as
        (HTMLElement & { traceView?: { settled: boolean } }) | null;
      return host?.getAttribute('aria-busy') === 'false' && host.traceView?.settled === true;
    },
    undefined,
    { timeout: PATIENCE_MS },
  );
}

/** Goes to a time, beat or class by the form that `G` opens. */
export async function goTo(page: Page, text: string): Promise<void> {
  await page.keyboard.press('g');
  await page.getByLabel('Time, beat or class').fill(text);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

/** Colours of the shown traces in a rectangle of the window, as `#RRGGBB` -> share of pixels. */
export async function coloursIn(
  page: Page,
  clip: { x: number; y: number; width: number; height: number },
): Promise<ReadonlyMap<string, number>> {
  const png = await page.screenshot({ clip });
  const counted = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = image.width;
    canvas.height = image.height;
    const ctx = canvas.getContext('2d')!;
    ctx.drawImage(image, 0, 0);
    const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
    const count: Record<string, number> = {};
    for (let k = 0; k < data.length; k += 4) {
      const hex = ((data[k] << 16) | (data[k + 1] << 8) | data[k + 2])
        .toString(16)
        .padStart(6, '0')
        .toUpperCase();
      count[`#${hex}`] = (count[`#${hex}`] ?? 0) + 4 / data.length;
    }
    return count;
  }, png.toString('base64'));
  return new Map(Object.entries(counted));
}
