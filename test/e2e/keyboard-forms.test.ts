/** Every form by the keyboard alone: opened by a key, walked, its focus kept and seen, left by Escape, the focus back where it was. */
import { beforeEach, describe, expect, it } from 'vitest';
import { fetched } from './fetched.ts';
import { focusedName, NOTHING_MISSED, tour } from './keyboard-tour.ts';
import { DIALOGS, focusWithin, IN_PLACE } from './opened-forms.ts';
import { walkedPage } from './walked-page.ts';

const held = walkedPage({ people: true });
beforeEach(() => held.toTraces());

const onTraces = (): Promise<boolean> =>
  held.page.evaluate(() => document.activeElement?.classList.contains('host') ?? false);

describe('by the keyboard alone', () => {
  it.each(DIALOGS)(
    '$name opens within itself, keeps the focus, and gives it back',
    async ({ open, back }) => {
      const { page } = held;
      const dialog = page.getByRole('dialog');
      await open(page);
      await focusWithin(page, '[role=dialog]');
      await fetched(page);
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
      await focusWithin(page, 'form.in-place');
      await fetched(page);
      const { strayed: _, ...found } = await tour(page, 'form.in-place');
      expect(found).toEqual({ missed: [], unseen: [], nameless: [] });
      await form.locator('input, select').first().focus();
      await page.keyboard.press('Escape');
      await form.waitFor({ state: 'detached' });
      await expect.poll(() => focusedName(page)).toBe(back);
    },
  );
});
