import type { Page } from 'playwright-core';

/** Until the page's canvas shows all its samples. */
export async function drawn(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const host = document.querySelector('.board-host') as
        (HTMLElement & { board?: { settled: boolean } }) | null;
      return host?.board?.settled === true;
    },
    undefined,
    { timeout: 60_000 },
  );
}
