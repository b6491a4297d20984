/** What stands side by side in the panel: classes of two sets in one table, families over each other, why a prediction is what it is. */
import { describe, expect, it } from 'vitest';
import { outputPath } from './harness.ts';
import { seen } from './seen.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const status = (): Promise<string> => stand.held.page.locator('footer[role=status]').innerText();
const panel = (): Promise<string> => stand.held.page.locator('#right-panel').innerText();

describe('two sets', () => {
  it('are counted class against class; a cell lists its beats alone', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Compare' }).click();
    const table = page.getByRole('table', { name: /^Confusion/ });
    const cell = table.getByRole('button', { name: /^N in the first, / }).first();
    await cell.waitFor();
    const [, second, count] = /^\S+ in the first, (\S+) in the second: (\d+)$/.exec(
      (await cell.getAttribute('aria-label'))!,
    )!;
    const list = page.getByRole('grid', { name: /^Disagreements/ });
    const rows = async (): Promise<number> => Number(await list.getAttribute('aria-rowcount'));
    const all = await seen(rows, (found) => found > Number(count));
    await page.screenshot({ path: outputPath('confusion.png') });
    await cell.focus();
    await page.keyboard.press('Enter');
    await expect.poll(rows).toBe(Number(count));
    await list.focus();
    await page.keyboard.press('ArrowDown');
    await expect.poll(status).toContain('1 beat selected');
    await expect.poll(() => list.getByRole('row').first().innerText()).toContain(second);
    await cell.click();
    await expect.poll(rows).toBe(all);
    // Every disagreement stands in one cell.
    const counts = (): Promise<string[]> => table.getByRole('button').allInnerTexts();
    await expect
      .poll(async () => (await counts()).reduce((sum, one) => sum + Number(one.replaceAll(',', '')), 0))
      .toBe(all);
  });
});

describe('families', () => {
  it('lie over each other, those chosen alone; one is split by its key', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Families' }).click();
    const overlay = page.getByRole('region', { name: 'Families over each other' });
    const lines = () => overlay.locator('svg[role=img]').first().locator('path').count();
    const picks = page.locator('.families li .pick');
    // All of the stand-in's, up to six, until some are chosen.
    await expect.poll(() => picks.count()).toBe(4);
    await expect.poll(lines).toBe(4);
    await picks.nth(0).click();
    await expect.poll(lines).toBe(1);
    await picks.nth(1).click({ modifiers: ['Control'] });
    await expect.poll(lines).toBe(2);
    const strokes = (): Promise<string[]> =>
      overlay
        .locator('svg[role=img]')
        .first()
        .locator('path')
        .evaluateAll((paths) =>
          paths.map((path) => `${path.getAttribute('stroke')} ${path.getAttribute('d')}`),
        );
    await expect.poll(async () => new Set(await strokes()).size).toBe(2);
    await page.screenshot({ path: outputPath('families-overlaid.png') });
  });
});

describe('a prediction', () => {
  it('says why: with and without each modality, weight over time, prototypes, similar beats', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    await page.keyboard.press('q');
    await expect.poll(panel).toMatch(/PROBABILITIES/i);
    await expect.poll(panel).toMatch(/left out\s+both\s+0\.\d\d\s+ECG only\s+0\.\d\d/i);
    await page.getByRole('img', { name: 'Weight on IEGM over the window' }).waitFor();
    await expect.poll(panel).toMatch(/NEAREST PROTOTYPES\s+\S+\s+0\.91/i);
    await expect.poll(panel).toMatch(/MOST SIMILAR LABELLED BEATS\s+NRT\s+x0011/i);
    await page.screenshot({ path: outputPath('why.png') });
  });

  it('of which the model abstained looks so: in brackets, with a broken outline, and says it', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    await page.getByRole('tab', { name: 'Beats', exact: true }).click();
    await page.getByLabel('Beats listed').selectOption('doubtful');
    const abstained = page.locator('[role=grid] .code.abstained').first();
    await abstained.waitFor();
    await expect.poll(() => abstained.innerText()).toMatch(/^\(.+\)$/);
    await expect.poll(() => abstained.evaluate((one) => getComputedStyle(one).borderStyle)).toBe('dashed');
    await abstained.click();
    await page.getByRole('tab', { name: 'Beat', exact: true }).click();
    await expect.poll(panel).toMatch(/abstain/i);
  });
});
