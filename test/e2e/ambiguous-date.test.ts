import { expect, it } from 'vitest';
import { ambiguousExport } from '../formats/cardiolab/ambiguous-export.ts';
import { seriousFindings } from './axe.ts';
import { emptyLibraryTests } from './empty-library-tests.ts';
import { fetched } from './fetched.ts';
import { outputPath } from './harness.ts';
import { waitSettled } from './stand-in-page.ts';

const tests = emptyLibraryTests();

it('a start of which day and month may be changed over is asked with both days, by keys too, and never again', async () => {
  const { page } = tests.session;
  await page.getByText('The library is empty.').waitFor();
  const files = Object.entries(ambiguousExport('ambiguous')).map(([name, text]) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(text),
  }));
  await page.getByLabel('Files to import').setInputFiles(files);
  await page.locator('.host').waitFor({ timeout: 60_000 });
  await waitSettled(page);
  const question = page.getByRole('group', { name: 'When it was recorded' });
  await expect
    .poll(() => question.getByRole('button').allInnerTexts())
    .toEqual(['6 July 2024, 13:02', '7 June 2024, 13:02']);
  // Nothing is guessed meanwhile.
  await expect.poll(() => page.locator('.review header').innerText()).toContain('0:');
  expect(await page.locator('.review header').innerText()).not.toContain('2024-');
  await expect.poll(() => seriousFindings(page)).toEqual([]);
  await page.screenshot({ path: outputPath('ambiguous-date.png') });

  // From the last control before it by Tab alone, and by Enter.
  await page.getByRole('button', { name: 'Right panel' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  const june = question.getByRole('button', { name: '7 June 2024' });
  await expect.poll(() => june.evaluate((one) => one === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await expect.poll(() => page.locator('.review header').innerText()).toContain('2024-06-07 13:02');
  await expect.poll(() => question.count()).toBe(0);
  await waitSettled(page);
  await page.screenshot({ path: outputPath('ambiguous-date-answered.png') });

  await page.keyboard.press('Alt+s');
  const listed = page.locator('.studies [data-row]').first();
  await expect.poll(() => listed.innerText()).toContain('2024-06-07 13:02');
  await expect.poll(() => listed.innerText()).not.toContain('Say which');

  // Kept: a window that is loaded anew knows it, and asks nothing.
  await page.reload();
  await page.locator('.host').waitFor({ timeout: 60_000 });
  await expect.poll(() => page.locator('.review header').innerText()).toContain('2024-06-07 13:02');
  await fetched(page);
  expect(await question.count()).toBe(0);
  expect(tests.session.faults).toEqual([]);
});
