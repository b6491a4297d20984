/** Walks a part of the window with Tab as a person without a mouse does, and writes down what a person would miss. */
import type { Page } from 'playwright-core';

export interface Tour {
  /** Controls that Tab did not reach. */
  readonly missed: string[];
  /** Had the focus and did not show it. */
  readonly unseen: string[];
  /** Had the focus and say nothing to a screen reader. */
  readonly nameless: string[];
  /** Had the focus though it lies outside: only of a dialog, which keeps it. */
  readonly strayed: string[];
}

export const NOTHING_MISSED: Tour = { missed: [], unseen: [], nameless: [], strayed: [] };

/** In the page: a round trip for each property would take minutes on a busy machine. */
const INSTALL = `(() => {
  if (window.tour) return;
  const text = (one) => (one ? one.textContent.trim().replace(/\\s+/g, ' ') : '');
  const byIds = (one, attribute) => (one.getAttribute(attribute) || '').split(' ').filter(Boolean).map((id) => text(document.getElementById(id))).join(' ');
  const ownText = (one) => one.matches('input, select, textarea') ? [...(one.labels || [])].map(text).join(' ') : one.matches('[role=grid], [role=application], [role=listbox], [role=slider]') ? '' : text(one);
  const nameOf = (one) => (one.getAttribute('aria-label') || byIds(one, 'aria-labelledby') || ownText(one) || one.getAttribute('title') || '').trim().slice(0, 60);
  const told = (one) => nameOf(one) || '<' + one.tagName.toLowerCase() + ' class="' + one.className + '">';
  const seen = (one) => {
    const style = getComputedStyle(one);
    const box = one.getBoundingClientRect();
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 && box.width > 0 && box.height > 0;
  };
  const tour = (window.tour = { nameOf, visited: new Set(), unseen: new Set(), nameless: new Set(), strayed: new Set() });
  document.addEventListener('focusin', ({ target }) => tour.visited.add(target));
  tour.begin = (scope) => {
    tour.scope = scope;
    tour.visited = new Set([document.activeElement]);
    tour.unseen = new Set();
    tour.nameless = new Set();
    tour.strayed = new Set();
  };
  // The focus may be drawn a few frames late: it is unseen where it has not come after half a second, and not before 30 frames.
  tour.look = async () => {
    const target = document.activeElement;
    if (!target.closest(tour.scope)) tour.strayed.add(told(target));
    if (target === document.body) return;
    if (nameOf(target) === '') tour.nameless.add(told(target));
    const begun = performance.now();
    for (let frame = 0; frame < 30 || performance.now() - begun < 500; frame++) {
      if (document.activeElement !== target || seen(target)) return;
      await new Promise((next) => requestAnimationFrame(next));
    }
    tour.unseen.add(told(target));
  };
  tour.controls = () => [...document.querySelectorAll(tour.scope)].flatMap((root) => [...root.querySelectorAll('button, input, select, textarea, a[href], [tabindex="0"]')])
    .filter((one) => !one.disabled && one.tabIndex >= 0 && one.getClientRects().length > 0 && getComputedStyle(one).visibility !== 'hidden');
  tour.missed = () => {
    // Of radio buttons with one name the arrow keys reach the others.
    const group = (one) => one.type === 'radio' ? [...document.getElementsByName(one.name)] : [one];
    return tour.controls().filter((one) => !group(one).some((each) => tour.visited.has(each))).map(told);
  };
})()`;

/**
 * Tab from where the focus is until everything within the scope was reached.
 * @param keeps a dialog: one more round, in which the focus must not leave it
 */
export async function tour(page: Page, scope: string, keeps = false): Promise<Tour> {
  await page.evaluate(INSTALL);
  // What has the focus already is reached: a dialog's only field keeps it.
  await page.evaluate(`tour.begin(${JSON.stringify(scope)})`);
  await page.evaluate('tour.look()');
  const controls = async (): Promise<number> => (await page.evaluate('tour.controls().length')) as number;
  // The rail and the panel are passed too. What comes meanwhile is walked as well.
  for (let step = 0; step < (await controls()) + (keeps ? 2 : 60); step++) {
    await page.keyboard.press('Tab');
    await page.evaluate('tour.look()');
    if (!keeps && step % 10 === 9 && ((await page.evaluate('tour.missed()')) as string[]).length === 0) break;
  }
  const found = (await page.evaluate(`({
    missed: tour.missed(), unseen: [...tour.unseen], nameless: [...tour.nameless], strayed: [...tour.strayed],
  })`)) as Tour;
  return keeps ? found : { ...found, strayed: [] };
}

/** Tab until what has this name has the focus. @throws where nothing that Tab reaches is called so */
export async function tabTo(page: Page, name: string): Promise<void> {
  await page.evaluate(INSTALL);
  const passed: string[] = [];
  for (let step = 0; step < 150; step++) {
    const now = await focusedName(page);
    if (now === name) return;
    passed.push(now);
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never reached ${name}; it passed ${[...new Set(passed)].join(' | ')}`);
}

/** What has the focus is called so; empty where nothing has it. */
export async function focusedName(page: Page): Promise<string> {
  await page.evaluate(INSTALL);
  return (await page.evaluate(
    'document.activeElement === document.body ? "" : tour.nameOf(document.activeElement)',
  )) as string;
}
