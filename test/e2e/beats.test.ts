/** Beats and the ways to choose them: added, moved, deleted; by a brush over the traces, by a list's filter; keys that are changed. */
import { describe, expect, it } from 'vitest';
import { outputPath } from './harness.ts';
import { atRest, seen } from './seen.ts';
import { waitSettled } from './stand-in-page.ts';
import { standInTests } from './stand-in-tests.ts';

const stand = standInTests();

const status = (): Promise<string> => stand.held.page.locator('footer[role=status]').innerText();
const panel = (): Promise<string> => stand.held.page.locator('#right-panel').innerText();
const press = async (...keys: string[]): Promise<void> => {
  for (const key of keys) await stand.held.page.keyboard.press(key);
};
/** Beats in the human lane, as the list of beats counts them. */
const beats = async (): Promise<number> =>
  Number(await stand.held.page.getByRole('grid', { name: 'Beats' }).getAttribute('aria-rowcount'));
const first = (): Promise<string> =>
  stand.held.page.getByRole('grid', { name: 'Beats' }).getByRole('row').first().innerText();
const openShort = async (): Promise<void> => {
  await stand.open({ samples: 977 * 600 });
  await stand.held.page.getByRole('tab', { name: 'Beats', exact: true }).click();
  await seen(beats, (count) => count > 100);
  await stand.held.page.locator('.host').focus();
};

