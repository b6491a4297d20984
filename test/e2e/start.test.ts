import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, openPage, startShell, type RunningShell } from './harness.ts';

describe('first start in a browser', () => {
  let shell: RunningShell;
  let browser: Browser;
  beforeAll(async () => {
    [shell, browser] = await Promise.all([startShell(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    expect(await shell.stop()).toBe(0);
  });

  it('tells what it made', () => {
    const told = shell.lines.join('\n');
    expect(told).toMatch(/Study +Demonstration \(simulated, no clinical evidence\)/);
    expect(told).toMatch(/Channels +19/);
    expect(told).toMatch(/Beats +\d{3}/);
    expect(told).toMatch(/Time +\d/);
  });

  it('opens the workstation without a fault, and asks nothing of any other host', async () => {
    const session = await openPage(browser, shell);
    await session.page.waitForSelector('canvas');
    await session.page.waitForLoadState('networkidle');
    expect(session.faults).toEqual([]);
    await session.close();
  });

  it('lets a stranger see nothing', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const response = await page.goto(`${shell.address}/`);
    expect(response?.status()).toBe(403);
    expect(await page.textContent('body')).toContain('npm start');
    const api = await context.request.get(`${shell.address}/api/studies`);
    expect(api.status()).toBe(403);
    await context.close();
  });
});
