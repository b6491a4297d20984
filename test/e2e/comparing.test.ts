import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { panesDrawn } from './drawn-page.ts';
import { atRest, seen } from './seen.ts';
import { goTo } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const status = (page: Page): Promise<string> => page.locator('footer[role=status]').innerText();

describe('two panes beside each other', () => {
  let page: Page;
  beforeEach(async () => {
    ({ page } = await stand.open());
  });

  it('stand two moments beside each other, panning together or apart', async () => {
    await page.keyboard.press('t');
    const panes = page.locator('.host');
    await expect.poll(() => panes.count()).toBe(2);
    const places = async (): Promise<number[]> =>
      (await panes.evaluateAll((hosts) => hosts.map((host) => Number(host.getAttribute('data-from'))))).map(
        (sample) => Math.round(sample),
      );
    await page.keyboard.press('x');
    await expect.poll(() => status(page)).toContain('pan apart');
    await page.keyboard.press('PageDown');
    await expect.poll(async () => (await places())[1]).toBeGreaterThan(1000);
    const before = await atRest(places);
    expect(before[0]).toBe(0);
    await page.keyboard.press('x');
    await expect.poll(() => status(page)).not.toContain('pan apart');
    await page.keyboard.press('PageDown');
    await expect.poll(async () => (await places())[1]).toBeGreaterThan(before[1]);
    const after = await atRest(places);
    expect(Math.abs(after[1] - after[0] - (before[1] - before[0]))).toBeLessThanOrEqual(1);
  });

  it('show stimuli that are marked while two moments stand there', async () => {
    await page.keyboard.press('t');
    const panes = page.locator('.host');
    await expect.poll(() => panes.count()).toBe(2);
    await panesDrawn(page);
    await page.mouse.move(2, 2);
    const picture = async (): Promise<string> => (await panes.nth(1).screenshot()).toString('base64');
    const before = await atRest(picture);
    await page.keyboard.press('s');
    await expect.poll(() => status(page)).toContain('stimuli marked');
    await expect.poll(async () => (await picture()) === before).toBe(false);
  });

  it('stand before and after the ablation of the log', async () => {
    await page.keyboard.press('Shift+b');
    await expect.poll(() => status(page)).toContain('The log has no ablation');
    const host = (await page.locator('.host').boundingBox())!;
    await goTo(page, '1:00');
    await stand.held.settled();
    await page.mouse.move(host.x + host.width / 2, host.y + 300);
    await page.keyboard.press('a');
    await expect.poll(() => status(page)).toContain('ablation on at');
    await goTo(page, '2:00');
    await stand.held.settled();
    await page.mouse.move(host.x + host.width / 2 + 1, host.y + 300);
    await page.keyboard.press('a');
    await expect.poll(() => status(page)).toContain('ablation off at');
    await page.keyboard.press('Shift+b');
    const before = page.getByRole('region', { name: 'before ablation' });
    const after = page.getByRole('region', { name: 'after ablation' });
    await expect.poll(() => before.locator('h2').innerText()).toMatch(/BEFORE ABLATION\s+0:5[4-9]/i);
    await expect.poll(() => after.locator('h2').innerText()).toMatch(/AFTER ABLATION\s+(1:59|2:00)/i);
  });

  it('stand raw and filtered together: stacked, side by side, locked in time', async () => {
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+r');
    const panes = page.locator('.host');
    await expect.poll(() => panes.count()).toBe(2);
    await expect.poll(() => page.locator('.names').first().innerText()).toBe('II');
    await expect
      .poll(() => page.getByRole('group', { name: /Raw and filtered/ }).innerText())
      .toContain('no filter acts on II');
    await page.keyboard.press('PageDown');
    const places = (): Promise<(string | null)[]> =>
      panes.evaluateAll((hosts) => hosts.map((host) => host.getAttribute('data-from')));
    await seen(places, ([one, other]) => Number(one) > 1000 && one === other);
    await page.keyboard.press('Shift+r');
    await expect.poll(() => page.locator('.names').first().locator('li').count()).toBe(19);
    await expect
      .poll(() => page.getByRole('region', { name: 'filtered' }).locator('h2').innerText())
      .toContain('30-250 Hz');
    await page.keyboard.press('Shift+r');
    await expect.poll(() => page.getByLabel('Page', { exact: true }).inputValue()).toBe('stack');
  });
});
