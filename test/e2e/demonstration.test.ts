import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetched } from './fetched.ts';
import {
  launchBrowser,
  openPage,
  outputPath,
  screenshotPath,
  startShell,
  type RunningShell,
  type Session,
} from './harness.ts';
import { focusWithin } from './opened-forms.ts';
import { seen } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';

/** The real program on its demonstration study; screenshots for the documents are made here and nowhere else. */
describe('the demonstration study in the real program', () => {
  let library: string;
  let shell: RunningShell;
  let browser: Browser;
  let session: Session;
  let page: Page;

  beforeAll(async () => {
    // Its name stands in the picture of the list.
    library = join(mkdtempSync(join(tmpdir(), 'purkinje-window-')), 'ep-laboratory');
    [shell, browser] = await Promise.all([startShell({ library }), launchBrowser()]);
    await open();
  });
  afterAll(async () => {
    await browser.close();
    await shell.stop();
    rmSync(dirname(library), { recursive: true, force: true });
  });

  async function open(): Promise<void> {
    session = await openPage(browser, shell);
    page = session.page;
    await waitSettled(page);
  }

  const status = (): Promise<string> => page.locator('footer[role=status]').innerText();
  const panel = (): Promise<string> => page.locator('#right-panel').innerText();

  /** Until where one is stands on the disk: it is written a moment after the last move. */
  async function placeKept(): Promise<void> {
    const from = Number(await page.locator('.host').getAttribute('data-from'));
    const kept = (): Promise<number> =>
      page.evaluate(async () => {
        const { settings } = (await (await fetch('/api/settings')).json()) as {
          settings: { lastPlace?: { from: number } };
        };
        return settings.lastPlace?.from ?? NaN;
      });
    await seen(kept, (place) => Math.abs(place - from) < 1);
  }

  it('is open at its AVNRT onset, with hints that go away for good', async () => {
    await expect.poll(() => page.locator('header').innerText()).toContain('simulated');
    await expect.poll(() => page.locator('[data-row]').count()).toBe(19);
    await page.getByRole('button', { name: 'Not again' }).click();
    await expect.poll(() => page.getByRole('note').count()).toBe(0);
    await page.mouse.move(700, 20);
    await waitSettled(page);
    await page.screenshot({ path: screenshotPath('review.png') });
    await page.keyboard.press('Control+Shift+l');
    await waitSettled(page);
    await page.screenshot({ path: screenshotPath('review-paper.png') });
    await page.keyboard.press('Control+Shift+l');
  });

  it('filters on the main side: the electrograms change, the reduction stays written', async () => {
    await page.keyboard.press('r');
    await waitSettled(page);
    await expect.poll(status).toContain('raw behind filtered');
    await page.screenshot({ path: outputPath('raw-behind-filtered.png') });
    await page.keyboard.press('r');
    await page.keyboard.press('f');
    await waitSettled(page);
    await expect.poll(status).toContain('unfiltered');
    await page.keyboard.press('f');
    await waitSettled(page);
  });

  it('keeps a label, and undo, over a restart of the program', async () => {
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(status).toContain('1 beat selected');
    const time = (await seen(panel, (text) => /^\d+:\d/.test(text))).split('\n')[0];
    await page.keyboard.press('v');
    await expect.poll(status).toContain('beat labelled PVC');
    await page.keyboard.press('Shift+ArrowLeft');
    await expect.poll(panel).toContain(time);
    await expect.poll(panel).toMatch(/human\s*PVC/);
    // The label is on the disk, and where one is has been kept.
    await expect.poll(status).not.toContain('saving');
    await placeKept();
    await fetched(page);
    await session.close();
    await shell.stop();
    shell = await startShell({ library });
    await open();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(panel).toMatch(/human\s*PVC/);
    await page.keyboard.press('Control+z');
    await expect.poll(status).toContain('undone');
    await expect.poll(panel).not.toMatch(/human\s*PVC/);
  });

  it('compares the reviewed set with the reference', async () => {
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Shift+v');
    await expect.poll(status).toContain('labelled VT');
    await page.getByRole('tab', { name: 'Compare' }).click();
    await expect.poll(panel).toMatch(/agreement\s+\d+\.\d\d %/);
    const disagreements = page.getByRole('grid', { name: /Disagreements/ }).getByRole('row');
    await expect.poll(() => disagreements.count()).toBeGreaterThan(3);
    await page.screenshot({ path: screenshotPath('compare.png') });
    await page.keyboard.press('Control+z');
    await expect.poll(status).toContain('undone');
    await page.getByRole('tab', { name: 'Beat', exact: true }).click();
  });

  it('groups beats into families, finds the episodes, and marks the stimuli', async () => {
    await page.getByRole('tab', { name: 'Families' }).click();
    await expect.poll(panel).toMatch(/\d+ families/);
    await page.screenshot({ path: screenshotPath('families.png') });
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(panel).toMatch(/NRT[\s\S]*\d+ s \d+ ms/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('s');
    await expect.poll(status).toMatch(/\d+ stimuli marked/);
    await page.getByRole('tab', { name: 'Beat', exact: true }).click();
  });

  it('measures intervals under the clinical rules, and takes a set out losslessly', async () => {
    const host = (await page.locator('.host').boundingBox())!;
    await page.mouse.move(host.x + 700, host.y + 300);
    await page.keyboard.press('m');
    await expect.poll(panel).toMatch(/INTERVALS[\s\S]*QRS[\s\S]*\d+ ms/i);
    await expect.poll(panel).toContain('no His channel');
    await page.screenshot({ path: screenshotPath('intervals.png') });
    await page.getByRole('button', { name: 'Clear the intervals' }).click();
    await page.getByRole('tab', { name: 'Compare' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV' }).click(),
    ]);
    const lines = readFileSync((await download.path())!, 'utf8')
      .trim()
      .split('\n');
    expect(lines.length).toBeGreaterThan(400);
    expect(lines.some((line) => line.includes('AVNRT'))).toBe(true);
    await page.getByRole('tab', { name: 'Beat', exact: true }).click();
  });

  it('lists the intervals of each beat, and computes a manoeuvre', async () => {
    await page.getByRole('tab', { name: 'Notes' }).click();
    await page
      .getByRole('button', { name: /NRT.*\d ms/ })
      .first()
      .click();
    await page.getByRole('tab', { name: 'Beats' }).click();
    await page.getByLabel('Beats listed').selectOption('intervals');
    await expect
      .poll(() =>
        page
          .getByRole('grid', { name: /Intervals of each beat/ })
          .getByRole('row')
          .count(),
      )
      .toBeGreaterThan(3);
    await expect.poll(panel).toMatch(/no His channel/i);
    await expect
      .poll(() => page.getByRole('grid', { name: /Intervals/ }).innerText())
      .toMatch(/NRT\s+\d{3}\s+-?\d+/);
    await page.screenshot({ path: screenshotPath('beat-table.png') });
    await page.getByLabel('Beats listed').selectOption('all');
    await page.locator('.host').focus();
    await page.keyboard.press('Shift+m');
    const sheet = page.getByRole('dialog');
    await sheet.getByLabel('PPI').fill('470');
    await sheet.getByLabel('TCL').fill('330');
    await sheet.getByLabel('AV, return cycle').fill('310');
    await sheet.getByLabel('AV, tachycardia').fill('290');
    await sheet.getByLabel('shortest pre-excited RR').fill('240');
    await expect.poll(() => sheet.getByRole('status').innerText()).toMatch(/corrected PPI - TCL\s+120 ms/);
    await expect.poll(() => sheet.getByRole('status').innerText()).toMatch(/SPERRI\s+240 ms ≤ 250/);
    await page.screenshot({ path: screenshotPath('manoeuvres.png') });
    await page.keyboard.press('Escape');
    await sheet.waitFor({ state: 'detached' });
  });

  it('keeps the log of the laboratory, signs, and makes a report', async () => {
    const host = (await page.locator('.host').boundingBox())!;
    await page.getByRole('tab', { name: 'Notes' }).click();
    await page.mouse.move(host.x + 150, host.y + 300);
    await page.keyboard.press('e');
    await page.getByRole('dialog').getByLabel('drug').check();
    await page.getByRole('dialog').getByLabel('Text').fill('adenosine 6 mg');
    await page.keyboard.press('Enter');
    await expect.poll(panel).toContain('adenosine 6 mg');
    for (const x of [420, 800]) {
      await page.mouse.move(host.x + x, host.y + 300);
      await page.keyboard.press('a');
      await expect.poll(status).toContain(`ablation ${x === 420 ? 'on' : 'off'} at`);
    }
    await page.keyboard.press('Alt+,');
    await page.getByLabel(/Your name/).fill('reviewer');
    await page.keyboard.press('Tab');
    await page.getByRole('navigation').getByRole('button', { name: 'Review' }).click();
    await waitSettled(page);
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => page.getByRole('dialog').innerText()).toContain('is signed by reviewer');
    await focusWithin(page, '[role=dialog] :is(input, textarea)');
    await page.keyboard.type('read in full');
    await page.keyboard.press('Enter');
    await expect.poll(status).toContain('Labels signed');
    await expect.poll(panel).toMatch(/reviewer, administrator[\s\S]*read in full/);
    await waitSettled(page);
    await page.screenshot({ path: screenshotPath('log.png') });
    await page.keyboard.press('Control+p');
    const form = page.getByRole('dialog');
    await form
      .getByLabel(/Findings/)
      .fill('Narrow QRS tachycardia at 176/min, begun by an atrial premature beat.');
    await page.screenshot({ path: screenshotPath('report.png') });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      form.getByRole('button', { name: 'Make the PDF' }).click(),
    ]);
    const pdf = readFileSync((await download.path())!, 'latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(20_000);
    await form.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Beat', exact: true }).click();
  });

  it('shows why: probabilities, weight on the electrograms, prototypes', async () => {
    await page.keyboard.press('q');
    await expect.poll(panel).toMatch(/PROBABILITIES[\s\S]*WEIGHT/i);
    await expect.poll(panel).toMatch(/HOW FAR THIS HOLDS[\s\S]*off by \d+\.\d % on average/i);
    await waitSettled(page);
    await page.screenshot({ path: screenshotPath('queue.png') });
    await page.keyboard.press('Escape');
  });

  it('lists the study, with what is known of it', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('Alt+s');
    const list = page.getByRole('region', { name: 'Studies' }).or(page.locator('section.studies')).first();
    await expect.poll(() => list.innerText()).toMatch(/Demonstration[\s\S]*5:30/);
    await page.screenshot({ path: screenshotPath('studies.png') });
    await page.getByRole('button', { name: /^x/ }).first().click();
    await waitSettled(page);
    expect(session.faults).toEqual([]);
  });
});
