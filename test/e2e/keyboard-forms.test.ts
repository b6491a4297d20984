/** Every form by the keyboard alone: opened by a key, walked, its focus kept and seen, left by Escape, the focus back where it was. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './harness.ts';
import { focusedName, NOTHING_MISSED, tour } from './keyboard-tour.ts';
import { DIALOGS, IN_PLACE } from './opened-forms.ts';
import { openStandIn, waitSettled, type StandInPage } from './stand-in-page.ts';

let browser: Browser;
let held: StandInPage;

beforeAll(async () => {
  browser = await launchBrowser();
  held = await openStandIn(browser);
  for (const [name, role] of [
    ['reviewer', 'administrator'],
    ['Anna', 'annotator'],
  ])
    held.api.desk.answer('addPerson', {}, { name, role, password: 'correct horse' }, 0);
  await held.page.reload();
  await waitSettled(held.page);
});
afterAll(async () => {
  await held.close();
  await browser.close();
});
beforeEach(async () => {
  const { page } = held;
  page.setDefaultTimeout(15_000);
  for (let k = 0; k < 3 && (await page.getByRole('dialog').count()) > 0; k++)
    await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+r');
  await page.locator('.host').waitFor();
  await page.locator('.host').focus();
  // A span that was begun, a stretch: each is let go by one.
  for (let k = 0; k < 3; k++) await page.keyboard.press('Escape');
});

const onTraces = (): Promise<boolean> =>
  held.page.evaluate(() => document.activeElement?.classList.contains('host') ?? false);

describe('by the keyboard alone', () => {
  it.each(DIALOGS)(
    '$name opens within itself, keeps the focus, and gives it back',
    async ({ open, back }) => {
      const { page } = held;
      const dialog = page.getByRole('dialog');
      await open(page);
      await dialog.waitFor();
      const inside = (): Promise<boolean> =>
        page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null);
      await expect.poll(inside).toBe(true);
      await page.waitForLoadState('networkidle');
      expect(await tour(page, '[role=dialog]', true)).toEqual(NOTHING_MISSED);
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      if (back === undefined) await expect.poll(onTraces).toBe(true);
      else await expect.poll(() => focusedName(page)).toBe(back);
    },
  );

  it.each(IN_PLACE)(
    '$name opens in place with the focus in it, and gives it back',
    async ({ open, back }) => {
      const { page } = held;
      await open(page);
      const form = page.locator('form.in-place');
      await form.waitFor();
      const inside = (): Promise<boolean> =>
        page.evaluate(() => document.activeElement?.closest('form.in-place') !== null);
      await expect.poll(inside).toBe(true);
      const { strayed: _, ...found } = await tour(page, 'form.in-place');
      expect(found).toEqual({ missed: [], unseen: [], nameless: [] });
      await form.locator('input, select').first().focus();
      await page.keyboard.press('Escape');
      await form.waitFor({ state: 'detached' });
      await expect.poll(() => focusedName(page)).toBe(back);
    },
  );
});
