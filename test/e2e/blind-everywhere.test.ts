/** Blind is blind in every view, and stays so over a restart, as the colour of a channel does. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { outputPath } from './harness.ts';
import { waitSettled } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();
let page: Page;
beforeEach(async () => {
  ({ page } = await stand.open());
});
const status = (): Promise<string> => page.locator('footer[role=status]').innerText();

describe('a blind reading', () => {
  it('stays over a restart, and shows neither report nor trail nor search of what others found', async () => {
    await page.keyboard.press('Control+Shift+b');
    await expect.poll(status).toContain('blind reading');
    await expect
      .poll(() => JSON.stringify(stand.held.api.setting('blindRecords') ?? ''))
      .toContain('recordId');
    await page.reload();
    await waitSettled(page);
    await expect.poll(status).toContain('blind reading');
    await page.keyboard.press('Control+p');
    const make = page.getByRole('button', { name: 'Make the PDF' });
    await expect.poll(() => make.isDisabled()).toBe(true);
    await expect
      .poll(() => page.getByRole('dialog').innerText())
      .toContain('a report would show what others');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+Shift+f');
    await page.getByLabel('Words in notes and the log').fill('pathway');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('p[role=status]').innerText())
      .toContain('which you read blind, only words in marks that you may see are searched');
    await page.screenshot({ path: outputPath('blind-search.png') });
    await page.keyboard.press('Alt+t');
    const detail = page.getByLabel('Entry 3', { exact: true });
    await page.getByRole('row').filter({ hasText: 'Ada' }).first().click();
    await expect.poll(() => detail.innerText()).toMatch(/New\s+–/);
    await expect
      .poll(() => page.locator('.verdict').last().innerText())
      .toContain('while you read a record blind');
    await expect.poll(() => page.getByText('administrator, active').count()).toBe(0);
  });
});

describe('the colour of a channel', () => {
  it('stays over a restart without a channel set', async () => {
    await page.keyboard.press('Alt+c');
    await page.getByRole('dialog').getByLabel('Drawn').selectOption('as His');
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const colour = () => page.locator('.gutter [data-row] .name').first().getAttribute('style');
    await expect.poll(colour).toContain('--group-his');
    await expect.poll(() => JSON.stringify(stand.held.api.setting('channelColours') ?? '')).toContain('HIS');
    await page.reload();
    await waitSettled(page);
    await expect.poll(colour).toContain('--group-his');
  });
});
