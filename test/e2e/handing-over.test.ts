import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeAnnotations } from '../../src-main/formats/wfdb/annotation-decode.ts';
import { fetched } from './fetched.ts';
import { outputPath } from './harness.ts';
import { focusWithin } from './opened-forms.ts';
import * as pointing from './pointing.ts';
import { atRest, seen } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const status = (): Promise<string> => stand.held.page.locator('footer[role=status]').innerText();
const panel = (): Promise<string> => stand.held.page.locator('#right-panel').innerText();
const dialog = () => stand.held.page.getByRole('dialog');

const pointAt = (x: number): Promise<void> => pointing.pointAt(stand.held.page, x);

describe('signing off and the report', () => {
  it('signs with a reason, tells that labels changed since, and makes a PDF with the findings', async () => {
    await stand.open();
    const { page, api } = stand.held;
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => dialog().innerText()).toContain('under the name of your account');
    await expect
      .poll(() => dialog().getByRole('button', { name: 'Sign', exact: true }).isDisabled())
      .toBe(true);
    await focusWithin(page, '[role=dialog] :is(input, textarea)');
    await page.keyboard.type('read in full');
    await page.screenshot({ path: outputPath('sign-off.png') });
    await page.keyboard.press('Enter');
    await expect.poll(status).toContain('Labels signed');
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(panel).toContain('read in full');
    await expect.poll(panel).not.toContain('labels changed since');
    await page.locator('.host').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('v');
    await expect.poll(panel).toContain('labels changed since');
    await page.keyboard.press('Control+p');
    await dialog()
      .getByLabel(/Findings/)
      .fill('AVNRT, typical');
    await dialog()
      .getByLabel(/Strips/)
      .selectOption('page');
    await page.screenshot({ path: outputPath('report-form.png') });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog().getByRole('button', { name: 'Make the PDF' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('x0010-report.pdf');
    expect(readFileSync((await download.path())!, 'utf8')).toMatch(/^%PDF/);
    await expect
      .poll(() => api.desk.reports)
      .toMatchObject([{ findings: 'AVNRT, typical', strips: [{ channels: { length: 12 } }] }]);
    await expect.poll(status).toContain('x0010-report.pdf made');
  });
});

describe('people', () => {
  it('asks nobody until one is added; then signs out, refuses a wrong password, and signs in', async () => {
    await stand.open();
    const { page } = stand.held;
    await expect.poll(() => page.getByRole('button', { name: 'Sign out' }).count()).toBe(0);
    await page.keyboard.press('Alt+,');
    const people = page.getByRole('region', { name: 'People' });
    await people.getByLabel('Name of a new person').fill('reader one');
    await people.getByLabel('Password of a new person').fill('a long word');
    await people.getByRole('button', { name: 'Add' }).click();
    await expect.poll(() => people.innerText()).toContain('Signed in: reader one, administrator');
    await page.screenshot({ path: outputPath('people.png') });
    await page.getByRole('navigation').getByRole('button', { name: 'Sign out' }).click();
    const form = page.getByRole('region', { name: 'Sign in' });
    await form.waitFor();
    await page.reload();
    await form.waitFor();
    await fetched(page);
    await form.getByLabel('Name').fill('reader one');
    await form.getByLabel('Password').fill('another word');
    await page.keyboard.press('Enter');
    await form.getByRole('alert').waitFor();
    await expect.poll(() => page.locator('canvas').count()).toBe(0);
    await page.screenshot({ path: outputPath('sign-in.png') });
    (stand.held.faults as string[]).length = 0; // the refusal itself stands in the console
    await form.getByLabel('Password').fill('a long word');
    await page.keyboard.press('Enter');
    await waitSettled(page);
    await page.keyboard.press('Control+Enter');
    await expect.poll(() => dialog().innerText()).toContain('signed by reader one');
  });
});

describe('the log of the laboratory', () => {
  it('keeps catheter, drug and ablation on and off, in the panel and on the time axis', async () => {
    await stand.open();
    const { page } = stand.held;
    const log = () => page.getByRole('region', { name: 'Log and bookmarks' }).innerText();
    await page.getByRole('button', { name: 'Not again' }).click();
    await page.getByRole('tab', { name: 'Notes' }).click();
    await pointAt(150);
    await page.keyboard.press('k');
    await pointAt(300);
    await page.keyboard.press('e');
    await dialog().getByLabel('drug').check();
    await dialog().getByLabel('Text').fill('adenosine 6 mg');
    await page.keyboard.press('Enter');
    await expect.poll(log).toContain('adenosine 6 mg');
    await pointAt(450);
    await page.keyboard.press('a');
    await expect.poll(log).toMatch(/ablation\s+on/);
    await pointAt(800);
    await page.keyboard.press('a');
    await expect.poll(log).toMatch(/ablation\s+\d+ s/);
    await expect.poll(log).toContain('bookmark');
    await waitSettled(page);
    await page.screenshot({ path: outputPath('log.png') });
    await page.reload();
    await waitSettled(page);
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(log).toContain('adenosine 6 mg');
    await page.getByRole('button', { name: /Delete adenosine/ }).click();
    await expect.poll(log).not.toContain('adenosine');
  });
});

describe('EP study tools', () => {
  it('lists cycle length, VA, AH and HV of the beats in view, and says what is missing', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Beats' }).click();
    await page.getByLabel('Beats listed').selectOption('intervals');
    const grid = page.getByRole('grid', { name: 'Intervals of each beat in view' });
    await expect.poll(() => grid.getByRole('row').count()).toBeGreaterThan(5);
    await expect.poll(panel).toContain('no His channel');
    const first = await atRest(() => grid.getByRole('row').first().innerText());
    await page.screenshot({ path: outputPath('intervals-table.png') });
    await page.locator('.host').focus();
    await page.keyboard.press('PageDown');
    await expect.poll(() => grid.getByRole('row').first().innerText()).not.toBe(first);
  });

  it('computes a manoeuvre from what was read, marks 250 ms or less, and keeps it with the record', async () => {
    await stand.open();
    const { page } = stand.held;
    await page.keyboard.press('Shift+m');
    await dialog().getByLabel('PPI').fill('450');
    await dialog().getByLabel('TCL').fill('320');
    await dialog().getByLabel('shortest pre-excited RR').fill('240');
    const measures = () => dialog().getByRole('status', { name: 'Measures' }).innerText();
    await expect.poll(measures).toMatch(/PPI - TCL\s+130 ms/);
    await expect.poll(measures).toMatch(/SPERRI\s+240 ms ≤ 250/);
    await page.screenshot({ path: outputPath('manoeuvres.png') });
    await dialog().getByRole('button', { name: 'Keep with the record' }).click();
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(panel).toContain('PPI - TCL 130 ms');
  });
});

