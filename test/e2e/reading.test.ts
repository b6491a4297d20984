import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { seriousFindings } from './axe.ts';
import { drawn } from './drawn-page.ts';
import { fetched } from './fetched.ts';
import { outputPath } from './harness.ts';
import { atRest } from './seen.ts';
import { goTo } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const FS = 977;

const stand = standInTests();

const chosenPage = (page: Page): Promise<string> => page.getByLabel('Page', { exact: true }).inputValue();
const status = (page: Page): Promise<string> => page.locator('footer[role=status]').innerText();

describe('pages over a study of 2.5 hours', () => {
  let page: Page;
  beforeEach(async () => {
    ({ page } = await stand.open());
  });

  const from = async (): Promise<number> =>
    Number(await page.locator('.host').first().getAttribute('data-from'));
  const title = (): Promise<string | null> => page.locator('.board-host').getAttribute('aria-label');

  it('change by one key, 12-lead, EP, stack, at the same place', async () => {
    await goTo(page, '10:00');
    const place = await atRest(from);
    await page.keyboard.press('p');
    await drawn(page);
    await expect.poll(title).toMatch(/12-lead page from 9:57\.\d, 10\.0 s at 25 mm\/s/);
    await expect.poll(() => status(page)).toMatch(/25 mm\/s\s+10 mm\/mV[\s\S]*reduced 1:8/);
    await page.keyboard.press('+');
    await expect.poll(title).toContain('5.4 s at 50 mm/s');
    await page.keyboard.press('p');
    await drawn(page);
    await expect.poll(title).toContain('at 100 mm/s');
    await page.keyboard.press('+');
    await expect.poll(title).toContain('at 200 mm/s');
    await page.keyboard.press('p');
    await stand.held.settled();
    await expect.poll(() => chosenPage(page)).toBe('stack');
    await expect.poll(from).toBeCloseTo(place, 3);
  });

  it('pan by quarters of what they show, and follow a beat that is selected', async () => {
    await page.keyboard.press('p');
    await drawn(page);
    await page.keyboard.press('ArrowRight');
    await expect.poll(title).toContain('from 0:02.5');
    await page.keyboard.press('Shift+p');
    await expect.poll(() => page.getByLabel('Order of the limb leads').inputValue()).toBe('cabrera');
    for (let k = 0; k < 22; k++) await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => status(page)).toContain('1 beat selected');
    await expect.poll(title).not.toContain('from 0:02.5');
    await page.keyboard.press('Escape');
    await drawn(page);
    const box = (await atRest(() => page.locator('.board-host').boundingBox()))!;
    await page.mouse.click(box.x + 3, box.y + 200);
    await expect.poll(() => status(page)).toContain('letters are commands');
    await page.keyboard.press('Escape');
    await expect.poll(() => chosenPage(page)).toBe('stack');
  });

  it('show the whole record in lines: keys go along it, Enter and a click go there', async () => {
    await page.keyboard.press('o');
    await drawn(page);
    await expect.poll(title).toContain('in 151 lines');
    const lines = page.locator('.board-host');
    await expect.poll(() => lines.evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('Home');
    for (let k = 0; k < 3; k++) await page.keyboard.press('ArrowDown');
    await expect.poll(title).toContain('at 3:00.0');
    await page.keyboard.press('End');
    await drawn(page);
    await expect.poll(title).toMatch(/at 150:3\d/);
    await page.keyboard.press('Home');
    await page.keyboard.press('PageDown');
    await expect.poll(title).not.toContain('at 0:00.0');
    await page.getByLabel('Length of a line').selectOption('300');
    await expect.poll(title).toContain('in 31 lines');
    await drawn(page);
    const box = (await atRest(() => lines.boundingBox()))!;
    await page.mouse.click(box.x + 56 + (box.width - 56) / 2, box.y + 20);
    await stand.held.settled();
    const centre = async (): Promise<number> => {
      const { width } = (await page.locator('.host').boundingBox())!;
      const zoom = Number(await page.locator('.host').getAttribute('data-samples-per-pixel'));
      return (((await from()) + (width / 2) * zoom) / FS) % 300;
    };
    expect(await atRest(centre)).toBeGreaterThan(140);
    expect(await atRest(centre)).toBeLessThan(160);
    await page.keyboard.press('o');
    await drawn(page);
    await page.keyboard.press('Enter');
    await expect.poll(() => chosenPage(page)).toBe('stack');
  });

  it('average the beats of a class in view, and the selected ones', async () => {
    await page.keyboard.press('v');
    await drawn(page);
    await expect.poll(title).toMatch(/Average of \d+ beats of class N, QRS 95 ms/);
    await page.getByLabel('Statistic').selectOption('mean');
    await page.locator('.board-host').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => page.getByLabel('Beats that are averaged').inputValue()).toBe('selected');
    await expect.poll(title).toContain('Average of 1 beats');
  });

  it('align beats to QRS onset beside their intervals; arrows choose, Enter goes there', async () => {
    await page.keyboard.press('w');
    const grid = page.getByRole('grid', { name: 'Intervals of each beat in view' });
    await expect.poll(() => grid.getByRole('row').count()).toBeGreaterThan(6);
    await drawn(page);
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect.poll(() => grid.getByRole('row', { selected: true }).count()).toBe(1);
    await expect.poll(() => status(page)).toContain('1 beat selected');
    await page.keyboard.press('End');
    await expect
      .poll(() => grid.getByRole('row', { selected: true }).getByRole('gridcell').first().innerText())
      .toMatch(/^0:0[45]/);
    await page.keyboard.press('Enter');
    await expect.poll(() => chosenPage(page)).toBe('stack');
  });

  it('are printed as they stand, over a range where one is chosen', async () => {
    await page.keyboard.press('p');
    await drawn(page);
    await page.keyboard.press('Shift+p');
    await expect.poll(() => page.getByLabel('Order of the limb leads').inputValue()).toBe('cabrera');
    await page.keyboard.press('Control+Shift+p');
    const form = page.getByRole('dialog');
    await Promise.all([
      page.waitForEvent('download'),
      form.getByRole('button', { name: 'Make the PDF' }).click(),
    ]);
    await form.waitFor({ state: 'detached' });
    await expect
      .poll(() => stand.held.api.desk.prints)
      .toMatchObject([
        { kind: 'twelve', order: 'cabrera', millimetresPerSecond: 25, ecgGain: 10, orientation: 'landscape' },
      ]);
    expect(stand.held.api.desk.prints[0].to).toBeUndefined();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Control+Shift+p');
    await form.getByLabel('Page', { exact: true }).selectOption('stack');
    await form.getByLabel('Stretch').selectOption('selection');
    await Promise.all([
      page.waitForEvent('download'),
      form.getByRole('button', { name: 'Make the PDF' }).click(),
    ]);
    await expect.poll(() => stand.held.api.desk.prints.length).toBe(2);
    const { from: first, to } = stand.held.api.desk.prints[1] as { from: number; to: number };
    expect(to - first).toBeGreaterThan(3 * FS);
    await form.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('o');
    await drawn(page);
    await page.getByRole('button', { name: 'Print…' }).click();
    await Promise.all([
      page.waitForEvent('download'),
      form.getByRole('button', { name: 'Make the PDF' }).click(),
    ]);
    await expect.poll(() => stand.held.api.desk.prints.length).toBe(3);
    expect(stand.held.api.desk.prints[2]).toMatchObject({
      kind: 'disclosure',
      lineSeconds: 60,
      channels: [1],
      from: 0,
      to: stand.held.api.samples,
    });
  });

  it('write numbers with a comma where the reader wants it; what is taken out keeps its points', async () => {
    await page.keyboard.press('Alt+,');
    await page.getByLabel('Numbers').selectOption('comma');
    await page.keyboard.press('Alt+r');
    await stand.held.settled();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => page.locator('#right-panel').innerText()).toMatch(/0:00,\d{3}[\s\S]*0,\d\d/);
    await page.keyboard.press('Escape');
    for (let k = 0; k < 2; k++) await page.keyboard.press('-');
    await expect.poll(() => status(page)).toContain('12,5 mm/s');
  });

  it('are reached from the tachogram and the RR histogram, which select beats', async () => {
    await fetched(page);
    const strip = (await page.getByRole('slider', { name: 'Place in the record' }).boundingBox())!;
    await page.keyboard.down('Shift');
    await page.mouse.move(strip.x + strip.width * 0.5, strip.y + 20);
    await page.mouse.down();
    await page.mouse.move(strip.x + strip.width * 0.5 + 6, strip.y + 20, { steps: 3 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect.poll(() => status(page)).toMatch(/\d+ beats selected/);
    await expect.poll(async () => (await from()) / stand.held.api.samples).toBeGreaterThan(0.49);
    await page.keyboard.press('Escape');
    const bars = page.getByRole('application', { name: /^RR intervals/ });
    await bars.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => status(page)).toMatch(/(\d+ beats|1 beat) selected/);
    const one = await atRest(() => bars.getAttribute('aria-label'));
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => bars.getAttribute('aria-label')).not.toBe(one);
    const box = (await atRest(() => bars.boundingBox()))!;
    await page.mouse.move(box.x + box.width * 0.3, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.36, box.y + 40, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => status(page)).toMatch(/\d{3,} beats selected/);
  });

  it('say what is missing, in place and in the status bar', async () => {
    ({ page } = await stand.open({ missing: [1000, 3000] }));
    await page.keyboard.press('p');
    await drawn(page);
    await expect.poll(() => status(page)).toContain('missing: hatched');
    await page.screenshot({ path: outputPath('page-missing.png') });
    // Of beats over each other, too.
    await page.getByLabel('Page', { exact: true }).selectOption('aligned');
    await page.getByLabel('Arrangement').selectOption('overlay');
    await drawn(page);
    await expect.poll(() => status(page)).toContain('missing: hatched');
    await page.screenshot({ path: outputPath('aligned-missing.png') });
  });

  it.each(['twelve', 'ep', 'disclosure', 'average', 'aligned', 'moments', 'pair'])(
    'hold nothing serious for axe: %s',
    async (view) => {
      await page.getByLabel('Page', { exact: true }).selectOption(view);
      await page.locator('.board-host, .pane .host').first().waitFor();
      await fetched(page);
      await expect.poll(() => seriousFindings(page)).toEqual([]);
    },
  );
});
