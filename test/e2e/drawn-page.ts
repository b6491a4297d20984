import type { Page } from 'playwright-core';
import { PATIENCE_MS } from './hardship.ts';

/** Until the page's canvas shows all its samples. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const host = document.querySelector('.board-host') as
        (HTMLElement & { board?: { settled: boolean } }) | null;
      return host?.board?.settled === true;
    },
    undefined,
    { timeout: PATIENCE_MS },
  );
}

/** Until each of the panes beside each other shows all its samples. */
export async function panesDrawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const hosts = [...document.querySelectorAll('.pane .host')] as (HTMLElement & {
        traceView?: { settled: boolean };
      })[];
      return (
        hosts.length === 2 &&
        hosts.every((host) => host.getAttribute('aria-busy') === 'false' && host.traceView?.settled === true)
      );
    },
    undefined,
    { timeout: PATIENCE_MS },
  );
}
