import { describe, expect, it } from 'vitest';
import { PALETTES } from '../../src-renderer/theme/palette.ts';
import { fetched } from './fetched.ts';
import { outputPath } from './harness.ts';
import { atRest, seen } from './seen.ts';
import { coloursIn } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const hostBox = async () => (await stand.held.page.locator('.host').boundingBox())!;
const from = async (): Promise<number> =>
  Number(await stand.held.page.locator('.host').getAttribute('data-from'));
const zoom = async (): Promise<number> =>
  Number(await stand.held.page.locator('.host').getAttribute('data-samples-per-pixel'));
const status = (): Promise<string> => stand.held.page.locator('footer[role=status]').innerText();

describe('the traces', () => {
  it('are drawn in their group’s colour in every row', async () => {
    await stand.open();
    await stand.held.page.screenshot({ path: outputPath('review-lab.png') });
    await expect.poll(() => stand.held.page.locator('[data-row]').count()).toBe(19);
    const rows = await stand.held.page.locator('[data-row]').all();
    const host = await hostBox();
    for (const row of rows) {
      const box = (await row.boundingBox())!;
      const name = await row.locator('.name').innerText();
      const group = name.startsWith('CS')
        ? 'CS'
        : name.startsWith('ABL')
          ? 'ABL'
          : name.startsWith('RVA')
            ? 'RVA'
            : 'surface';
      const colours = await coloursIn(stand.held.page, {
        x: host.x + 4,
        y: box.y,
        width: host.width - 8,
        height: box.height,
      });
      expect(colours.get(PALETTES.lab.groups[group]) ?? 0, name).toBeGreaterThan(0.001);
    }
  });

  it('pan by wheel, drag and keys, and zoom about the pointer', async () => {
    await stand.open();
    const { page } = stand.held;
    const host = await hostBox();
    await page.mouse.move(host.x + 400, host.y + 300);
    await page.mouse.wheel(0, 300);
    const scale = await atRest(zoom);
    await expect.poll(from).toBeCloseTo(300 * scale, 0);
    const before = await atRest(from);
    await page.mouse.down();
    await page.mouse.move(host.x + 300, host.y + 300, { steps: 5 });
    await page.mouse.up();
    await expect.poll(from).toBeCloseTo(before + 100 * scale, 0);
    const quarter = (host.width / 4) * scale;
    const here = await atRest(from);
    await page.keyboard.press('ArrowRight');
    await expect.poll(from).toBeCloseTo(here + quarter, -1);
    await page.keyboard.press('Home');
    await expect.poll(from).toBe(0);
    await page.mouse.move(host.x + 500, host.y + 300);
    await page.mouse.wheel(0, 400);
    await expect.poll(from).toBeGreaterThan(0);
    const narrow = await atRest(zoom);
    const under = (await atRest(from)) + 500 * narrow;
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, 240);
    await page.keyboard.up('Control');
    await expect.poll(zoom).toBeGreaterThan(narrow);
    await atRest(zoom);
    expect((await atRest(from)) + 500 * (await zoom())).toBeCloseTo(under, -1);
  });

  it('say what they are: sweep, gain, bands, reduction', async () => {
    await stand.open();
    const { page } = stand.held;
    await expect.poll(status).toMatch(/50 mm\/s[\s\S]*mm\/mV[\s\S]*full \/ 30-250 Hz[\s\S]*reduced 1:4/);
    for (let k = 0; k < 3; k++) await page.keyboard.press('+');
    await stand.held.settled();
    await expect.poll(status).toContain('400 mm/s');
    await expect.poll(status).not.toContain('reduced');
    await page.keyboard.press('f');
    await expect.poll(status).toContain('unfiltered');
  });

  it('show a missing stretch as missing, hatched in place and named in the gutter', async () => {
    await stand.open({ missing: [1000, 3000] });
    const { page } = stand.held;
    await expect.poll(() => page.locator('[data-row]').nth(1).innerText()).toContain('missing');
    await expect.poll(() => page.locator('[data-row]').nth(0).innerText()).not.toContain('missing');
    await expect.poll(status).toContain('missing: hatched');
    await page.screenshot({ path: outputPath('missing.png') });
    await stand.held.settled();
    const host = await hostBox();
    const box = (await page.locator('[data-row]').nth(1).boundingBox())!;
    const left = host.x + 1200 / (await zoom());
    const colours = await coloursIn(page, { x: left, y: box.y + 8, width: 200, height: box.height - 16 });
    expect(colours.get(PALETTES.lab.groups.surface) ?? 0).toBe(0);
    expect(colours.get(PALETTES.lab.background) ?? 0).toBeLessThan(0.95);
  });

  it('are the whole record on one screen, 20,000 beats and all', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.keyboard.press('Control+0');
    await stand.held.settled();
    await expect.poll(status).toMatch(/held in rows[\s\S]*reduced 1:\d{4}/);
    await page.screenshot({ path: outputPath('whole-record.png') });
  });

  it('follow channel sets, isolation and hiding', async () => {
    await stand.open();
    const { page } = stand.held;
    const names = () => page.locator('[data-row] .name').allInnerTexts();
    await page.keyboard.press('3');
    await expect.poll(names).toEqual(['CS12', 'CS34', 'CS56', 'CS78', 'CS90', 'ABL12', 'RVA12']);
    await page.keyboard.press('1');
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(['I', 'II']);
    await page.locator('[data-row]').nth(1).dblclick();
    await expect.poll(names).toEqual(['II']);
    await page.keyboard.press('Shift+h');
    await expect.poll(async () => (await names()).length).toBe(19);
    await page.keyboard.press('h');
    await expect.poll(names).not.toContain('I');
  });

  it('fit 1366 x 768 without scrolling and use 3840 x 2160', async () => {
    await stand.open();
    const overflow = () =>
      stand.held.page.evaluate(
        () =>
          document.documentElement.scrollWidth > innerWidth ||
          document.documentElement.scrollHeight > innerHeight,
      );
    await expect.poll(overflow).toBe(false);
    await stand.held.page.setViewportSize({ width: 3840, height: 2160 });
    await stand.held.settled();
    await expect.poll(overflow).toBe(false);
    await expect.poll(async () => (await hostBox()).width).toBeGreaterThan(3400);
    await stand.held.settled();
    await stand.held.page.screenshot({ path: outputPath('review-3840.png') });
  });
});

