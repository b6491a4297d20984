/**
 * Ten complaints that users raised about other programs, each with a test that it cannot be raised about this one; where
 * each was raised stands beside it. Here those of the window over a long study; the others are in complaints-program.test.ts.
 */
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { decodeAnnotations } from '../../src-main/formats/wfdb/annotation-decode.ts';
import { fetched } from './fetched.ts';
import { launchBrowser } from './harness.ts';
import { atRest, seen } from './seen.ts';
import { openStandIn, type StandInPage } from './stand-in-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const statusOf = (page: Page) => (): Promise<string> => page.locator('footer[role=status]').innerText();
const panelOf = (page: Page) => (): Promise<string> => page.locator('#right-panel').innerText();

describe('over a study of 2.5 hours, 19 channels, 20,000 beats', () => {
  let held: StandInPage;
  afterEach(async () => {
    await held.close();
    expect(held.faults).toEqual([]);
  });

  it('1. it opens the window, not the file (label-studio #2118; wfdb-python #436, #224)', async () => {
    held = await openStandIn(browser);
    const { page } = held;
    let bytes = 0;
    const counted: Promise<void>[] = [];
    page.on('response', (response) => {
      if (response.url().includes('/window'))
        counted.push(
          response.body().then(
            (body) => void (bytes += body.length),
            () => {},
          ),
        );
    });
    await page.reload();
    await held.settled();
    await expect.poll(() => bytes).toBeGreaterThan(10_000);
    await page.keyboard.press('End');
    await held.settled();
    await fetched(page);
    await Promise.all(counted);
    // Two screens and what is drawn ahead of them: 503 MB stay where they are.
    expect(bytes).toBeLessThan(10e6);
  });

  it('3. thousands of marks cost no more of the page than a few (mne-qt-browser #161)', async () => {
    const elements = (): Promise<number> => held.page.evaluate(() => document.querySelectorAll('*').length);
    held = await openStandIn(browser, { beatsAStretch: 30 });
    await expect.poll(panelOf(held.page)).not.toBe('');
    await fetched(held.page);
    const few = await atRest(elements);
    await held.close();
    held = await openStandIn(browser);
    await held.page.keyboard.press('Control+0');
    await held.settled();
    await held.page.getByRole('tab', { name: 'Beats' }).click();
    const grid = held.page.getByRole('grid', { name: 'Beats' });
    await expect.poll(async () => Number(await grid.getAttribute('aria-rowcount'))).toBeGreaterThan(19_000);
    await fetched(held.page);
    expect(await atRest(elements)).toBeLessThan(few + 800);
  });

  it('5. every command has a key or is found by name, and a study is read by keyboard alone (label-studio #812)', async () => {
    held = await openStandIn(browser);
    const { page } = held;
    await page.mouse.move(0, 0);
    await page.keyboard.press('Control+k');
    const palette = page.getByRole('dialog');
    const commands = palette.getByRole('option');
    await expect.poll(() => commands.count()).toBeGreaterThan(60);
    await palette.getByRole('combobox').fill('whole record');
    await expect.poll(() => commands.count()).toBeLessThan(5);
    await page.keyboard.press('Enter');
    await expect.poll(statusOf(page)).toMatch(/reduced 1:\d{4}/);
    await page.keyboard.press('g');
    await page.getByRole('dialog').getByRole('textbox').fill('1:00:00');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(statusOf(page)).toContain('1 beat selected');
    await page.keyboard.press('v');
    await expect.poll(statusOf(page)).toContain('beat labelled PVC');
    await expect.poll(statusOf(page)).not.toContain('saving');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+e')]);
    const marks = decodeAnnotations(readFileSync((await download.path())!)).annotations;
    expect(marks.filter(({ symbol }) => symbol === 'V').length).toBeGreaterThan(0);
  });

  it('6. a caliper spans all traces, and its amplitude is the trace’s, not the time’s (waveform-annotation #8, #57, #70; cornerstone3D #2140; OHIF #6068)', async () => {
    held = await openStandIn(browser);
    const { page } = held;
    const host = (await page.locator('.host').boundingBox())!;
    const set = async (): Promise<void> => {
      for (const x of [320, 470]) {
        await page.mouse.move(host.x + x, host.y + 60);
        await page.keyboard.press('c');
      }
    };
    const told = async (): Promise<string[]> =>
      /caliper (\d+ ms \d+\/min) (\S+) (-?[\d.,]+ mV)/.exec(await statusOf(page)())?.slice(1) ?? [];
    await set();
    const [time, , millivolts] = await seen(told, ([, channel]) => channel === 'I');
    for (let k = 0; k < 13; k++) await page.keyboard.press('ArrowDown');
    await set();
    const [again, , elsewhere] = await seen(told, ([, channel]) => /^CS/.test(channel ?? ''));
    expect(again).toBe(time);
    expect(elsewhere).not.toBe(millivolts);
  });

  it('8. disagreements are a list, worst first, and each is a click away (waveform-annotation #11, #84, #92; cvat #303)', async () => {
    held = await openStandIn(browser);
    const { page } = held;
    await page.getByRole('tab', { name: 'Beats' }).click();
    await page.getByLabel('Beats listed').selectOption('disagreements');
    const grid = page.getByRole('grid', { name: 'Beats' });
    await expect.poll(() => grid.getByRole('row').count()).toBeGreaterThan(5);
    const total = async (): Promise<number> => Number(await grid.getAttribute('aria-rowcount'));
    // All 20,000 until the list is chosen.
    expect(await seen(total, (count) => count < 2_000)).toBeGreaterThan(50);
    await page.keyboard.press('Escape');
    await page.locator('.host').focus();
    await page.keyboard.press('d');
    await expect.poll(statusOf(page)).toMatch(/: [\d,]+ wait/);
  });
});
