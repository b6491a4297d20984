import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { fillLibrary } from './filled-library.ts';
import { launchBrowser, openPage, startShell, type RunningShell, type Session } from './harness.ts';
import { waitSettled } from './stand-in-page.ts';

export interface LibraryTests {
  readonly page: Page;
  readonly shell: RunningShell;
  /** Errors of the page that is open. */
  readonly faults: readonly string[];
  /** Holds the recordings that were imported, and the library; removed after the test. */
  readonly folder: string;
  readonly library: string;
  /** Of the view. */
  text(): Promise<string>;
  /** Rows in sight of the view's list. */
  rows(): Promise<number>;
  key(name: string): Promise<void>;
  /** Starts the program, on the library unless told another folder, and opens its window: what was open is another program's. */
  open(library?: string): Promise<void>;
}

/** For a file: one browser; each test has the real program over a library of two short studies of its own. */
export function libraryTests(): LibraryTests {
  let browser: Browser;
  let folder: string;
  let library: string;
  let shell: RunningShell;
  let session: Session;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'purkinje-library-'));
    library = await fillLibrary(folder);
    await open(library);
  });
  afterEach(async () => {
    await session.close();
    await shell.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  async function open(of: string): Promise<void> {
    shell = await startShell({ library: of });
    session = await openPage(browser, shell);
    // The record where one left opens by itself; keys pressed before would be undone by it.
    await waitSettled(session.page);
  }
  return {
    get page() {
      return session.page;
    },
    get shell() {
      return shell;
    },
    get faults() {
      return session.faults;
    },
    get folder() {
      return folder;
    },
    get library() {
      return library;
    },
    text: () => session.page.locator('main').innerText(),
    rows: () => session.page.locator('[role=grid] [data-row]').count(),
    key: (name) => session.page.keyboard.press(name),
    open: (of = library) => open(of),
  };
}
