import { describe, expect, it } from 'vitest';
import { encodeRecord } from '../../src-main/formats/wfdb/record-write.ts';
import { emptyLibraryTests } from './empty-library-tests.ts';
import { fetched } from './fetched.ts';
import { outputPath } from './harness.ts';
import { seen } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';

const FS = 360;
const SECONDS = 30;
/** Of the data file's bytes. */
const KEPT = 0.6;

/** A record of one lead, a beat every 0.8 s, whose data file was cut off on its way; its header has a checksum. */
function cutOff(): { name: string; mimeType: string; buffer: Buffer }[] {
  const digital = Int32Array.from({ length: FS * SECONDS }, (_, k) => {
    const sinceBeat = ((k / FS) % 0.8) - 0.4;
    return Math.round(1000 * Math.exp(-((sinceBeat / 0.012) ** 2)) + (k % 7));
  });
  const signal = {
    originalName: 'II',
    units: 'mV',
    gain: 1000,
    baseline: 0,
    adcResolution: 16,
    adcZero: 0,
  };
  const record = { name: 'cut', samplingFrequency: FS, format: 16, signals: [signal] } as const;
  return [...encodeRecord(record, [digital])].map(([name, bytes]) => ({
    name,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(name.endsWith('.dat') ? bytes.subarray(0, Math.floor(KEPT * bytes.length)) : bytes),
  }));
}

describe('a recording that ends before its header says', () => {
  const tests = emptyLibraryTests();

  it('is left out, says where it ends, and is taken as it is when asked', async () => {
    const { page } = tests.session;
    await page.getByText('The library is empty.').waitFor();
    await page.getByLabel('Files to import').setInputFiles(cutOff());
    const told = page.locator('.studies .fault').first();
    await expect
      .poll(() => told.innerText(), { timeout: 60_000 })
      .toMatch(/^cut\.hea: cut\.dat.*6480 of the 10800 samples/);
    await fetched(page);
    expect(await page.locator('.studies [data-row]').count()).toBe(0);
    await page.screenshot({ path: outputPath('truncated-left-out.png') });

    const take = page.getByRole('button', { name: 'Import what is there' });
    await take.click();
    await page.locator('.host').waitFor({ timeout: 60_000 });
    await waitSettled(page);
    const warnings = page.locator('header .warning').first(); // all of them in its title
    // One thing is said: that its checksum differs follows from it.
    const title = await seen(
      () => warnings.getAttribute('title'),
      (said) => /the rest is missing/.test(said ?? ''),
    );
    expect(title).not.toMatch(/checksum/);
    await expect.poll(() => page.locator('header').innerText()).toContain('0:30');
    await page.screenshot({ path: outputPath('truncated-taken.png') });

    await page.keyboard.press('Alt+s');
    await expect.poll(() => page.locator('.studies [data-row]').count()).toBe(1);
    await expect.poll(() => take.count()).toBe(0);
    await expect.poll(() => page.locator('.studies .fault').count()).toBe(0);
    expect(tests.session.faults).toEqual([]);
  });
});
