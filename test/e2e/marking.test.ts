import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fetched } from './fetched.ts';
import { outputPath } from './harness.ts';
import { focusWithin } from './opened-forms.ts';
import * as pointing from './pointing.ts';
import { atRest, seen } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const status = (): Promise<string> => stand.held.page.locator('footer[role=status]').innerText();
const dialog = () => stand.held.page.getByRole('dialog');
const region = (name: string) => stand.held.page.getByRole('region', { name });
const grips = (name: string | RegExp) => stand.held.page.getByRole('slider', { name });

const kept = (kind: string) => stand.held.api.desk.marks.filter((mark) => mark.kind === kind);

const pointAt = (x: number): Promise<void> => pointing.pointAt(stand.held.page, x);
const drag = (from: number, to: number, y: number): Promise<void> =>
  pointing.drag(stand.held.page, from, to, y);
const dragGrip = (name: RegExp, by: number): Promise<void> =>
  pointing.dragGrip(stand.held.page, grips(name).first(), by);

describe('signal quality', () => {
  it('is dragged out over a channel with Ctrl, hatched, moved by its edge, taken back and exported as ~', async () => {
    await stand.open();
    const { page, api } = stand.held;
    await page.keyboard.down('Control');
    await drag(300, 520, 120);
    await page.keyboard.up('Control');
    await dialog()
      .getByRole('button', { name: /unreadable/ })
      .click();
    await expect.poll(() => page.locator('.quality').count()).toBe(1);
    const said = await seen(
      () => page.locator('.quality').innerText(),
      (text) => /^\S+ unreadable$/.test(text),
    );
    const channel = said.split(' ')[0];
    await waitSettled(page);
    await page.screenshot({ path: outputPath('quality.png') });
    const width = async () => (await page.locator('.quality').boundingBox())!.width;
    const before = await atRest(width);
    await dragGrip(new RegExp(`^clean ${channel}`), 80);
    await expect.poll(width).toBeGreaterThan(before + 70);
    await page.locator('.host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(width).toBeLessThan(before + 5);
    const marks = (): unknown[] => {
      const query = new URLSearchParams('format=json');
      const file = api.answer('getSetFile', {}, query, Buffer.from('')) as Uint8Array;
      const all = JSON.parse(Buffer.from(file).toString()) as { symbol: string; aux?: string }[];
      return all.filter(({ symbol }) => symbol === '~').map(({ aux }) => aux);
    };
    await expect.poll(marks).toEqual([`unreadable ${channel}`, `clean ${channel}`]);
    await page.keyboard.press('Control+z');
    await expect.poll(() => page.locator('.quality').count()).toBe(0);
  });

  it('is begun and ended by keys, for all channels', async () => {
    await stand.open();
    const { page } = stand.held;
    await pointAt(300);
    await page.keyboard.press('Shift+q');
    await expect.poll(status).toContain('poor signal from');
    await pointAt(600);
    await page.keyboard.press('Shift+q');
    await dialog().getByRole('button', { name: /noisy/ }).press('Enter');
    await expect.poll(() => page.locator('.quality').innerText()).toBe('all noisy');
    const edge = grips(/^noisy/);
    await edge.focus();
    const left = async () => (await page.locator('.quality').boundingBox())!.x;
    const before = await atRest(left);
    for (let k = 0; k < 5; k++) await edge.press('ArrowRight');
    await expect.poll(left).toBeGreaterThan(before + 5);
  });
});

describe('a rhythm span', () => {
  it('is dragged out in its lane, its beginning moved by its edge, each in one undo step', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Notes' }).click();
    const list = () => region('Rhythm').innerText();
    await drag(350, 620, 8);
    await dialog().getByRole('button', { name: 'AF Atrial fibrillation or flutter' }).click();
    await expect.poll(list).toMatch(/\bAF\b/);
    const time = async () => /(\S+)\s+AF\b/.exec(await list())?.[1];
    const begins = await atRest(time);
    await dragGrip(/^AFIB begins/, -60);
    await expect.poll(time).not.toBe(begins);
    await page.locator('.host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(time).toBe(begins);
    await page.keyboard.press('Control+z');
    await expect.poll(list).not.toMatch(/\bAF\b/);
  });
});

describe('an entry of the log', () => {
  it('is edited in text and time, deleted, and all of it taken back', async () => {
    await stand.open();
    const { page } = stand.held;
    const log = () => region('Log and bookmarks').innerText();
    await page.getByRole('tab', { name: 'Notes' }).click();
    await pointAt(300);
    await page.keyboard.press('e');
    await dialog().getByLabel('drug').check();
    await dialog().getByLabel('Text').fill('adenosine 6 mg');
    await page.keyboard.press('Enter');
    await expect.poll(log).toContain('adenosine 6 mg');
    await page.getByRole('button', { name: /^Edit adenosine/ }).click();
    await dialog().getByLabel('Text').fill('adenosine 12 mg');
    await dialog().getByLabel('at', { exact: true }).fill('0:02.5');
    await page.keyboard.press('Enter');
    await expect.poll(log).toMatch(/0:02\.5\s+adenosine 12 mg/);
    await page.getByRole('button', { name: /^Delete adenosine/ }).click();
    await expect.poll(log).not.toContain('adenosine');
    await page.locator('.host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(log).toContain('adenosine 12 mg');
    await page.keyboard.press('Control+z');
    await expect.poll(log).toContain('adenosine 6 mg');
    await expect.poll(status).not.toContain('saving');
    await page.reload();
    await waitSettled(page);
    await page.keyboard.press('Control+z');
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(log).not.toContain('adenosine');
    await page.locator('.host').focus();
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(log).toContain('adenosine 6 mg');
  });
});

describe('measurements', () => {
  it('are put right by a person, kept with who, followed by QTc, and leave as a table', async () => {
    await stand.open();
    const { page } = stand.held;
    await pointAt(420);
    await page.keyboard.press('m');
    // The cycle at the cursor is kept as a caliper: in the table, and before what comes next in the history.
    await expect.poll(() => kept('caliper').length).toBe(1);
    const intervals = region('Intervals');
    await intervals.getByRole('button', { name: /^QT 400 ms/ }).click();
    await intervals.getByLabel('QT in ms').fill('380');
    await page.keyboard.press('Enter');
    await expect.poll(() => intervals.innerText()).toMatch(/QT\s+380 ms\s+by stand-in; measured 400 ms/);
    await expect.poll(() => intervals.innerText()).toMatch(/QTc \(Bazett\)\s+425 ms/);
    await page.screenshot({ path: outputPath('intervals-kept.png') });
    await page.getByRole('tab', { name: 'Notes' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      region('Calipers').getByRole('button', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('x0010-measurements.csv');
    const table = readFileSync((await download.path())!, 'utf8');
    expect(table).toMatch(/interval,QT,\d+,\d+,[\d.]+,380,,,,II,400,stand-in/);
    expect(table).toMatch(/caliper,,\d+,\d+/);
    await page.getByRole('tab', { name: 'Beat', exact: true }).click();
    await page.locator('.host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => intervals.innerText()).toMatch(/QT\s+400 ms/);
  });

  it('that were not found are measured by hand, by keys alone: with their two ends; kept, told apart, undone', async () => {
    await stand.open();
    const { page } = stand.held;
    await pointAt(420);
    await page.keyboard.press('m');
    const intervals = region('Intervals');
    await expect.poll(() => intervals.innerText()).toMatch(/PR\s*not found in these beats/);
    expect(await intervals.getByRole('button', { name: /HV: measure it by hand/ }).count()).toBe(0);
    await page.keyboard.press('c');
    await expect.poll(status).toContain('second leg');
    for (let k = 0; k < 40; k++) await page.keyboard.press('Control+ArrowRight');
    await page.keyboard.press('c');
    await expect.poll(() => kept('caliper').length).toBe(2);
    const caliper = await atRest(() => kept('caliper').at(-1)!);
    await page.keyboard.press('Alt+i');
    const ms = Math.round(((caliper.to! - caliper.from) * 1000) / 977);
    await expect.poll(() => intervals.getByLabel('PR in ms').inputValue()).toBe(String(ms));
    await page.keyboard.press('Enter');
    await expect
      .poll(() => intervals.innerText())
      .toMatch(new RegExp(`PR\\s+${ms} ms\\s+measured by hand by stand-in, 0:\\d\\d\\.\\d{3} to`));
    const [mark] = await seen(
      () => kept('measurement'),
      (marks) => marks.length > 0,
    );
    expect(mark.details).toMatchObject({ name: 'PR', ms, ends: { from: caliper.from, to: caliper.to } });
    expect(mark.details).not.toHaveProperty('measured');
    await page.screenshot({ path: outputPath('interval-by-hand.png') });
    await page.locator('.host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(() => intervals.innerText()).toMatch(/PR\s*not found in these beats/);
    await intervals.getByRole('button', { name: 'PR: measure it by hand' }).click();
    await intervals.getByLabel('PR in ms').fill('164');
    await page.keyboard.press('Enter');
    await expect.poll(() => intervals.innerText()).toMatch(/PR\s+164 ms\s+measured by hand by stand-in; II/);
  });

  it('give HV once a channel is named HIS and a person confirmed H on it, and not before', async () => {
    await stand.open();
    const { page } = stand.held;
    await pointAt(420);
    await page.keyboard.press('Alt+h');
    await expect.poll(status).toContain('No His channel');
    await page.keyboard.press('m');
    const intervals = region('Intervals');
    await expect.poll(() => intervals.innerText()).toMatch(/HV\s*no His channel/);
    for (let k = 0; k < 14; k++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Alt+c');
    await dialog().locator('#channel-name').fill('HIS');
    await page.keyboard.press('Enter');
    await expect.poll(() => dialog().count()).toBe(0);
    // The record is opened anew under its new name.
    await page.locator('[data-row] .name', { hasText: 'HIS' }).waitFor();
    await waitSettled(page);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(status).toContain('1 beat selected');
    const [line, beat, from] = await atRest(() =>
      page.evaluate(() => {
        const { samplesPerPixel, from } = document.querySelector<HTMLElement>('.host')!.dataset;
        const time = document.querySelector('#right-panel .time')!.textContent;
        return [Number(samplesPerPixel), time, Number(from)] as const;
      }),
    );
    const seconds = Number(beat.split(':')[1]);
    await page.keyboard.press('Escape');
    await pointAt((seconds * 977 - from - 50) / line);
    await page.keyboard.press('Alt+h');
    await expect.poll(status).toContain('H confirmed on HIS');
    await expect.poll(() => intervals.innerText()).toMatch(/HV\s+\d+ ms/);
    await expect.poll(() => grips(/^H at/).count()).toBe(1);
    await page.screenshot({ path: outputPath('his.png') });
    const hv = await atRest(() => intervals.innerText());
    await grips(/^H at/).press('ArrowLeft');
    await expect.poll(() => intervals.innerText()).not.toBe(hv);
  });
});

describe('pacing', () => {
  it('has its stimuli named, put right by a person, and their refractory period in the manoeuvre sheet', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Notes' }).click();
    await page.locator('.host').focus();
    await page.keyboard.press('s');
    await expect.poll(status).toContain('18 stimuli marked');
    const stimuli = region('Stimuli');
    await expect.poll(() => stimuli.getByRole('listitem').count()).toBe(4);
    const sheet = async (): Promise<string> => {
      await page.locator('.host').focus();
      await page.keyboard.press('Shift+m');
      // The looks one after the other are of one dialog each, and what it reads has come.
      await focusWithin(page, '[role=dialog]');
      await fetched(page);
      const text = await dialog().innerText();
      await page.keyboard.press('Escape');
      await dialog().waitFor({ state: 'detached' });
      return text;
    };
    await expect.poll(sheet).toMatch(/S1 600 S2\s+blocked 240, captured 280/);
    const s2 = stimuli.getByRole('listitem').nth(1);
    await s2.getByRole('button', { name: /captured; change it/ }).click();
    await expect.poll(() => s2.innerText()).toContain('blocked');
    await expect.poll(sheet).toMatch(/S1 600 S2\s+blocked 280, captured –/);
    await page.locator('.host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(sheet).toMatch(/blocked 240, captured 280/);
    await page.keyboard.press('Shift+m');
    await dialog().getByRole('button', { name: 'Take 240 ms' }).click();
    const measures = () => dialog().getByRole('status', { name: 'Measures' }).innerText();
    await expect.poll(() => dialog().getByLabel('longest blocked S1S2').inputValue()).toBe('240');
    await page.screenshot({ path: outputPath('refractory.png') });
    await expect.poll(measures).toBeTruthy();
  });
});

describe('an episode', () => {
  it('says that it is mixed, and gets one label with its rhythm in one step', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.locator('.host').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('t');
    await expect.poll(status).toContain('labelled NRT');
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: 'Notes' }).click();
    const list = () => region('Tachycardia').innerText();
    await expect.poll(list).toContain('mixed');
    await page.getByRole('button', { name: /^Label the episode/ }).click();
    await dialog().getByRole('button', { name: 'and beats NRT' }).click();
    await expect.poll(status).toContain('its beats NRT');
    await expect.poll(list).toMatch(/NRT/);
    await expect.poll(list).not.toContain('mixed');
    await page.locator('.host').focus();
    await page.keyboard.press('Control+z');
    await expect.poll(list).toContain('mixed');
  });
});
