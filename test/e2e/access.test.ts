import { beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './axe.ts';
import { fetched } from './fetched.ts';
import { DIALOGS, focusWithin, IN_PLACE } from './opened-forms.ts';
import { seen } from './seen.ts';
import { standInTests } from './stand-in-tests.ts';
import { walkedPage } from './walked-page.ts';

const held = walkedPage({ people: true });
const { toTraces } = held;
const stand = standInTests();

/** Serious and critical findings, one line each. */
const findings = (): Promise<string[]> => seriousFindings(held.page);

describe.each(['lab', 'paper'])('axe finds nothing serious, %s theme', (theme) => {
  beforeAll(async () => {
    const scheme = (): Promise<string> =>
      held.page.evaluate(() => document.documentElement.style.colorScheme);
    const wanted = theme === 'lab' ? 'dark' : 'light';
    if ((await seen(scheme, (one) => one !== '')) !== wanted)
      await held.page.keyboard.press('Control+Shift+l');
    await seen(scheme, (one) => one === wanted);
  });

  it('in the review view, with and without a beat selected', async () => {
    const { page } = held;
    await toTraces();
    await expect.poll(findings).toEqual([]);
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByText('1 beat selected').waitFor();
    await fetched(page);
    await expect.poll(findings).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it.each(['Beats', 'Families', 'Compare', 'Notes', 'Beat'])('in the panel %s', async (tab) => {
    await toTraces();
    await held.page.getByRole('tab', { name: tab, exact: true }).click();
    await held.page.getByRole('tab', { name: tab, exact: true, selected: true }).waitFor();
    await fetched(held.page);
    await expect.poll(findings).toEqual([]);
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
    await toTraces();
    await held.page.keyboard.press(key);
    await held.page.locator('.host').waitFor({ state: 'detached' });
    await fetched(held.page);
    await expect.poll(findings).toEqual([]);
    await held.page.keyboard.press('Alt+r');
  });

  it.each(DIALOGS)('in $name', async ({ open }) => {
    const { page } = held;
    await toTraces();
    await open(page);
    await focusWithin(page, '[role=dialog]');
    await fetched(held.page);
    await expect.poll(findings).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it.each(IN_PLACE)('in $name', async ({ open }) => {
    await toTraces();
    await open(held.page);
    await focusWithin(held.page, 'form.in-place');
    await fetched(held.page);
    await expect.poll(findings).toEqual([]);
    await held.page.keyboard.press('Escape');
    await held.page.locator('form.in-place').waitFor({ state: 'detached' });
  });
});

it('axe finds nothing serious with poor signal and stimuli marked, intervals put right, and a consensus open', async () => {
  const { page } = await stand.open();
  await page.keyboard.press('Home');
  await stand.held.settled();
  const host = (await page.locator('.host').boundingBox())!;
  await page.mouse.move(host.x + 300, host.y + 300);
  await page.keyboard.press('Shift+q');
  await page.getByText('poor signal from').waitFor();
  await page.mouse.move(host.x + 600, host.y + 300);
  await page.keyboard.press('m');
  await page.keyboard.press('Shift+q');
  await page.getByRole('dialog').waitFor();
  await expect.poll(() => seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^noisy/ }).click();
  await page.locator('.quality').waitFor();
  await page.getByRole('button', { name: /^QT 400 ms/ }).click();
  await expect.poll(() => seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Notes' }).click();
  await page.locator('.host').focus();
  await page.keyboard.press('s');
  await page.getByRole('region', { name: 'Stimuli' }).waitFor();
  await expect.poll(() => seriousFindings(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Adjudicate…' }).click();
  await page.getByRole('region', { name: 'Adjudication' }).waitFor();
  await expect.poll(() => seriousFindings(page)).toEqual([]);
});