describe('places', () => {
  it('are gone to by time, number and class', async () => {
    await stand.open();
    const { page } = stand.held;
    const goTo = async (text: string): Promise<void> => {
      await page.keyboard.press('Escape');
      await page.keyboard.press('g');
      await page.getByLabel('Time, beat or class').fill(text);
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    };
    await goTo('1:00.5');
    const centre = async (): Promise<number> =>
      ((await from()) + ((await hostBox()).width / 2) * (await zoom())) / 977;
    await expect.poll(centre).toBeCloseTo(60.5, 1);
    await goTo('#31');
    await expect.poll(status).toContain('1 beat selected');
    await goTo('NRT');
    await expect.poll(() => page.locator('#right-panel').innerText()).toContain('NRT');
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.getByLabel('Time, beat or class').fill('999:00');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('alert').innerText()).toContain('The record ends at 150:31.');
  });

  it('come back after the page is opened again, with theme and panel', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.keyboard.press('Control+Shift+l');
    await page.keyboard.press('Control+b');
    for (let k = 0; k < 8; k++) await page.keyboard.press('ArrowRight');
    const before = await atRest(from);
    // Where one is, is written a moment after the last move.
    await expect.poll(() => stand.held.api.setting('lastPlace')).toMatchObject({ from: before });
    await fetched(page);
    await page.reload();
    await stand.held.settled();
    await expect.poll(from).toBeCloseTo(before, 0);
    await expect.poll(() => page.locator('aside').count()).toBe(0);
    await expect
      .poll(() => page.evaluate(() => getComputedStyle(document.body).backgroundColor))
      .toBe('rgb(255, 255, 255)');
    await page.screenshot({ path: outputPath('review-paper.png') });
  });

  it('are dragged to in the overview', async () => {
    await stand.open();
    const { page } = stand.held;
    const strip = (await page.getByRole('slider', { name: 'Place in the record' }).boundingBox())!;
    await page.mouse.click(strip.x + strip.width / 2, strip.y + 20);
    await expect.poll(async () => (await from()) / stand.held.api.samples).toBeCloseTo(0.5, 2);
    await page.mouse.move(strip.x + strip.width / 2, strip.y + 20);
    await page.mouse.down();
    await page.mouse.move(strip.x + strip.width / 4, strip.y + 20, { steps: 6 });
    await page.mouse.up();
    await expect.poll(async () => (await from()) / stand.held.api.samples).toBeCloseTo(0.25, 2);
  });

  it('are listed: a table of every beat scrolls to the last of 20,000 at once', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Beats' }).click();
    const grid = page.getByRole('grid', { name: 'Beats' });
    const count = await seen(
      async () => Number(await grid.getAttribute('aria-rowcount')),
      (rows) => rows > 19_900,
    );
    await expect.poll(() => grid.getByRole('row').count()).toBeLessThan(80);
    await grid.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await grid.locator(`[aria-rowindex="${count}"]`).click();
    await expect.poll(from).toBeGreaterThan(stand.held.api.samples * 0.99);
  });
});
