/** Every view and page by the keyboard alone: reached by a key, walked with Tab over all that can be operated, each named, with its focus seen, and left. */
import { beforeEach, describe, expect, it } from 'vitest';
import { fetched } from './fetched.ts';
import { NOTHING_MISSED, tour } from './keyboard-tour.ts';
import { seen } from './seen.ts';
import { walkedPage } from './walked-page.ts';

const held = walkedPage({ people: false });
beforeEach(async () => {
  await held.page.keyboard.press('Alt+r');
  await held.page.locator('.host, .board-host').first().waitFor();
  // Where a test was left in the midst of a page.
  await held.page.getByLabel('Page', { exact: true }).selectOption('stack');
  await held.toTraces();
});

/** What was fetched has come. */
const settled = (): Promise<void> => fetched(held.page);

const VIEWS = [
  ['studies', 'Alt+s', 'Studies'],
  ['jobs', 'Alt+j', 'Jobs'],
  ['models', 'Alt+m', 'Models'],
  ['settings', 'Alt+,', 'Settings'],
  ['worklist', 'Alt+w', 'Worklist'],
  ['search', 'Control+Shift+f', 'Search'],
  ['trail', 'Alt+t', 'trail'],
  ['house', 'Alt+k', 'Keep house'],
  ['batch', 'Alt+b', 'Batch'],
  ['the label schema', 'Alt+l', 'Label'],
  ['about', 'F1', 'research and quality-assurance workstation'],
] as const;

describe('by the keyboard alone', () => {
  it.each(VIEWS)('%s is reached, walked and left', async (_, key, title) => {
    const { page } = held;
    await page.keyboard.press(key);
    await page.locator('.host').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('main').innerText()).toContain(title);
    await settled();
    expect(await tour(page, 'main')).toEqual(NOTHING_MISSED);
    await page.keyboard.press('Alt+r');
    await page.locator('.host').waitFor();
  });

  it('the review and each of its panels are walked', async () => {
    const { page } = held;
    for (const name of ['Beat', 'Beats', 'Families', 'Compare', 'Notes']) {
      await page.getByRole('tab', { selected: true }).first().focus();
      const chosen = async (): Promise<string> =>
        ((await page.getByRole('tab', { selected: true }).first().textContent()) ?? '').trim();
      for (let k = 0, before = await chosen(); k < 5 && before !== name; k++) {
        await page.keyboard.press('ArrowRight');
        before = await seen(chosen, (now) => now !== before);
      }
      await expect.poll(chosen).toBe(name);
      await settled();
      expect({ name, ...(await tour(page, 'main')) }).toEqual({ name, ...NOTHING_MISSED });
    }
  });

  it.each([
    ['the 12-lead page', ['p'], 'twelve'],
    ['the EP page', ['p', 'p'], 'ep'],
    ['full disclosure', ['o'], 'disclosure'],
    ['the average beat', ['v'], 'average'],
    ['aligned beats', ['w'], 'aligned'],
    ['two moments', ['t'], 'moments'],
    ['raw and filtered', ['Shift+r'], 'pair'],
  ])('%s is reached, walked and left for the stack', async (_, keys, view) => {
    const { page } = held;
    const shown = () => page.getByLabel('Page', { exact: true }).inputValue();
    for (const key of keys) await page.keyboard.press(key);
    await expect.poll(shown).toBe(view);
    await page.locator('.board-host, .pane .host').first().waitFor();
    await settled();
    expect(await tour(page, 'main')).toEqual(NOTHING_MISSED);
    await page.getByRole('slider', { name: 'Place in the record' }).focus();
    await page.keyboard.press('Escape');
    await expect.poll(shown).toBe('stack');
  });
});