describe('from opening to export', () => {
  it('50 wrong beats of a 20-minute study take under 120 key presses and clicks', async () => {
    await stand.open({ samples: 977 * 60 * 20 });
    const { page, api } = stand.held;
    const file = () => api.answer('getSetFile', {}, new URLSearchParams('format=atr'), Buffer.alloc(0));
    const before = decodeAnnotations(file() as Uint8Array).annotations;
    await page.keyboard.press('Alt+s');
    let acts = 0;
    const press = async (key: string): Promise<void> => {
      acts++;
      await page.keyboard.press(key);
    };
    // Opening.
    acts++;
    await page
      .getByRole('button', { name: /^x0010/ })
      .first()
      .click();
    await waitSettled(page);
    // Relabelling: the machine is right four times of five, and the reader knows better once.
    await press('d');
    const waiting = () => status().then((text) => Number(/: ([\d,]+) wait/.exec(text)?.[1] ?? NaN));
    const wrong = await seen(waiting, (count) => count > 50);
    for (let k = 0; k < 50; k++) {
      await press(k % 5 === 4 ? 'v' : 'Space');
      await expect.poll(waiting).toBe(wrong - 1 - k);
    }
    // Export.
    await expect.poll(status).not.toContain('saving');
    const [download] = await Promise.all([page.waitForEvent('download'), press('Control+e')]);
    await expect.poll(status).toContain('x0010.atr taken out');
    expect(acts).toBeLessThan(120);
    expect(acts).toBe(53); // as the user guide tells
    const after = decodeAnnotations(readFileSync((await download.path())!)).annotations;
    expect(after).toHaveLength(before.length);
    const changed = after.filter(
      ({ symbol, aux }, k) => symbol !== before[k].symbol || aux !== before[k].aux,
    );
    expect(changed).toHaveLength(50);
    expect(changed.filter(({ symbol }) => symbol === 'V').length).toBeGreaterThanOrEqual(10);
  });
});
