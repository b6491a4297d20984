import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { launchBrowser } from './harness.ts';
import { openStandIn, waitSettled, type StandInPage } from './stand-in-page.ts';

/** Whom the forms are about; the first is signed in. */
const PEOPLE = [
  { name: 'reviewer', role: 'administrator' },
  { name: 'Anna', role: 'annotator' },
];

export interface WalkedPage {
  readonly page: Page;
  /** To the review with the focus on its traces, nothing selected and nothing begun. */
  toTraces(): Promise<void>;
}

/**
 * For a file: one page over the stand-in that all its tests walk over. One fault is one fault: a dialog that a failed test
 * left open is closed, and nothing is waited for long.
 * @param people there are users
 */
export function walkedPage({ people }: { readonly people: boolean }): WalkedPage {
  let browser: Browser;
  let held: StandInPage;
  beforeAll(async () => {
    browser = await launchBrowser();
    held = await openStandIn(browser);
    if (!people) return;
    for (const person of PEOPLE)
      held.api.desk.answer('addPerson', {}, { ...person, password: 'correct horse' }, 0);
    await held.page.reload();
    await waitSettled(held.page);
  });
  afterAll(async () => {
    await held.close();
    await browser.close();
  });
  beforeEach(async () => {
    held.page.setDefaultTimeout(30_000);
    const dialogs = held.page.getByRole('dialog');
    for (let k = 0; k < 3 && (await dialogs.count()) > 0; k++) await held.page.keyboard.press('Escape');
    await expect.poll(() => dialogs.count()).toBe(0);
  });
  return {
    get page() {
      return held.page;
    },
    async toTraces() {
      const { page } = held;
      await page.keyboard.press('Alt+r');
      await waitSettled(page);
      await page.locator('.host').focus();
      // A span that was begun, a stretch, a selection: each is let go by one.
      for (let k = 0; k < 3; k++) await page.keyboard.press('Escape');
    },
  };
}
