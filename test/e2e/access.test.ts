import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './harness.ts';
import { openStandIn, type StandInPage } from './stand-in-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
let held: StandInPage;

interface AxeFinding {
  readonly id: string;
  readonly impact: string | null;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[];
}

/** Serious and critical findings, one line each. */
async function findings(): Promise<string[]> {
  const { page } = held;
  const violations = await page.evaluate(async () => {
    const axe = (globalThis as unknown as { axe: { run(): Promise<{ violations: unknown[] }> } }).axe;
    return (await axe.run()).violations;
  });
  return (violations as AxeFinding[])
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ target, failureSummary }) => `${target.join(' ')} (${failureSummary})`).join(', ')}`,
    );
}

beforeAll(async () => {
  browser = await launchBrowser();
  held = await openStandIn(browser);
  await held.page.evaluate(AXE);
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
    await page.keyboard.press('Alt+r');
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
  ])('in %s', async (_, key) => {
    await held.page.keyboard.press(key);
    await held.page.locator('.host').waitFor({ state: 'detached' });
    await drawn();
    expect(await findings()).toEqual([]);
    await held.page.keyboard.press('Alt+r');
  });

  it.each([
    ['the palette', 'Control+k'],
    ['the keys', '?'],
    ['go to', 'g'],
    ['filters', 'Shift+f'],
    ['the log', 'e'],
    ['what a channel is', 'Alt+c'],
    ['the manoeuvre sheet', 'Shift+m'],
    ['signing off', 'Control+Enter'],
    ['the report', 'Control+p'],
  ])('in %s', async (_, key) => {
    await held.page.keyboard.press(key);
    await held.page.getByRole('dialog').waitFor();
    expect(await findings()).toEqual([]);
    await held.page.keyboard.press('Escape');
    await held.page.getByRole('dialog').waitFor({ state: 'detached' });
  });
});

it('axe finds nothing serious with poor signal and stimuli marked, intervals put right, and a consensus open', async () => {
  const { page } = held;
  await page.keyboard.press('Alt+r');
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

it('the keyboard alone reaches traces, panel and rail, and every control has a name', async () => {
  const { page } = held;
  await page.keyboard.press('Alt+r');
  await page.getByRole('tab', { name: 'Beat', exact: true }).click();
  const reached = new Set<string>();
  for (let k = 0; k < 60; k++) {
    await page.keyboard.press('Tab');
    reached.add(
      await page.evaluate(() => {
        const element = document.activeElement!;
        return element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? '';
      }),
    );
  }
  const names = [...reached].join(' | ');
  for (const wanted of ['Studies', 'Traces from', 'Place in the record', 'Beat'])
    expect(names).toContain(wanted);
  expect(reached.has('')).toBe(false);
});
