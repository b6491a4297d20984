/** Averages whose onsets a person moved, found again: of as many beats as a study has, and of beats that were moved since. */
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { keptAverageOf } from '../../src-main/domain/kept-average.ts';
import { drawn } from './drawn-page.ts';
import { outputPath } from './harness.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();
let page: Page;
beforeEach(async () => {
  ({ page } = await stand.open());
});

const averages = () => stand.held.api.desk.marks.filter(({ kind }) => kind === 'average');
const readout = (): Promise<string> =>
  page.getByRole('group', { name: 'Intervals of the average beat' }).innerText();
const chosen = () => page.getByLabel('Beats that are averaged');
const show = async (view: string): Promise<void> => {
  await page.getByLabel('Page', { exact: true }).selectOption(view);
  await (view === 'stack' ? stand.held.settled() : drawn(page));
};

/** The beats that are selected are averaged, and the offset of the QRS is moved by ten samples. */
async function moveOffset(): Promise<void> {
  await show('average');
  await expect.poll(() => chosen().inputValue()).toBe('selected');
  const offset = page.getByRole('slider', { name: 'QRS offset' }).first();
  await offset.focus();
  await page.keyboard.press('Shift+ArrowRight');
  await expect.poll(readout).toContain('moved by stand-in');
}

describe('an average that was moved', () => {
  it('of more than ten thousand beats is picked again', async () => {
    const status = page.locator('footer[role=status]');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => status.innerText()).toContain('1 beat selected');
    await page.keyboard.press('Control+Shift+a');
    await expect.poll(() => status.innerText()).toMatch(/1\d\D?\d{3} beats selected/);
    await moveOffset();
    await expect.poll(() => averages().length).toBe(1);
    expect(keptAverageOf(averages()[0].details)!.rPeaks!.length).toBeGreaterThan(10_000);
    const offset = expectedOffset();
    await show('stack');
    await page.locator('.host').first().focus();
    await page.keyboard.press('Escape');
    await expect.poll(() => status.innerText()).toContain('letters are commands');
    await show('average');
    await expect.poll(readout).not.toContain('moved by');
    const again = page.getByRole('option', { name: /^moved by stand-in: median of 1\d\D?\d{3} from 0:/ });
    await again.waitFor({ state: 'attached' });
    await chosen().selectOption((await again.getAttribute('value'))!);
    await expect.poll(readout).toContain('moved by stand-in');
    await expect
      .poll(() => page.getByRole('group', { name: 'Average beat, of what' }).innerText())
      .toMatch(/n \d{3} of 1\d\D?\d{3}/);
    await expect
      .poll(() => page.getByRole('slider', { name: 'QRS offset' }).first().getAttribute('aria-valuenow'))
      .toBe(offset);
    await expect.poll(readout).toMatch(/QTc: it is given over 3 to 5 beats, these are 1\d{4}/);
    await page.screenshot({ path: outputPath('average-of-all.png') });
  });

  it('is listed with why it is not, where beats of it were moved', async () => {
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Control+a');
    await expect.poll(() => page.locator('footer[role=status]').innerText()).toMatch(/\d+ beats selected/);
    await moveOffset();
    await expect.poll(() => averages().length).toBe(1);
    await show('stack');
    await page.locator('.host').first().focus();
    await page.keyboard.press('Escape');
    await expect
      .poll(() => page.locator('footer[role=status]').innerText())
      .toContain('letters are commands');
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(() => page.locator('footer[role=status]').innerText()).toContain('1 beat selected');
    await page.keyboard.press('Alt+ArrowRight');
    await expect.poll(() => page.locator('footer[role=status]').innerText()).toContain('beat moved');
    await show('average');
    const gone = page.getByRole('option', {
      name: /^moved by stand-in.*, 1 of them moved or deleted since$/,
    });
    await gone.waitFor({ state: 'attached' });
    await expect.poll(() => gone.isDisabled()).toBe(true);
  });
});

/** Where the offset stands once it is kept, in ms from R. */
function expectedOffset(): string {
  const { qrsOffset } = keptAverageOf(averages()[0].details)!.marks;
  return String(Math.round((qrsOffset! * 1000) / 977));
}
