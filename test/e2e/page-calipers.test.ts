import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { drawn, panesDrawn } from './drawn-page.ts';
import { fetched } from './fetched.ts';
import { launchBrowser, outputPath } from './harness.ts';
import { atRest } from './seen.ts';
import { openStandIn, type StandInPage } from './stand-in-page.ts';

const FS = 977;

let browser: Browser;
let held: StandInPage;
let page: Page;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
beforeEach(async () => {
  held = await openStandIn(browser);
  page = held.page;
});
afterEach(async () => {
  await held.close();
  expect(held.faults).toEqual([]);
});

interface Kept {
  readonly from: number;
  readonly to: number;
  readonly details: { readonly marches: number; readonly channel?: string; readonly extent?: number };
}
const kept = (): Kept[] => held.api.desk.marks.filter(({ kind }) => kind === 'caliper') as unknown as Kept[];
const averages = (): unknown[] => held.api.desk.marks.filter(({ kind }) => kind === 'average');
const status = (): Promise<string> => page.locator('footer[role=status]').innerText();
const show = async (view: string): Promise<void> => {
  await page.getByLabel('Page', { exact: true }).selectOption(view);
  await drawn(page);
  await page.locator('.board-host').focus();
};
const box = async () => (await atRest(() => page.locator('.board-host').boundingBox()))!;
const restingStatus = (): Promise<string> => atRest(status);
const restingKept = (): Promise<Kept[]> => atRest(kept);
/** Strips that a leg of any caliper stands in. */
const legs = (): Promise<number> => page.locator('.board-host .leg').count();

