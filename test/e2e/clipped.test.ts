/** A recording whose converter was at its end: the window says so, of the channel that was. */
import { describe, expect, it } from 'vitest';
import { encodeRecord } from '../../src-main/formats/wfdb/record-write.ts';
import { emptyLibraryTests } from './empty-library-tests.ts';
import { outputPath } from './harness.ts';
import { waitSettled } from './stand-in-page.ts';

const wave = (peak: number): Int32Array =>
  Int32Array.from({ length: 20_000 }, (_, i) =>
    Math.max(-2048, Math.min(2047, Math.round(peak * Math.sin(i / 40)))),
  );
const SIGNAL = { units: 'mV', gain: 1000, baseline: 0, adcResolution: 12, adcZero: 0 };
const SIGNALS = ['II', 'V1'].map((originalName) => ({ ...SIGNAL, originalName }));
const RECORD = { name: 'loud', samplingFrequency: 1000, format: 16, signals: SIGNALS } as const;

describe('a clipped recording in a browser', () => {
  const tests = emptyLibraryTests();

  it('says that the trace is clipped, in its row and in the status bar', async () => {
    const { page } = tests.session;
    await page.getByText('The library is empty.').waitFor();
    const files = [...encodeRecord(RECORD, [wave(3000), wave(1000)])];
    await page.getByLabel('Files to import').setInputFiles(
      files.map(([name, bytes]) => ({
        ...{ name, mimeType: 'application/octet-stream' },
        buffer: Buffer.from(bytes),
      })),
    );
    await page.locator('.host').waitFor({ timeout: 60_000 });
    await waitSettled(page);
    await expect.poll(() => page.locator('footer[role=status]').innerText()).toContain('clipped');
    const rows = page.locator('[data-row]');
    await expect.poll(() => rows.nth(0).innerText()).toContain('clipped');
    await expect.poll(() => rows.nth(1).innerText()).not.toContain('clipped');
    await page.screenshot({ path: outputPath('clipped.png') });
    expect(tests.session.faults).toEqual([]);
  });
});
