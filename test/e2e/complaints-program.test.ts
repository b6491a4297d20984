/**
 * Ten complaints that users raised about other programs, each with a test that it cannot be raised about this one; where
 * each was raised stands beside it. Here those that need the real program; the others are in complaints.test.ts.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnnotationColumns } from '../../src-main/api/contract/annotations.ts';
import { decodeWindow } from '../../src-main/api/contract/window-bytes.ts';
import { makeRandom } from '../../src-main/domain/random.ts';
import { decodeAnnotations } from '../../src-main/formats/wfdb/annotation-decode.ts';
import { PALETTES } from '../../src-renderer/theme/palette.ts';
import { fetched } from './fetched.ts';
import { launchBrowser, openPage, startShell, type RunningShell, type Session } from './harness.ts';
import { atRest } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';
import { plainBeats, writtenRecord } from './written-record.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const statusOf = (page: Page) => (): Promise<string> => page.locator('footer[role=status]').innerText();

/** How far down the colour of surface leads reaches in a part of the window, in pixels from its top. */
async function lowestInk(
  page: Page,
  clip: { x: number; y: number; width: number; height: number },
): Promise<number> {
  const png = await page.screenshot({ clip });
  return page.evaluate(
    async ([base64, colour]) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [image.width, image.height];
      const ctx = canvas.getContext('2d')!;
      ctx.drawImage(image, 0, 0);
      const { data } = ctx.getImageData(0, 0, canvas.width, canvas.height);
      const [red, green, blue] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
      for (let y = canvas.height - 1; y >= 0; y--)
        for (let x = 0; x < canvas.width; x++) {
          const at = 4 * (y * canvas.width + x);
          const apart =
            Math.abs(data[at] - red) + Math.abs(data[at + 1] - green) + Math.abs(data[at + 2] - blue);
          if (apart < 60) return y;
        }
      return -1;
    },
    [png.toString('base64'), PALETTES.lab.groups.surface] as const,
  );
}