describe('calipers on the pages', () => {
  it('are set on a 12-lead page by the mouse, measured on the lead under them, dragged, and the same in the stack', async () => {
    await show('twelve');
    const { x, y, width, height } = await box();
    // The second row of the third column: V2.
    const [left, top] = [x + width * 0.6, y + height * 0.35];
    await page.mouse.move(left, top);
    await page.keyboard.press('c');
    await expect.poll(status).toContain('second leg with C or a click');
    await page.mouse.click(left + 60, top);
    await expect.poll(status).toMatch(/caliper \d+ ms \d+\/min V2 \d\.\d\d mV/);
    await expect.poll(() => kept()[0]?.details.channel).toBe('V2');
    // Two legs in its column, two on the rhythm strip.
    await expect.poll(legs).toBe(4);
    const [{ to }] = await restingKept();
    const grip = page.locator('.grip[data-leg="to"]').first();
    const at = (await atRest(() => grip.boundingBox()))!;
    await page.mouse.move(at.x + 4, at.y + 20);
    await page.mouse.down();
    await page.mouse.move(at.x + 44, at.y + 20, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => kept()[0].to).toBeGreaterThan(to);
    expect(kept()).toHaveLength(1);
    await page.screenshot({ path: outputPath('calipers-twelve.png') });
    await page.getByLabel('Page', { exact: true }).selectOption('stack');
    await held.settled();
    // The stack shows less time at its sweep: twice as much at half of it.
    await page.keyboard.press('-');
    await expect.poll(() => page.locator('.host [data-caliper]').count()).toBe(2);
  });

  it('are set, moved, let march and chosen by keys alone on the EP page, and kept once the keys rest', async () => {
    await show('ep');
    await page.keyboard.press('c');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await page.keyboard.press('Alt+Shift+ArrowRight');
    await page.keyboard.press('c');
    await expect.poll(() => kept().length).toBe(1);
    const [{ to }] = await restingKept();
    for (let k = 0; k < 3; k++) await page.keyboard.press('Control+ArrowRight');
    await expect.poll(() => kept()[0].to).toBeGreaterThan(to);
    await page.keyboard.press('Control+ArrowDown');
    await expect.poll(status).toContain('keys move the first leg');
    const [{ from }] = await restingKept();
    await page.keyboard.press('Alt+Shift+ArrowLeft');
    await expect.poll(() => kept()[0].from).toBeLessThan(from);
    await page.keyboard.press('Alt+Shift+c');
    await expect.poll(() => kept()[0].details.marches).toBe(12);
    await page.screenshot({ path: outputPath('calipers-ep.png') });
    await page.keyboard.press('Shift+c');
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('c');
    await expect.poll(() => kept().length).toBe(2);
    const chosen = await restingStatus();
    await page.keyboard.press('Control+ArrowUp');
    await expect.poll(status).not.toBe(chosen);
    await page.keyboard.press('Control+Delete');
    await expect.poll(() => kept().length).toBe(1);
  });

  it('are set in the lines of a full disclosure, by keys from where they stand and by the mouse', async () => {
    await show('disclosure');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('c');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('c');
    await expect.poll(() => kept().length).toBe(1);
    await expect.poll(() => kept()[0].details.channel).toBe('II');
    await restingKept();
    // A line of a minute: from its beginning, by a twentieth, each leg on the beat near it.
    expect(Math.abs(kept()[0].from / FS - 60)).toBeLessThan(1);
    expect(Math.abs(kept()[0].to / FS - 63)).toBeLessThan(1);
    const { x, y, width } = await box();
    await page.mouse.move(x + 200, y + 30);
    await page.keyboard.press('c');
    await page.mouse.click(x + width * 0.7, y + 30);
    await expect.poll(() => kept().length).toBe(2);
    // The click set a leg; it did not leave the page.
    await expect.poll(() => page.getByLabel('Page', { exact: true }).inputValue()).toBe('disclosure');
    await expect.poll(legs).toBe(4);
    await page.screenshot({ path: outputPath('calipers-disclosure.png') });
  });

  it('are set in one of two moments, on the lead under them, and stand only where their time is', async () => {
    await page.keyboard.press('t');
    await page.keyboard.press('x');
    await expect.poll(status).toContain('pan apart');
    await page.keyboard.press('PageDown');
    await panesDrawn(page);
    const [pinned, here] = [page.locator('.host').nth(0), page.locator('.host').nth(1)];
    const { x, y, height } = (await atRest(() => here.boundingBox()))!;
    await page.mouse.move(x + 100, y + height * 0.5);
    await page.keyboard.press('c');
    await expect.poll(status).toContain('second leg with C or a click');
    await page.mouse.click(x + 260, y + height * 0.5);
    await expect.poll(() => kept()[0]?.details.channel).toMatch(/^(V|aV|CS)/);
    await expect.poll(() => here.locator('.grip').count()).toBe(2);
    await expect.poll(() => pinned.locator('.grip').count()).toBe(0);
    const [{ to }] = await restingKept();
    const grip = (await atRest(() => here.locator('.grip[data-leg="to"]').boundingBox()))!;
    const place = await here.getAttribute('data-from');
    await page.mouse.move(grip.x + 4, grip.y + 200);
    await page.mouse.down();
    await page.mouse.move(grip.x + 64, grip.y + 200, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => kept()[0].to).toBeGreaterThan(to);
    // The drag moved the leg, not the pane.
    expect(await here.getAttribute('data-from')).toBe(place);
  });
});

