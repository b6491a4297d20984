/** Keeping house in the real program: backups, restoring, moving, merging, deleting. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fetched } from './fetched.ts';
import { outputPath } from './harness.ts';
import { libraryTests } from './library-tests.ts';
import { atRest } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';

const tests = libraryTests();
const { text, rows, key } = tests;

describe('keeping house in the real program', () => {
  it('backs up, restores, checks, merges, deletes a study and erases, and tells what came of each', async () => {
    const { page, faults, folder: filled } = tests;
    await key('Alt+k');
    await expect.poll(rows).toBe(2);
    const target = join(filled, 'backup');
    await page.getByRole('button', { name: 'Back up…' }).click();
    await page.getByLabel('Back up to a new folder').fill(target);
    await key('Enter');
    await expect.poll(text).toMatch(/\d+ files, [\d.]+ MB, are in .*backup, read again and the same/);
    expect(existsSync(join(target, 'backup.json'))).toBe(true);
    await page.getByRole('button', { name: 'Restore a backup…' }).click();
    await page.getByLabel('Backup', { exact: true }).fill(target);
    await page.getByLabel('New folder', { exact: true }).fill(join(filled, 'restored'));
    await key('Enter');
    await expect.poll(text).toMatch(/It was checked as one and is sound\. It can be opened below/);
    expect(existsSync(join(filled, 'restored', 'library.sqlite'))).toBe(true);
    await page.getByRole('button', { name: 'Check everything' }).click();
    await expect.poll(text).toContain('The library is sound');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Diagnostics bundle' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('purkinje-diagnostics.tar.gz');
    await page.locator('[data-row="1"]').click();
    await page.getByRole('button', { name: 'Merge into…' }).click();
    await page.getByLabel(/All studies go to/).selectOption('1');
    await page.getByLabel(/Reason/).fill('the same child');
    await page.getByRole('button', { name: 'Merge', exact: true }).click();
    await expect.poll(rows).toBe(1);
    await page.locator('[data-row="0"]').click();
    await page.getByRole('button', { name: 'Delete a study…' }).click();
    const goes = page.getByRole('list', { name: 'What goes' });
    await expect
      .poll(() => goes.innerText())
      .toMatch(/record \S+: \d+:\d\d of \d+ signals, .*notes, log and measurements/);
    const forGood = page.getByRole('button', { name: 'Delete for good' });
    await page.getByLabel(/Reason/).fill('imported twice');
    await expect.poll(() => forGood.isDisabled()).toBe(true);
    await page
      .getByLabel(/^Type/)
      .fill(await atRest(() => page.locator('label[for=typed] strong').innerText()));
    await page.screenshot({ path: outputPath('delete-study.png') });
    await forGood.click();
    await expect.poll(text).toMatch(/Study \S+ is deleted, with its signals, labels and files/);
    await expect.poll(() => page.locator('[data-row="0"]').innerText()).toMatch(/1$/);
    await page.locator('[data-row="0"]').click();
    await page.getByRole('button', { name: 'Erase…' }).click();
    await page.getByLabel(/Reason/).fill('asked for');
    const erase = page.getByRole('button', { name: 'Erase for good' });
    await page.getByLabel(/^Type/).fill('x00');
    await expect.poll(() => erase.isDisabled()).toBe(true);
    const code = await atRest(() => page.locator('label[for=typed] strong').innerText());
    await page.getByLabel(/^Type/).fill(code);
    await page.screenshot({ path: outputPath('house.png') });
    await erase.click();
    await expect.poll(text).toContain('Patient 1 is erased with 1 study');
    await expect.poll(rows).toBe(0);
    await key('Alt+s');
    await expect.poll(text).toContain('The library is empty.');
    await key('Alt+t');
    await expect.poll(text).toContain('erase patient');
    await fetched(page);
    expect(await text()).not.toContain(code);
    expect(faults).toEqual([]);
  });

  it('moves the library: copied, read again, opened there by the next start', async () => {
    const { page, folder: filled, library } = tests;
    await key('Alt+k');
    await expect.poll(rows).toBe(2);
    const target = join(filled, 'elsewhere');
    await page.getByRole('button', { name: 'Move the library…' }).click();
    await page.getByLabel('New folder', { exact: true }).fill(target);
    await key('Enter');
    await expect.poll(text).toContain('or close the program and start it again');
    await page.screenshot({ path: outputPath('moved.png') });
    await tests.shell.stop();
    expect(readdirSync(library)).toEqual(['moved.json']);
    await tests.open();
    await key('Alt+k');
    await expect.poll(rows).toBe(2);
    await expect.poll(text).toContain(target);
    expect(tests.faults).toEqual([]);
  });

  it('gives a study to another patient, opens a restored library in the same window, and a moved one', async () => {
    const { page, folder, library, shell } = tests;
    await key('Alt+k');
    await expect.poll(rows).toBe(2);
    await page.locator('[data-row="1"]').click();
    await page.getByRole('button', { name: 'Move a study…' }).click();
    await page.getByLabel('Goes to').selectOption('1');
    await page.getByLabel(/Reason/).fill('imported under the wrong name');
    await page.getByRole('button', { name: 'Move', exact: true }).click();
    await expect.poll(text).toMatch(/Study \S+ is now \S+'s\./);
    await expect.poll(() => page.locator('[data-row="0"]').innerText()).toMatch(/2$/);
    const [backup, restored, moved] = ['backup', 'restored', 'moved'].map((name) => join(folder, name));
    await page.getByRole('button', { name: 'Back up…' }).click();
    await page.getByLabel('Back up to a new folder').fill(backup);
    await key('Enter');
    await expect.poll(text).toContain('read again and the same');
    await page.getByRole('button', { name: 'Restore a backup…' }).click();
    await page.getByLabel('Backup', { exact: true }).fill(backup);
    await page.getByLabel('New folder', { exact: true }).fill(restored);
    await key('Enter');
    await page.getByRole('button', { name: 'Open the restored library' }).waitFor();
    await page.screenshot({ path: outputPath('restored.png') });
    await page.getByRole('button', { name: 'Open the restored library' }).click();
    const of = () =>
      page
        .evaluate(() => fetch('/api/status').then((answer) => answer.json()))
        .then(
          ({ library: open }: { library: { path: string } }) => open.path,
          () => undefined,
        );
    await expect.poll(of).toBe(restored);
    await waitSettled(page);
    expect(new URL(page.url()).origin).toBe(shell.address);
    await key('Alt+k');
    await expect.poll(text).toContain(restored);
    await page.getByRole('button', { name: 'Move the library…' }).click();
    await page.getByLabel('New folder', { exact: true }).fill(moved);
    await key('Enter');
    await page.getByRole('button', { name: 'Open it there' }).click();
    await expect.poll(of).toBe(moved);
    await waitSettled(page);
    expect(readdirSync(restored)).toEqual(['moved.json']);
    // What was restored from, and what was open before, are as they were.
    expect(existsSync(join(library, 'library.sqlite')) && existsSync(join(backup, 'backup.json'))).toBe(true);
  });
});
