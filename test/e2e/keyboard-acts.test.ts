/** What the mouse does by drag, by Ctrl or Shift and a click, or by a double click, done by keys alone. */
import { describe, expect, it } from 'vitest';
import { tabTo } from './keyboard-tour.ts';
import { atRest, seen } from './seen.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const status = (): Promise<string> => stand.held.page.locator('footer[role=status]').innerText();
const panel = (): Promise<string> => stand.held.page.locator('#right-panel').innerText();
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await stand.held.page.keyboard.press(key);
};
/** The short record: its lists are short, too. */
const openShort = () => stand.open({ samples: 977 * 600 });

describe('by keys, as by the mouse', () => {
  it('a run of beats is selected, made longer and shorter, and labelled', async () => {
    await openShort();
    await press('Shift+ArrowRight', '>', '>', '>');
    await expect.poll(status).toContain('4 beats selected');
    await press('<');
    await expect.poll(status).toContain('3 beats selected');
    await press('<', '<', '<');
    await expect.poll(status).toContain('1 beat selected');
    await press('>', '>', 'v');
    await expect.poll(status).toContain('3 beats labelled PVC');
    await press('Escape', '>');
    await expect.poll(status).toContain('Select the first beat first');
  });

  it('the list of beats is gone along, and a run is selected in it', async () => {
    await openShort();
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Beats', exact: true }).focus();
    await press('Enter');
    await tabTo(page, 'Beats');
    const grid = page.getByRole('grid', { name: 'Beats' });
    await grid.focus();
    await press('Home', 'ArrowDown', 'ArrowDown');
    const selected = grid.locator('[role=row][aria-selected=true]');
    await expect.poll(() => selected.getAttribute('aria-rowindex')).toBe('3');
    await press('Shift+ArrowDown', 'Shift+ArrowDown');
    await expect.poll(() => selected.count()).toBe(3);
    await expect.poll(status).toContain('3 beats selected');
    await press('End');
    const last = await atRest(() => grid.getAttribute('aria-rowcount'));
    await expect.poll(() => selected.getAttribute('aria-rowindex')).toBe(last);
    // A letter labels here as well, and Space would accept.
    await press('v');
    await expect.poll(status).toContain('beat labelled PVC');
  });

  it('disagreements are gone along, worst first, and the traces follow', async () => {
    await openShort();
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Compare' }).click();
    const grid = page.getByRole('grid', { name: /^Disagreements/ });
    await grid.focus();
    await press('ArrowDown');
    const from = () => page.locator('.host').getAttribute('data-from');
    await expect.poll(status).toContain('1 beat selected');
    const first = await atRest(from);
    await press('ArrowDown');
    await expect.poll(from).not.toBe(first);
  });

  it('a channel changes its place', async () => {
    await openShort();
    const { page } = stand.held;
    const names = async (): Promise<string[]> =>
      (await page.locator('.gutter [data-row] .name').allInnerTexts()).map((name) => name.trim());
    const [first, second, third] = await atRest(names);
    await press('Shift+ArrowDown');
    await expect.poll(names).toEqual(expect.arrayContaining([second, first]));
    await expect.poll(async () => (await names()).slice(0, 3)).toEqual([second, first, third]);
    await press('Shift+ArrowDown');
    await expect.poll(async () => (await names()).slice(0, 3)).toEqual([second, third, first]);
    await press('Shift+ArrowUp', 'Shift+ArrowUp', 'Shift+ArrowUp');
    await expect.poll(async () => (await names()).slice(0, 3)).toEqual([first, second, third]);
    await expect.poll(() => page.locator('.gutter [aria-selected=true] .name').innerText()).toBe(first);
  });

  it('the cursor goes where a mark is to stand', async () => {
    await openShort();
    const { page } = stand.held;
    await page.mouse.move(2, 2);
    await press('g');
    await page.getByRole('dialog').getByRole('textbox').fill('1:00.000');
    await press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await expect.poll(status).toContain('1:00.000');
    await press('Alt+ArrowRight', 'Alt+ArrowRight');
    const moved = await seen(status, (text) => /1:00\.\d{3}/.test(text) && !text.includes('1:00.000'));
    const at = /1:00\.\d{3}/.exec(moved)![0];
    await press('n');
    await page.getByLabel(`Note at ${at}`).fill('here');
    await press('Enter');
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(panel).toMatch(/1:00\.\d+\s+here/);
  });

  it('several families are chosen and merged', async () => {
    await openShort();
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Families' }).click();
    const picks = page.locator('.families li .pick');
    const before = await seen(
      () => picks.count(),
      (count) => count > 2,
    );
    await picks.nth(0).focus();
    await press('Space');
    await picks.nth(1).focus();
    await press('Control+Space');
    await expect.poll(() => page.locator('.families li.chosen').count()).toBe(2);
    await press('Alt+g');
    await expect.poll(() => picks.count()).toBe(before - 1);
  });

  it('a list is sorted by the heads of its columns', async () => {
    await openShort();
    const { page } = stand.held;
    await press('Alt+s');
    const head = page
      .getByRole('grid', { name: 'Records' })
      .getByRole('columnheader', { name: /^Record( |$)/ });
    await head.getByRole('button').first().focus();
    await press('Enter');
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('ascending');
    await press('Enter');
    await expect.poll(() => head.getAttribute('aria-sort')).toBe('descending');
  });
});