describe('in the real program', () => {
  let library: string;
  let shell: RunningShell;
  let session: Session;
  let page: Page;
  const FS = 1000;
  const SECONDS = 600;
  const SPIKE = 300_123;
  const lead = plainBeats(FS, SECONDS);
  const noisy = new Int16Array(lead.length);
  {
    const random = makeRandom(5);
    for (let k = 0; k < noisy.length; k++) noisy[k] = Math.round(40 * random.normal());
    lead[SPIKE] = -3000;
  }

  beforeAll(async () => {
    library = mkdtempSync(join(tmpdir(), 'purkinje-complaints-'));
    shell = await startShell({ library, empty: true });
    await open();
    await page.getByLabel('Files to import').setInputFiles(
      writtenRecord('long', FS, [
        { name: 'II', samples: lead },
        { name: 'CS12', samples: noisy },
      ]),
    );
    await page.locator('.host').waitFor({ timeout: 60_000 });
    await waitSettled(page);
    await page
      .locator('header')
      .filter({ hasText: /model \S+/ })
      .waitFor({ timeout: 90_000 });
  });
  afterAll(async () => {
    await session.close();
    await shell.stop();
    rmSync(library, { recursive: true, force: true });
  });

  async function open(): Promise<void> {
    session = await openPage(browser, shell);
    page = session.page;
  }

  const place = (): Promise<string> =>
    page.locator('.host').evaluate((host) => JSON.stringify((host as HTMLElement).dataset));
  const beatTable = () => page.getByRole('grid', { name: 'Beats' });

  async function goTo(text: string): Promise<void> {
    await page.locator('.host').focus();
    await page.keyboard.press('g');
    await page.getByRole('dialog').getByRole('textbox').fill(text);
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
    await waitSettled(page);
  }

  /** Going somewhere leaves a cursor there. It goes when the pointer leaves, which must have been there before. */
  async function takePointerAway(): Promise<void> {
    const host = (await page.locator('.host').boundingBox())!;
    await page.mouse.move(host.x + host.width / 2, host.y + host.height / 2);
    await page.mouse.move(2, 2);
  }

  it('2. a spike of one sample in ten minutes is seen at every zoom (label-studio #3838, #602, #6751)', async () => {
    await page.keyboard.press('f');
    await expect.poll(statusOf(page)).toContain('unfiltered');
    await page.keyboard.press('Control+0');
    await waitSettled(page);
    for (let step = 0; step < 9; step++) {
      await atRest(place);
      const host = (await page.locator('.host').boundingBox())!;
      const row = (await page.locator('[data-row]').first().boundingBox())!;
      const scale = Number(await page.locator('.host').getAttribute('data-samples-per-pixel'));
      const from = Number(await page.locator('.host').getAttribute('data-from'));
      const x = host.x + (SPIKE - from) / scale;
      if (step === 0) expect(scale).toBeGreaterThan(400);
      const column = { x: x - 3, y: row.y, width: 6, height: row.height };
      const beside = { x: x + 8, y: row.y, width: 6, height: row.height };
      await takePointerAway();
      const level = await lowestInk(page, beside);
      expect(await lowestInk(page, column), `1:${scale}`).toBeGreaterThan(level + 20);
      await page.mouse.move(x, row.y + row.height / 2);
      await page.keyboard.press('+');
      await goTo(`5:0${(SPIKE / FS - 300).toFixed(3)}`);
    }
  });

  it('7. what is drawn is what the file holds, and is never stale (dicom-ecg #7; mne-qt-browser #270)', async () => {
    const query = new URLSearchParams({
      channels: '0,1',
      from: '300032',
      samplesPerColumn: '1',
      columns: '512',
    });
    const bytes = await page.evaluate(
      async (url) => [...new Uint8Array(await (await fetch(url)).arrayBuffer())],
      `/api/records/1/window?${query}`,
    );
    const { channels } = decodeWindow(new Uint8Array(bytes).buffer);
    for (const [index, samples] of [lead, noisy].entries()) {
      const expected = Array.from(samples.subarray(300_032, 300_032 + 512), (value) =>
        Math.fround(value / 1000),
      );
      expect([...channels[index].maxima]).toEqual(expected);
      expect([...channels[index].minima]).toEqual(expected);
    }
    // Much pan, zoom and filtering, then back: the same pixels as of a page that was never anywhere else.
    await goTo('2:00');
    for (const key of ['f', 'PageDown', '+', '+', 'f', 'ArrowLeft', 'End', '-', 'Control+0', 'Home', '+'])
      await page.keyboard.press(key);
    await goTo('2:00');
    await page.keyboard.press('Escape');
    await takePointerAway();
    await waitSettled(page);
    await expect.poll(statusOf(page)).toContain('letters are commands');
    const shot = async (): Promise<string> => (await page.locator('.host').screenshot()).toString('base64');
    const travelled = await atRest(shot);
    const there = await place();
    await fetched(page);
    await page.reload();
    await waitSettled(page);
    await page.mouse.move(2, 2);
    await expect.poll(place).toBe(there);
    await expect.poll(async () => (await shot()) === travelled).toBe(true);
  });

  it('4. undo reaches every panel, has no limit, and survives a restart (OHIF #4023, #5206, #5749)', async () => {
    await page.locator('.host').focus();
    await page.keyboard.press('Home');
    for (const key of ['v', 'r', 'p']) {
      await page.keyboard.press('Shift+ArrowRight');
      await expect.poll(statusOf(page)).toContain('1 beat selected');
      await page.keyboard.press(key);
    }
    await page.getByRole('tab', { name: 'Beats' }).click();
    await expect.poll(() => beatTable().innerText()).toMatch(/PVC[\s\S]*RBB/);
    await expect.poll(statusOf(page)).not.toContain('saving');
    await fetched(page);
    await session.close();
    await shell.stop();
    shell = await startShell({ library });
    await open();
    await waitSettled(page);
    await page.getByRole('tab', { name: 'Beats' }).click();
    await expect.poll(() => beatTable().innerText()).toMatch(/PVC[\s\S]*RBB/);
    await page.locator('.host').focus();
    for (let k = 0; k < 3; k++) {
      await page.keyboard.press('Control+z');
      await expect.poll(statusOf(page)).toContain('undone');
      await expect.poll(statusOf(page)).not.toContain('saving');
    }
    await expect.poll(() => beatTable().innerText()).not.toMatch(/PVC|RBB/);
  });

  it('9. beats come by uncertainty, and every model’s labels are kept (label-studio #952, #426, #2843)', async () => {
    const [first] = await classifierSets();
    const own = (await sets()).find(({ editable }) => editable)!;
    for (const order of ['entropy', 'margin', 'disagreement', 'out-of-distribution', 'rarity']) {
      const { items } = await json<{ items: { score: number }[] }>(
        `/api/annotation-sets/${first.id}/queue?order=${order}&humanSet=${own.id}`,
      );
      expect(items.length, order).toBeGreaterThan(100);
      const scores = items.map(({ score }) => score);
      expect(scores, order).toEqual([...scores].sort((a, b) => b - a));
    }
    const other = (first.model ?? '').startsWith('mitbih-aami') ? 'purkinje-ep' : 'mitbih-aami';
    await json('/api/records/1/classify', { model: other });
    await expect.poll(async () => (await classifierSets()).length, { timeout: 60_000 }).toBe(2);
    expect((await classifierSets())[0]).toEqual(first);
  });

  it('10. labels come out without loss, by sample index (lightwave #2; wfdb-python #260, #399; pyedflib #131; edfio #99)', async () => {
    await page.locator('.host').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('Shift+ArrowRight');
    await expect.poll(statusOf(page)).toContain('1 beat selected');
    await page.keyboard.press('v');
    await expect.poll(statusOf(page)).toContain('beat labelled PVC');
    await expect.poll(statusOf(page)).not.toContain('saving');
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Control+e')]);
    const { annotations } = decodeAnnotations(readFileSync((await download.path())!));
    const own = (await sets()).filter(({ editable }) => editable).at(-1)!;
    const { sampleIndex, mark, marks } = await json<AnnotationColumns>(
      `/api/annotation-sets/${own.id}/annotations`,
    );
    expect(annotations.map(({ sampleIndex: at }) => at)).toEqual(sampleIndex);
    expect(annotations.map(({ symbol, aux }) => ({ symbol, aux: aux ?? '' }))).toEqual(
      mark.map((index) => marks[index]),
    );
    expect(annotations.filter(({ symbol }) => symbol === 'V')).toHaveLength(1);
  });

  interface ListedSet {
    readonly id: number;
    readonly kind: string;
    readonly model?: string;
    readonly editable: boolean;
    readonly annotations: number;
  }
  const sets = async () => (await json<{ annotationSets: ListedSet[] }>('/api/records/1')).annotationSets;
  const classifierSets = async () => (await sets()).filter(({ kind }) => kind === 'classifier');

  /** What the api answers to this page; a body makes it a POST. */
  async function json<T>(path: string, body?: object): Promise<T> {
    const text = await page.evaluate(
      async ([url, sent]) => {
        const headers = { 'content-type': 'application/json' };
        const answer = await fetch(url!, sent === undefined ? {} : { method: 'POST', headers, body: sent });
        return answer.text();
      },
      [path, body === undefined ? undefined : JSON.stringify(body)] as const,
    );
    return JSON.parse(text) as T;
  }
});
