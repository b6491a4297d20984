/** Every view by the keyboard alone: reached by a key, walked with Tab over all that can be operated, each with its focus seen, and left. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from './harness.ts';
import { openStandIn, type StandInPage } from './stand-in-page.ts';

let browser: Browser;
let held: StandInPage;

beforeAll(async () => {
  browser = await launchBrowser();
  held = await openStandIn(browser);
  // One step of Tab for each control, in the page: a round trip for each would take minutes on a busy machine.
  await held.page.evaluate(INSTALL);
});
afterAll(async () => {
  await held.close();
  await browser.close();
});
beforeEach(async () => {
  held.page.setDefaultTimeout(15_000);
  for (let k = 0; k < 3 && (await held.page.getByRole('dialog').count()) > 0; k++)
    await held.page.keyboard.press('Escape');
});

/** Writes down what gets the focus, and whether that is seen; and what there is to be reached. */
const INSTALL = `(() => {
  const name = (one) => (one.getAttribute('aria-label') || one.textContent || one.id || one.tagName).trim().replace(/\\s+/g, ' ').slice(0, 60) || one.tagName;
  const seen = (one) => {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) && box.width > 0 && box.height > 0;
  };
  const walk = (window.walk = { visited: new Set(), unseen: [] });
  document.addEventListener('focusin', ({ target }) => walk.visited.add(target));
  // A busy machine may paint the focus a few frames late: it is unseen where it has not come after half a second.
  walk.look = async () => {
    const target = document.activeElement;
    for (const begun = performance.now(); performance.now() - begun < 500; ) {
      if (target === document.body || document.activeElement !== target || seen(target)) return;
      await new Promise((next) => requestAnimationFrame(next));
    }
    walk.unseen.push(name(target));
  };
  walk.begin = () => {
    walk.visited = new Set([document.activeElement]);
    walk.unseen = [];
  };
  window.controls = (scope) => [...document.querySelectorAll(scope)].flatMap((root) => [...root.querySelectorAll('button, input, select, textarea, a[href], [tabindex="0"]')])
    .filter((one) => !one.disabled && one.tabIndex >= 0 && one.getClientRects().length > 0 && getComputedStyle(one).visibility !== 'hidden');
  window.missed = (scope) => {
    // Of radio buttons with one name the arrow keys reach the others.
    const group = (one) => one.type === 'radio' ? [...document.getElementsByName(one.name)] : [one];
    return window.controls(scope).filter((one) => !group(one).some((each) => walk.visited.has(each))).map(name);
  };
})()`;

interface Walk {
  readonly missed: string[];
  readonly unseen: string[];
  readonly controls: number;
}

/** Tab from where the focus is, over everything within the scope; what it did not reach, and what did not show its focus. */
async function walk(scope: string): Promise<Walk> {
  const { page } = held;
  // What has the focus already is reached: a dialog's only field keeps it.
  await page.evaluate('walk.begin()');
  const controls = (await page.evaluate(`controls(${JSON.stringify(scope)}).length`)) as number;
  // The rail and the panel are passed too.
  for (let step = 0; step < controls + 60; step++) {
    await page.keyboard.press('Tab');
    await page.evaluate('walk.look()');
    if (step % 10 === 9 && (await missed(scope)).length === 0) break;
  }
  const unseen = (await page.evaluate('[...new Set(walk.unseen)]')) as string[];
  return { missed: await missed(scope), unseen, controls };
}
const missed = async (scope: string): Promise<string[]> =>
  (await held.page.evaluate(`missed(${JSON.stringify(scope)})`)) as string[];

/** What was fetched has come. */
async function settled(): Promise<void> {
  await held.page.waitForLoadState('networkidle');
}

const VIEWS = [
  ['studies', 'Alt+s', 'Studies'],
  ['jobs', 'Alt+j', 'Jobs'],
  ['models', 'Alt+m', 'Models'],
  ['settings', 'Alt+,', 'Settings'],
  ['worklist', 'Alt+w', 'Worklist'],
  ['search', 'Control+Shift+f', 'Search'],
  ['trail', 'Alt+t', 'trail'],
  ['house', 'Alt+k', 'Keep house'],
  ['batch', 'Alt+b', 'Batch'],
  ['the label schema', 'Alt+l', 'Label'],
] as const;

describe('by the keyboard alone', () => {
  it.each(VIEWS)('%s is reached, walked and left', async (_, key, title) => {
    const { page } = held;
    await page.keyboard.press('Alt+r');
    await page.locator('.host').waitFor();
    await page.keyboard.press(key);
    await page.locator('.host').waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('main').innerText()).toContain(title);
    await settled();
    const found = await walk('main');
    expect({ missed: found.missed, unseen: found.unseen }).toEqual({ missed: [], unseen: [] });
    await page.keyboard.press('Alt+r');
    await page.locator('.host').waitFor();
  });

  it('the review and each of its panels are walked', async () => {
    const { page } = held;
    await page.keyboard.press('Alt+r');
    await page.locator('.host').waitFor();
    for (const name of ['Beat', 'Beats', 'Families', 'Compare', 'Notes']) {
      await page.getByRole('tab', { selected: true }).first().focus();
      const tab = page.getByRole('tab', { name, exact: true });
      for (let k = 0; k < 5 && (await tab.getAttribute('aria-selected')) !== 'true'; k++)
        await page.keyboard.press('ArrowRight');
      await expect.poll(() => tab.getAttribute('aria-selected')).toBe('true');
      await settled();
      const found = await walk('main');
      expect({ name, missed: found.missed, unseen: found.unseen }).toEqual({ name, missed: [], unseen: [] });
    }
  });

  it.each([
    ['the palette', 'Control+k'],
    ['the keys', '?'],
    ['go to', 'g'],
    ['filters', 'Shift+f'],
    ['the log', 'e'],
    ['a note', 'n'],
    ['what a channel is', 'Alt+c'],
    ['the manoeuvre sheet', 'Shift+m'],
    ['signing off', 'Control+Enter'],
    ['the report', 'Control+p'],
  ])('%s opens within itself, keeps the focus, and gives it back', async (_, key) => {
    const { page } = held;
    await page.keyboard.press('Alt+r');
    await page.locator('.host').waitFor();
    await page.locator('.host').focus();
    const dialog = page.getByRole('dialog');
    await page.keyboard.press(key);
    await dialog.waitFor();
    const inside = (): Promise<boolean> =>
      page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null);
    await expect.poll(inside).toBe(true);
    await settled();
    const found = await walk('[role=dialog]');
    expect({ missed: found.missed, unseen: found.unseen }).toEqual({ missed: [], unseen: [] });
    expect(await inside()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.classList.contains('host') ?? false))
      .toBe(true);
  });
});
