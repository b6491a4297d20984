import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drawn, panesDrawn } from './drawn-page.ts';
import {
  launchBrowser,
  openPage,
  outputPath,
  screenshotPath,
  startShell,
  type RunningShell,
  type Session,
} from './harness.ts';
import { waitSettled } from './stand-in-page.ts';

/** The real program on its demonstration study; the pictures of the documents are made here. */
describe('pages of the demonstration study', () => {
  let browser: Browser;
  let library: string;
  let shell: RunningShell;
  let session: Session;
  let page: Page;
  beforeAll(async () => {
    library = mkdtempSync(join(tmpdir(), 'purkinje-reading-'));
    [shell, browser] = await Promise.all([startShell({ library }), launchBrowser()]);
    session = await openPage(browser, shell);
    page = session.page;
    await waitSettled(page);
    await page.getByRole('button', { name: 'Not again' }).click();
    await page.mouse.move(700, 20);
  });
  afterAll(async () => {
    expect(session.faults).toEqual([]);
    await session.close();
    await browser.close();
    await shell.stop();
    rmSync(library, { recursive: true, force: true });
  });

  const show = async (view: string): Promise<void> => {
    await page.getByLabel('Page', { exact: true }).selectOption(view);
  };

  it.each([
    ['twelve', 'page-twelve.png'],
    ['ep', 'page-ep.png'],
    ['disclosure', 'full-disclosure.png'],
    ['average', 'average-beat.png'],
  ])('%s is drawn from the recording', async (view, picture) => {
    await show(view);
    await drawn(page);
    await expect.poll(() => page.locator('.board-host').getAttribute('aria-label')).not.toContain('being');
    await drawn(page);
    await page.screenshot({ path: screenshotPath(picture) });
  });

  it('aligned beats stand beside VA and cycle length', async () => {
    await show('aligned');
    const grid = page.getByRole('grid', { name: /Intervals of each beat/ });
    await expect.poll(() => grid.innerText()).toMatch(/NRT\s+\d{3}\s+-?\d+/);
    await drawn(page);
    await page.screenshot({ path: screenshotPath('aligned.png') });
  });

  it('two moments, and raw beside filtered', async () => {
    await show('stack');
    await waitSettled(page);
    await page.keyboard.press('t');
    await page.keyboard.press('x');
    for (let k = 0; k < 2; k++) await page.keyboard.press('PageDown');
    await panesDrawn(page);
    await page.screenshot({ path: screenshotPath('two-moments.png') });
    for (let k = 0; k < 12; k++) await page.keyboard.press('ArrowDown');
    await show('pair');
    await expect.poll(() => page.locator('.names').first().innerText()).toBe('CS12');
    await panesDrawn(page);
    await page.screenshot({ path: screenshotPath('raw-filtered.png') });
    await show('stack');
  });

  it('a page is printed as a PDF', async () => {
    await show('twelve');
    await drawn(page);
    await page.keyboard.press('Control+Shift+p');
    const form = page.getByRole('dialog');
    await form.waitFor();
    await page.screenshot({ path: outputPath('print-form.png') });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      form.getByRole('button', { name: 'Make the PDF' }).click(),
    ]);
    await download.saveAs(outputPath('page-twelve.pdf'));
    const pdf = readFileSync(outputPath('page-twelve.pdf'), 'latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf).toContain('/MediaBox [0 0 841.89 595.28]');
  });
});
