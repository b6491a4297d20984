import { describe, expect, it } from 'vitest';
import { emptyLibraryTests } from './empty-library-tests.ts';
import { fetched } from './fetched.ts';
import { outputPath, type Session } from './harness.ts';
import { BAD_RECORDINGS, GARBAGE_ANNOTATIONS } from '../formats/bad-recordings.ts';
import { atRest } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';

const FS = 360;
const SECONDS = 30;

/** A small WFDB record of two leads, a beat every 0.8 s: written here so that the test needs no file. */
function smallRecord(name: string): { name: string; mimeType: string; buffer: Buffer }[] {
  const samples = FS * SECONDS;
  const bytes = Buffer.alloc(samples * 4);
  for (let k = 0; k < samples; k++) {
    const sinceBeat = ((k / FS) % 0.8) - 0.4;
    const r = Math.exp(-((sinceBeat / 0.012) ** 2)) + 0.2 * Math.exp(-(((sinceBeat - 0.25) / 0.05) ** 2));
    bytes.writeInt16LE(Math.round(1000 * r), 4 * k);
    bytes.writeInt16LE(Math.round(-600 * r), 4 * k + 2);
  }
  const header = [
    `${name} 2 ${FS} ${samples}`,
    `${name}.dat 16 1000 16 0 0 0 0 MLII`,
    `${name}.dat 16 1000 16 0 0 0 0 V1`,
    '',
  ].join('\n');
  const file = (suffix: string, buffer: Buffer) => ({
    name: `${name}.${suffix}`,
    mimeType: 'application/octet-stream',
    buffer,
  });
  return [file('hea', Buffer.from(header)), file('dat', bytes)];
}

describe('an empty library in a browser', () => {
  const tests = emptyLibraryTests();

  it('says the one thing to do', async () => {
    await tests.session.page.getByText('The library is empty.').waitFor();
    await expect
      .poll(() => tests.session.page.locator('.list').innerText())
      .toContain('Drop a recording here, or import one');
    await tests.session.page.screenshot({ path: outputPath('empty-library.png') });
  });

  it('takes files by upload, opens the record, and puts a prediction on its beats', async () => {
    const { page } = tests.session;
    await page.getByLabel('Files to import').setInputFiles(smallRecord('small'));
    await page.locator('.host').waitFor({ timeout: 60_000 });
    await waitSettled(page);
    await expect.poll(() => page.locator('[data-row] .name').allInnerTexts()).toEqual(['II', 'V1']);
    await expect.poll(() => page.locator('header').innerText()).toContain('0:30');
    await expect
      .poll(() => page.locator('header').innerText(), { timeout: 60_000 })
      .toMatch(/model purkinje-ep/);
    await page.getByRole('tab', { name: 'Beats' }).click();
    const beats = async (): Promise<number> =>
      Number(await page.getByRole('grid', { name: 'Beats' }).getAttribute('aria-rowcount'));
    await expect.poll(async () => Math.abs((await beats()) - SECONDS / 0.8)).toBeLessThan(4);
    await page.screenshot({ path: outputPath('imported.png') });
  });

  it('recognises the same content, and says what it cannot read', async () => {
    const { page } = tests.session;
    await page.keyboard.press('Alt+s');
    const [header] = smallRecord('broken');
    await page.getByLabel('Files to import').setInputFiles([header]);
    const told = page.locator('.studies .fault').first();
    await told.waitFor({ timeout: 60_000 });
    await expect.poll(() => told.innerText()).toMatch(/broken/);
    await page.getByLabel('Files to import').setInputFiles(smallRecord('small'));
    await page.locator('.host').waitFor({ timeout: 60_000 });
    await page.keyboard.press('Alt+s');
    await expect.poll(() => page.locator('.studies [data-row]').count()).toBe(1);
    expect(tests.session.faults).toEqual([]);
  });

  it.each(BAD_RECORDINGS)('$kind: says so, with file and byte, and imports nothing', async (bad) => {
    const { page } = tests.session;
    await openStudies(tests.session);
    const listed = await atRest(() => page.locator('.studies [data-row]').count());
    await page.getByLabel('Files to import').setInputFiles(uploadsOf(bad));
    await expect
      .poll(async () => (await page.locator('.studies .fault').allInnerTexts()).join('\n'), {
        timeout: 60_000,
      })
      .toMatch(bad.says);
    await fetched(page);
    expect(await page.locator('.studies [data-row]').count()).toBe(listed);
    expect(tests.session.faults).toEqual([]);
  });

  it('imports a record beside garbage annotation words, and its header says which file was left out', async () => {
    const { page } = tests.session;
    await openStudies(tests.session);
    await page.getByLabel('Files to import').setInputFiles(uploadsOf(GARBAGE_ANNOTATIONS));
    const told = page.locator('header .warning').first(); // all of them in its title
    await expect
      .poll(() => told.getAttribute('title'), { timeout: 60_000 })
      .toMatch(GARBAGE_ANNOTATIONS.says);
    await waitSettled(page);
    await page.screenshot({ path: outputPath('damaged-annotations.png') });
    expect(tests.session.faults).toEqual([]);
  });
});

/** The list of studies, whichever view is open. */
async function openStudies({ page }: Session): Promise<void> {
  const studies = page.locator('.studies');
  // A start may still be opening what was open; once it has, the key goes to the list and stays there.
  await fetched(page);
  await page.keyboard.press('Alt+s');
  await studies.waitFor();
  await fetched(page);
}

function uploadsOf({ name, files }: { name: string; files: Readonly<Record<string, string | Uint8Array>> }) {
  return Object.entries(files).map(([suffix, content]) => ({
    name: `${name}.${suffix}`,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(content as string),
  }));
}
