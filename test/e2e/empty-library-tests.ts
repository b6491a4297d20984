import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser, openPage, startShell, type RunningShell, type Session } from './harness.ts';

/** For a file or a `describe`: one program over an empty library, and its window; what a test imports the next one finds. */
export function emptyLibraryTests(): { readonly session: Session } {
  let shell: RunningShell;
  let browser: Browser;
  let session: Session;
  beforeAll(async () => {
    [shell, browser] = await Promise.all([startShell({ empty: true }), launchBrowser()]);
    session = await openPage(browser, shell);
  });
  afterAll(async () => {
    await browser.close();
    await shell.stop();
  });
  return {
    get session() {
      return session;
    },
  };
}
