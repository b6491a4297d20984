import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { launchBrowser } from './harness.ts';
import type { StandInOptions } from './stand-in-api.ts';
import { openStandIn, type StandInPage } from './stand-in-page.ts';

export interface StandInTests {
  /** The page of the test that runs. */
  readonly held: StandInPage;
  open(options?: StandInOptions, context?: BrowserContextOptions): Promise<StandInPage>;
}

/** For a file or a `describe`: one browser, a page a test, closed after it; the page must have had no fault. */
export function standInTests(): StandInTests {
  let browser: Browser;
  let held: StandInPage | undefined;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    const last = held;
    held = undefined;
    await last?.close();
    expect(last?.faults ?? []).toEqual([]);
  });
  return {
    get held() {
      if (held === undefined) throw new Error('Open the page first.');
      return held;
    },
    open: async (options, context) => {
      const last = held;
      held = undefined;
      await last?.close();
      return (held = await openStandIn(browser, options, context));
    },
  };
}