describe('a beat', () => {
  it('is added at the cursor, moved by keys, deleted, and all of it taken back', async () => {
    await openShort();
    const { page } = stand.held;
    const before = await beats();
    const host = (await page.locator('.host').boundingBox())!;
    // Between two beats of the stand-in, which lie about 100 pixels apart.
    await page.mouse.move(host.x + 130, host.y + 300);
    await press('Insert');
    await expect.poll(status).toContain('beat inserted');
    await expect.poll(beats).toBe(before + 1);
    await page.mouse.move(2, 2);
    await press('Control+z');
    await expect.poll(beats).toBe(before);
    await press('Shift+ArrowRight');
    await expect.poll(status).toContain('1 beat selected');
    const place = await atRest(first);
    for (let k = 0; k < 20; k++) await press('Alt+ArrowRight');
    await expect.poll(status).toContain('beat moved');
    await expect.poll(first).not.toBe(place);
    for (let k = 0; k < 20; k++) await press('Control+z');
    await expect.poll(first).toBe(place);
    await press('Delete');
    await expect.poll(status).toContain('beat deleted');
    // The machine's beat there stays, alone: what a person deleted is not the machine's word.
    await expect.poll(first).not.toBe(place);
    await press('Control+z');
    await expect.poll(first).toBe(place);
  });

  it('is dragged in the human lane with Alt', async () => {
    await openShort();
    const { page } = stand.held;
    await press('Shift+ArrowRight');
    await expect.poll(status).toContain('1 beat selected');
    const place = await atRest(first);
    await stand.held.settled();
    const [from, zoom] = await Promise.all(
      ['data-from', 'data-samples-per-pixel'].map(async (name) =>
        Number(await page.locator('.host').getAttribute(name)),
      ),
    );
    const [minutes, seconds] = place.split(/\s/)[0].split(':').map(Number);
    const host = (await page.locator('.host').boundingBox())!;
    const x = host.x + ((60 * minutes + seconds) * 977 - from) / zoom;
    await page.keyboard.down('Alt');
    await page.mouse.move(x, host.y + 24);
    await page.mouse.down();
    await page.mouse.move(x + 20, host.y + 24, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await expect.poll(status).toContain('beat moved');
    await expect.poll(first).not.toBe(place);
  });
});

describe('many beats', () => {
  it('are brushed over with Shift and a drag, and labelled in one step', async () => {
    await openShort();
    const { page } = stand.held;
    const host = (await page.locator('.host').boundingBox())!;
    await page.keyboard.down('Shift');
    await page.mouse.move(host.x + 40, host.y + 300);
    await page.mouse.down();
    await page.mouse.move(host.x + 560, host.y + 320, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    const text = await seen(status, (one) => /\b[345] beats selected/.test(one));
    const selected = Number(/(\d+) beats selected/.exec(text)![1]);
    await page.screenshot({ path: outputPath('brush.png') });
    await press('v');
    await expect.poll(status).toContain(`${selected} beats labelled PVC`);
    await press('Control+z');
    await expect.poll(status).toContain('undone');
  });

  it('that match a filter are all labelled at once, and taken back in one step', async () => {
    await openShort();
    const { page } = stand.held;
    const all = await beats();
    await page.getByLabel('Beats listed').selectOption('PAC');
    const matching = await seen(beats, (count) => count < all);
    expect(matching).toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Select all' }).click();
    await expect.poll(status).toContain(`${matching} beats selected`);
    await page.locator('.host').focus();
    await press('Shift+r');
    await expect.poll(status).toMatch(/\d+ beats labelled RonT/);
    await page.getByLabel('Beats listed').selectOption('RonT');
    await expect.poll(beats).toBeGreaterThan(5);
    await page.locator('.host').focus();
    await press('Control+z');
    await expect
      .poll(() => page.getByLabel('Beats listed').locator('option').allInnerTexts())
      .not.toContain('RonT');
  });
});

describe('a key', () => {
  it('of a label or a command is changed, told twice where two have it, shown by ?, and stays over a restart', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    const row = (text: string | RegExp) => page.getByRole('row').filter({ hasText: text });
    const change = async (text: string | RegExp, key: string): Promise<void> => {
      await row(text).getByRole('button').focus();
      await press('Enter', key);
      await expect.poll(() => row(text).getByRole('button').innerText()).not.toBe('press a key');
    };
    await press('Alt+,');
    await change(/^\s*PVC\s*Premature ventricular beat/, 'k');
    await change('Bookmark here', 'Alt+Shift+k');
    await change('Full disclosure', 'p');
    await expect.poll(() => page.locator('button.key.wrong').count()).toBe(2);
    await change('Full disclosure', 'o');
    await expect.poll(() => page.locator('button.key.wrong').count()).toBe(0);
    // What is kept is written a moment later.
    await expect.poll(() => JSON.stringify(stand.held.api.setting('keys') ?? '')).toMatch(/Alt.*Shift.*[kK]/);
    await page.reload();
    await waitSettled(page);
    await press('?');
    const sheet = page.getByRole('dialog');
    await expect.poll(() => sheet.innerText()).toMatch(/PVC Premature ventricular beat\s+K\s/);
    await expect.poll(() => sheet.innerText()).toMatch(/Bookmark here\s+Alt Shift K\s/);
    await press('Escape');
    await sheet.waitFor({ state: 'detached' });
    await page.locator('.host').focus();
    await press('Shift+ArrowRight', 'k');
    await expect.poll(status).toContain('beat labelled PVC');
    await press('v');
    await expect.poll(status).toContain('No label on v');
    await press('Escape', 'Alt+Shift+k');
    await page.getByRole('tab', { name: 'Notes' }).click();
    await expect.poll(panel).toContain('bookmark');
  });
});

describe('the screen', () => {
  it('is calibrated by a ruler: a second at 50 mm/s is 50 mm of it', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    await press('Control+k');
    await page.getByRole('combobox', { name: 'Find a command' }).fill('Calibrate');
    await press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Length in mm').fill('3');
    await expect.poll(() => dialog.getByRole('alert').innerText()).toBe('Between 10 and 400 mm.');
    // The bar is 400 pixels: 2.5 pixels are a millimetre of this screen then.
    await dialog.getByLabel('Length in mm').fill('160');
    await press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const samplesPerPixel = () => page.locator('.host').getAttribute('data-samples-per-pixel').then(Number);
    await expect.poll(samplesPerPixel).toBeCloseTo(977 / (50 * 2.5), 6);
    await expect.poll(status).toContain('50 mm/s');
    await expect
      .poll(() => stand.held.api.setting('calibration'))
      .toMatchObject({ pixelsPerMillimetre: 2.5 });
    await page.reload();
    await waitSettled(page);
    await expect.poll(samplesPerPixel).toBeCloseTo(977 / (50 * 2.5), 6);
  });

  it('names two identifiers of the patient wherever a recording is drawn', async () => {
    await stand.open({ samples: 977 * 600 });
    const { page } = stand.held;
    for (const view of ['stack', 'twelve', 'ep', 'disclosure', 'average', 'aligned', 'moments', 'pair']) {
      await page.getByLabel('Page', { exact: true }).selectOption(view);
      await page.locator('.board-host, .host').first().waitFor();
      await expect
        .poll(() => page.locator('header').innerText(), { message: view })
        .toContain('x0010 · study 2026-03');
    }
  });
});
