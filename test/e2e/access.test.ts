import { beforeAll, describe, expect, it } from 'vitest';
import { seriousFindings } from './axe.ts';
import { DIALOGS, IN_PLACE } from './opened-forms.ts';
import { standInTests } from './stand-in-tests.ts';
import { walkedPage } from './walked-page.ts';

const held = walkedPage({ people: true });
const { toTraces } = held;
const stand = standInTests();

/** Serious and critical findings, one line each. */
const findings = (): Promise<string[]> => seriousFindings(held.page);

/** What was fetched has come, and two frames have passed. */
async function drawn(): Promise<void> {
  await held.page.waitForLoadState('networkidle');
  await held.page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

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
  const { page } = await stand.open();
  await page.keyboard.press('Home');
  const host = (await page.locator('.host').boundingBox())!;
  await page.mouse.move(host.x + 300, host.y + 300);
  await page.keyboard.press('Shift+q');
  await page.mouse.move(host.x + 600, host.y + 300);
  await page.keyboard.press('m');
  await page.keyboard.press('Shift+q');
  await page.getByRole('dialog').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: /^noisy/ }).click();
  await page.locator('.quality').waitFor();
  await page.getByRole('button', { name: /^QT 400 ms/ }).click();
  expect(await seriousFindings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Notes' }).click();
  await page.locator('.host').focus();
  await page.keyboard.press('s');
  await page.getByRole('region', { name: 'Stimuli' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Compare' }).click();
  await page.getByRole('button', { name: 'Adjudicate…' }).click();
  await page.getByRole('region', { name: 'Adjudication' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
});
