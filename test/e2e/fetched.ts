import type { Page, Request } from 'playwright-core';
import { PATIENCE_MS } from './hardship.ts';

const onTheirWay = new WeakMap<Page, Set<Request>>();

/** Keeps count of what a page asks for; to be called before it goes anywhere. */
export function countRequests(page: Page): void {
  const open = new Set<Request>();
  onTheirWay.set(page, open);
  page.on('request', (request) => {
    // What is told as it comes ends when the work does.
    if (!request.url().endsWith('/progress')) open.add(request);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  // What a page that is left behind had asked for is of no account, and may never be told to have ended.
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) open.clear();
  });
}

/**
 * Until all that the page asked for has come: nothing on its way in three looks with two frames between them. (Playwright's
 * `networkidle` is reached once after a page has loaded, and waits for nothing from then on.)
 */
export async function fetched(page: Page): Promise<void> {
  const open = onTheirWay.get(page)!;
  const begun = performance.now();
  for (let quiet = 0; quiet < 3; quiet = open.size === 0 ? quiet + 1 : 0) {
    if (performance.now() - begun > PATIENCE_MS)
      throw new Error(`Still on their way: ${[...open].map((request) => request.url()).join(', ')}`);
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
  }
}
