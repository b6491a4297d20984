/** Keeping house in the real program: backups, restoring, moving, merging, deleting. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fillLibrary } from './filled-library.ts';
import { launchBrowser, openPage, outputPath, startShell, type RunningShell } from './harness.ts';
import { waitSettled } from './stand-in-page.ts';

let browser: Browser;
let filled: string;
let library: string;
let shell: RunningShell;
let page: Page;
let faults: readonly string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  filled = mkdtempSync(join(tmpdir(), 'purkinje-house-'));
  library = await fillLibrary(filled);
  await open();
});
afterEach(async () => {
  await shell.stop();
  rmSync(filled, { recursive: true, force: true });
});

async function open(): Promise<void> {
  shell = await startShell({ library });
  ({ page, faults } = await openPage(browser, shell));
  // The record where one left opens by itself; keys pressed before would be undone by it.
  await waitSettled(page);
}
const text = (): Promise<string> => page.locator('main').innerText();
const rows = (): Promise<number> => page.locator('[role=grid] [data-row]').count();
const key = (name: string): Promise<void> => page.keyboard.press(name);

describe('keeping house in the real program', () => {
  it('backs up, restores, checks, merges, deletes a study and erases, and tells what came of each', async () => {
    await key('Alt+k');
    await expect.poll(rows).toBe(2);
    const target = join(filled, 'backup');
    await page.getByRole('button', { name: 'Back up…' }).click();
    await page.getByLabel('Back up to a new folder').fill(target);
    await key('Enter');
    await expect.poll(text).toMatch(/\d+ files, [\d.]+ MB, are in .*backup, read again and the same/);
    expect(existsSync(join(target, 'backup.json'))).toBe(true);
    await page.getByRole('button', { name: 'Restore a backup…' }).click();
    await page.getByLabel('Backup', { exact: true }).fill(target);
    await page.getByLabel('New folder', { exact: true }).fill(join(filled, 'restored'));
    await key('Enter');
    await expect.poll(text).toMatch(/It was checked as one and is sound\. Start the program with --library/);
    expect(existsSync(join(filled, 'restored', 'library.sqlite'))).toBe(true);
    await page.getByRole('button', { name: 'Check everything' }).click();
    await expect.poll(text).toContain('The library is sound');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Diagnostics bundle' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('purkinje-diagnostics.tar.gz');
    await page.locator('[data-row="1"]').click();
    await page.getByRole('button', { name: 'Merge into…' }).click();
    await page.getByLabel(/All studies go to/).selectOption('1');
    await page.getByLabel(/Reason/).fill('the same child');
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await expect.poll(rows).toBe(1);
    await page.locator('[data-row="0"]').click();
    await page.getByRole('button', { name: 'Delete a study…' }).click();
    const goes = page.getByRole('list', { name: 'What goes' });
    await expect
      .poll(() => goes.innerText())
      .toMatch(/record \S+: \d+:\d\d of \d+ signals, .*notes, log and measurements/);
    const forGood = page.getByRole('button', { name: 'Delete for good' });
    await page.getByLabel(/Reason/).fill('imported twice');
    await expect.poll(() => forGood.isDisabled()).toBe(true);
    await page.getByLabel(/^Type/).fill(await page.locator('label[for=typed] strong').innerText());
    await page.screenshot({ path: outputPath('delete-study.png') });
    await forGood.click();
    await expect.poll(text).toMatch(/Study \S+ is deleted, with its signals, labels and files/);
    await expect.poll(() => page.locator('[data-row="0"]').innerText()).toMatch(/1$/);
    await page.locator('[data-row="0"]').click();
    await page.getByRole('button', { name: 'Erase…' }).click();
    await page.getByLabel(/Reason/).fill('asked for');
    const erase = page.getByRole('button', { name: 'Erase for good' });
    await page.getByLabel(/^Type/).fill('x00');
    await expect.poll(() => erase.isDisabled()).toBe(true);
    const code = await page.locator('label[for=typed] strong').innerText();
    await page.getByLabel(/^Type/).fill(code);
    await page.screenshot({ path: outputPath('house.png') });
    await erase.click();
    await expect.poll(text).toContain('Patient 1 is erased with 1 study');
    await expect.poll(rows).toBe(0);
    await key('Alt+s');
    await expect.poll(text).toContain('The library is empty.');
    await key('Alt+t');
    await expect.poll(text).toContain('erase patient');
    expect(await text()).not.toContain(code);
    expect(faults).toEqual([]);
  });

  it('moves the library: copied, read again, opened there by the next start', async () => {
    await key('Alt+k');
    await expect.poll(rows).toBe(2);
    const target = join(filled, 'elsewhere');
    await page.getByRole('button', { name: 'Move the library…' }).click();
    await page.getByLabel('New folder', { exact: true }).fill(target);
    await key('Enter');
    await expect.poll(text).toContain('Close the program and start it again: it opens the library there');
    await page.screenshot({ path: outputPath('moved.png') });
    await shell.stop();
    expect(readdirSync(library)).toEqual(['moved.json']);
    await open();
    await key('Alt+k');
    await expect.poll(rows).toBe(2);
    await expect.poll(text).toContain(target);
    expect(faults).toEqual([]);
  });
});
