import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeRecord } from '../../src-main/formats/wfdb/record-write.ts';
import { fetched } from './fetched.ts';
import { launchBrowser, openPage, startShell, type RunningShell } from './harness.ts';
import { waitSettled } from './stand-in-page.ts';

const RAMP = Int32Array.from({ length: 2000 }, (_, i) => (i % 200) - 100);
const SIGNAL = { originalName: 'II', units: 'mV', gain: 200, baseline: 0, adcResolution: 16, adcZero: 0 };
const RECORD = { name: 'ramp', samplingFrequency: 250, format: 16, signals: [SIGNAL] } as const;

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
    expect(told).toMatch(/Records +1, \d+:\d\d min/);
    expect(told).toMatch(/Channels +19/);
    expect(told).toMatch(/Beats +\d{3}/);
    expect(told).toMatch(/Predicted +[A-Z][\w-]* \d+, [A-Z][\w-]* \d+/);
    expect(told).toMatch(/Time +\d+\.\d s/);
    expect(told).toMatch(/Purkinje is at http:\/\/127\.0\.0\.1:\d+/);
  });

  it('opens the workstation without a fault, and asks nothing of any other host', async () => {
    const session = await openPage(browser, shell);
    await session.page.waitForSelector('canvas');
    await waitSettled(session.page);
    await fetched(session.page);
    expect(session.faults).toEqual([]);
    await session.close();
  });

  it('takes an upload from the page, imports it and recognises it again', async () => {
    const files = [...encodeRecord(RECORD, [RAMP])].map(
      ([name, bytes]) => [name, Array.from(bytes)] as const,
    );
    const session = await openPage(browser, shell);
    const results = await session.page.evaluate(async (uploaded) => {
      const send = async (method: string, path: string, body: string | Uint8Array<ArrayBuffer>) => {
        const type = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
        return (
          await fetch(path, { method, body, headers: { 'content-type': type } })
        ).json() as Promise<never>;
      };
      const results: unknown[] = [];
      for (let time = 0; time < 2; time++) {
        const { uploadId } = (await send('POST', '/api/uploads', '{"totalBytes":1000}')) as {
          uploadId: string;
        };
        for (const [name, bytes] of uploaded)
          await send('PUT', `/api/uploads/${uploadId}?path=visit/${name}`, new Uint8Array(bytes));
        const body = JSON.stringify({ uploadId, classify: false });
        const job = (await send('POST', '/api/imports', body)) as { id: number };
        const lines = await (await fetch(`/api/jobs/${job.id}/progress`)).text();
        results.push((JSON.parse(lines.trim().split('\n').at(-1)!) as { result: unknown }).result);
      }
      return results;
    }, files);
    const record = { name: 'ramp', signals: 1, samples: RAMP.length };
    expect(results).toMatchObject([
      { records: [{ ...record, alreadyImported: false }], errors: [] },
      { records: [{ ...record, alreadyImported: true }], errors: [] },
    ]);
    expect(session.faults).toEqual([]);
    await session.close();
  });

  it('lets a stranger see nothing', async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const response = await page.goto(`${shell.address}/`);
    expect(response?.status()).toBe(403);
    await expect.poll(() => page.textContent('body')).toContain('npm start');
    const api = await context.request.get(`${shell.address}/api/studies`);
    expect(api.status()).toBe(403);
    await context.close();
  });
});
