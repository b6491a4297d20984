import { describe, expect, it } from 'vitest';
import { outputPath } from './harness.ts';
import { atRest, seen } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const status = (): Promise<string> => stand.held.page.locator('footer[role=status]').innerText();
const names = (): Promise<string[]> => stand.held.page.locator('.gutter [data-row] .name').allInnerTexts();
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await stand.held.page.keyboard.press(key);
};

describe('a channel set', () => {
  it('keeps channels, order, colour and filters under a name, on its key, over a restart', async () => {
    await stand.open();
    const { page } = stand.held;
    const dialog = page.getByRole('dialog');
    await press('4');
    await expect.poll(status).toContain('EP page');
    const [first, second] = await atRest(names);
    // Order, colour, hide, filters.
    await press('Shift+ArrowDown');
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual([second, first]);
    await press('Alt+c');
    await dialog.getByLabel('Drawn').selectOption('as His');
    await press('Escape');
    const colour = () =>
      page.locator('.gutter [data-row] .name', { hasText: new RegExp(`^${first}$`) }).getAttribute('style');
    await expect.poll(colour).toContain('--group-his');
    const all = await names();
    await press('ArrowDown', 'h');
    const kept = await seen(names, (left) => left.length === all.length - 1);
    await press('Shift+f');
    await dialog.getByLabel(/^ECG/).selectOption('0.5-40');
    await press('Escape');
    await expect.poll(status).toContain('0.5-40 Hz');
    await press('Control+Alt+7');
    await expect.poll(status).toContain('Channel set 7 kept');
    await press('Shift+i');
    await dialog.getByLabel('Name of set 7').fill('Onset, ours');
    await press('Tab');
    await expect.poll(() => dialog.innerText()).toContain('0.5-40 Hz / 30-250 Hz');
    await page.screenshot({ path: outputPath('channel-sets.png') });
    await press('Escape');
    await press('1', 'Shift+h', 'Shift+f');
    await dialog.getByLabel(/^ECG/).selectOption('');
    await press('Escape');
    await expect.poll(status).not.toContain('0.5-40 Hz');
    await expect.poll(async () => (await names()).length).toBe(19);
    await expect
      .poll(() => JSON.stringify(stand.held.api.setting('channelSets') ?? ''))
      .toContain('Onset, ours');
    await page.reload();
    await waitSettled(page);
    await press('7');
    await expect.poll(status).toContain('Onset, ours');
    await expect.poll(names).toEqual(kept);
    await expect.poll(colour).toContain('--group-his');
    await expect.poll(status).toContain('0.5-40 Hz');
  });
});