describe('printing pages', () => {
  const print = async (): Promise<Record<string, unknown>> => {
    const { prints } = held.api.desk;
    const before = prints.length;
    await page.keyboard.press('Control+Shift+p');
    const form = page.getByRole('dialog');
    await Promise.all([
      page.waitForEvent('download'),
      form.getByRole('button', { name: 'Make the PDF' }).click(),
    ]);
    await form.waitFor({ state: 'detached' });
    await expect.poll(() => prints.length).toBe(before + 1);
    return prints[before];
  };

  it('carries class codes and calipers where they are asked for, and remembers it', async () => {
    await show('ep');
    expect(await print()).toMatchObject({ kind: 'ep', labels: {}, calipers: [] });
    await page.keyboard.press('m');
    await expect.poll(() => kept().length).toBe(1);
    await page.keyboard.press('Control+Shift+p');
    const form = page.getByRole('dialog');
    await fetched(page);
    await form.getByLabel('class codes of human labels, filled').check();
    await form.getByLabel('class codes of predictions, outlined').check();
    await form.getByLabel('calipers').check();
    await page.screenshot({ path: outputPath('print-choices.png') });
    await page.keyboard.press('Escape');
    await form.waitFor({ state: 'detached' });
    const body = await print();
    const [{ id }] = held.api.desk.marks;
    expect(body.calipers).toEqual([id]);
    const { setId, machineSetId } = body.labels as { setId: number; machineSetId: number };
    expect([typeof setId, typeof machineSetId]).toEqual(['number', 'number']);
    await page.keyboard.press('Control+Shift+b');
    expect(await print()).toMatchObject({ labels: {} });
  });

  it('asks for two moments, raw and filtered, and aligned beats as they stand', async () => {
    await page.keyboard.press('t');
    await page.keyboard.press('x');
    await page.keyboard.press('PageDown');
    await panesDrawn(page);
    const moments = await print();
    expect(moments).toMatchObject({ kind: 'moments', moments: { from: 0, titles: ['pinned', 'here'] } });
    expect(moments.from).toBeGreaterThan(FS);
    await page.getByLabel('Page', { exact: true }).selectOption('pair');
    await panesDrawn(page);
    expect(await print()).toMatchObject({ kind: 'pair', pair: 'stacked', channels: [0], iegmBand: '30-250' });
    await page.getByLabel('Page', { exact: true }).selectOption('aligned');
    const grid = page.getByRole('grid', { name: 'Intervals of each beat in view' });
    await expect.poll(() => grid.getByRole('row').count()).toBeGreaterThan(4);
    const aligned = await print();
    expect(aligned).toMatchObject({
      kind: 'aligned',
      aligned: { manner: 'waterfall' },
      millimetresPerSecond: 50,
    });
    expect(aligned.to).toBeGreaterThan(aligned.from as number);
  });

  it('prints the average beat with the onsets that were put right, by keys or by drag', async () => {
    await show('average');
    const readout = page.getByRole('group', { name: 'Intervals of the average beat' });
    await expect.poll(() => readout.innerText()).toMatch(/QRS\s*95 ms/);
    expect(((await print()).average as { marks?: unknown }).marks).toBeUndefined();
    await page
      .getByLabel('Beats that are averaged')
      .selectOption({ label: 'N, 5 in the middle of the view' });
    await expect
      .poll(() => page.getByRole('group', { name: 'Average beat, of what' }).innerText())
      .toMatch(/n 5\b/);
    const offset = page.getByRole('slider', { name: 'QRS offset' }).first();
    await offset.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => readout.innerText()).toMatch(/QRS\s*105 ms[\s\S]*moved by stand-in/);
    const onset = page.getByRole('slider', { name: 'QRS onset' }).first();
    const at = (await atRest(() => onset.boundingBox()))!;
    await page.mouse.move(at.x + 4, at.y + 200);
    await page.mouse.down();
    await page.mouse.move(at.x - 16, at.y + 200, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => readout.innerText()).toMatch(/QRS\s*1[1-9]\d ms/);
    await readout.getByRole('button', { name: '+ T' }).click();
    await expect
      .poll(() => readout.innerText())
      // At 14 years 100/min is no tachycardia.
      .toMatch(/RR\s*599 ms[\s\S]*QT \(II\)\s*\d+ ms[\s\S]*QTc \(Bazett\)\s*\d+ ms/);
    await page.screenshot({ path: outputPath('average-by-hand.png') });
    const { average } = (await print()) as {
      average: { code: string; rrMs: number; marks: { tOffset: number } };
    };
    expect(average.code).toBe('N');
    expect(average.rrMs).toBeGreaterThan(300);
    expect(average.marks.tOffset).toBe(Math.round(0.35 * FS));
    // Kept with the record: another view in between, and what was done last is taken back.
    await expect.poll(averages).toMatchObject([{ details: { marks: { tOffset: Math.round(0.35 * FS) } } }]);
    await show('twelve');
    await page.keyboard.press('PageDown');
    await show('average');
    const again = page.getByRole('option', { name: /^moved by stand-in: median of 5 from 0:/ });
    const value = await again.getAttribute('value');
    await page.getByLabel('Beats that are averaged').selectOption(value!);
    await expect.poll(() => readout.innerText()).toMatch(/QT \(II\)\s*\d+ ms[\s\S]*moved by stand-in/);
    await page.locator('.board-host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => readout.innerText()).toMatch(/QRS\s*1[1-9]\d ms[\s\S]*\+ T/);
    await readout.getByRole('button', { name: 'As found' }).click();
    await expect.poll(() => readout.innerText()).toMatch(/QRS\s*95 ms/);
    await expect.poll(averages).toEqual([]);
  });
});
