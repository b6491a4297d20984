import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { seriousFindings } from './axe.ts';
import { launchBrowser } from './harness.ts';
import { DIALOGS, IN_PLACE } from './opened-forms.ts';
import { openStandIn, waitSettled, type StandInPage } from './stand-in-page.ts';

let browser: Browser;
let held: StandInPage;

/** Serious and critical findings, one line each. */
const findings = (): Promise<string[]> => seriousFindings(held.page);

beforeAll(async () => {
  browser = await launchBrowser();
  held = await openStandIn(browser);
  for (const [name, role] of [
    ['reviewer', 'administrator'],
    ['Anna', 'annotator'],
  ])
    held.api.desk.answer('addPerson', {}, { name, role, password: 'correct horse' }, 0);
  await held.page.reload();
  await waitSettled(held.page);
});
afterAll(async () => {
  await held.close();
  await browser.close();
});

/** What was fetched has come, and two frames have passed. */
async function drawn(): Promise<void> {
  await held.page.waitForLoadState('networkidle');
  await held.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

async function toTraces(): Promise<void> {
  await held.page.keyboard.press('Alt+r');
  await held.page.locator('.host').waitFor();
  await held.page.locator('.host').focus();
  // A span that was begun, a stretch, a selection: each is let go by one.
  for (let k = 0; k < 3; k++) await held.page.keyboard.press('Escape');
}

// One fault is one fault: a dialog that a failed test left open is closed, and nothing is waited for long.
beforeEach(async () => {
  held.page.setDefaultTimeout(15_000);
  for (let k = 0; k < 3 && (await held.page.getByRole('dialog').count()) > 0; k++)
    await held.page.keyboard.press('Escape');
});

describe.each(['lab', 'paper'])('axe finds nothing serious, %s theme', (theme) => {
  beforeAll(async () => {
    const dark = await held.page.evaluate(() => document.documentElement.style.colorScheme === 'dark');
    if (dark !== (theme === 'lab')) await held.page.keyboard.press('Control+Shift+l');
  });

  it('in the review view, with and without a beat selected', async () => {
    const { page } = held;
    await toTraces();
    expect(await findings()).toEqual([]);
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByText('1 beat selected').waitFor();
    await drawn();
    expect(await findings()).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it.each(['Beats', 'Families', 'Compare', 'Notes', 'Beat'])('in the panel %s', async (tab) => {
    await held.page.getByRole('tab', { name: tab, exact: true }).click();
    await held.page.getByRole('tab', { name: tab, exact: true, selected: true }).waitFor();
    await drawn();
    expect(await findings()).toEqual([]);
  });

  it.each([
    ['studies', 'Alt+s'],
    ['jobs', 'Alt+j'],
    ['models', 'Alt+m'],
    ['settings', 'Alt+,'],
    ['worklist', 'Alt+w'],
    ['search', 'Control+Shift+f'],
    ['trail', 'Alt+t'],
    ['house', 'Alt+k'],
    ['batch', 'Alt+b'],
    ['the label schema', 'Alt+l'],
    ['about', 'F1'],
  ])('in %s', async (_, key) => {
    await held.page.keyboard.press(key);
    await held.page.locator('.host').waitFor({ state: 'detached' });
    await drawn();
    expect(await findings()).toEqual([]);
    await held.page.keyboard.press('Alt+r');
  });

  it.each(DIALOGS)('in $name', async ({ open }) => {
    const { page } = held;
    await toTraces();
    await open(page);
    await page.getByRole('dialog').waitFor();
    await drawn();
    expect(await findings()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it.each(IN_PLACE)('in $name', async ({ open }) => {
    await toTraces();
    await open(held.page);
    await held.page.locator('form.in-place').waitFor();
    await drawn();
    expect(await findings()).toEqual([]);
    await held.page.keyboard.press('Escape');
  });
});

it('axe finds nothing serious with poor signal and stimuli marked, intervals put right, and a consensus open', async () => {
  await held.close();
  held = await openStandIn(browser);
  const { page } = held;
  await page.keyboard.press('Home');
  const host = (await page.locator('.host').boundingBox())!;
  await page.mouse.move(host.x + 300, host.y + 300);
  await page.keyboard.press('Shift+q');
  await page.mouse.move(host.x + 600, host.y + 300);
  await page.keyboard.press('m');
  await page.keyboard.press('Shift+q');
  await page.getByRole('dialog').waitFor();
  expect(await findings()).toEqual([]);
  await page.getByRole('button', { name: /^noisy/ }).click();
  await page.locator('.quality').waitFor();
  await page.getByRole('button', { name: /^QT 400 ms/ }).click();
  expect(await findings()).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Notes' }).click();
  await page.locator('.host').focus();
  await page.keyboard.press('s');
  await page.getByRole('region', { name: 'Stimuli' }).waitFor();
  expect(await findings()).toEqual([]);
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Adjudicate…' }).click();
  await page.getByRole('region', { name: 'Adjudication' }).waitFor();
  expect(await findings()).toEqual([]);
});
