/** Recordings that are dropped on the window, as files, as a folder and as a zip file: the browser's own drag, by its protocol. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { encodeRecord } from '../../src-main/formats/wfdb/record-write.ts';
import { zipOf } from '../jobs/zip-file.ts';
import { launchBrowser, openPage, startShell, type RunningShell, type Session } from './harness.ts';
import { atRest } from './seen.ts';

const RAMP = Int32Array.from({ length: 2000 }, (_, i) => (i % 200) - 100);

function filesOf(name: string): ReadonlyMap<string, Uint8Array> {
  const signal = { units: 'mV', gain: 200, baseline: 0, adcResolution: 16, adcZero: 0 };
  const record = { name, samplingFrequency: 250, format: 16, signals: [{ ...signal, originalName: name }] };
  return new Map(encodeRecord(record as never, [RAMP]));
}

describe('what is dropped on the list of studies', () => {
  let shell: RunningShell;
  let browser: Browser;
  let session: Session;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'purkinje-drop-'));
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    shell = await startShell({ empty: true });
    session = await openPage(browser, shell);
    await session.page.getByText('The library is empty.').waitFor();
  });
  afterEach(async () => {
    await session.close();
    await shell.stop();
    expect(session.faults).toEqual([]);
  });

  async function drop(files: readonly string[]): Promise<void> {
    const { page } = session;
    const box = (await atRest(() => page.locator('section.studies').boundingBox()))!;
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    const protocol = await page.context().newCDPSession(page);
    const data = { items: [], files: [...files], dragOperationsMask: 1 };
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await protocol.send('Input.dispatchDragEvent', { type, ...at, data });
    await protocol.detach();
  }
  const studies = async (): Promise<string[]> => {
    const answer = await session.page.evaluate(
      async () => (await fetch('/api/studies')).json() as Promise<unknown>,
    );
    return (answer as { studies: { records: { name: string }[] }[] }).studies
      .flatMap(({ records }) => records.map(({ name }) => name))
      .sort();
  };
  function written(into: string, name: string): string[] {
    mkdirSync(join(folder, into), { recursive: true });
    return [...filesOf(name)].map(([file, bytes]) => {
      const path = join(folder, into, file);
      writeFileSync(path, bytes);
      return path;
    });
  }

  it('is imported: files', async () => {
    await drop(written('.', 'one'));
    await expect.poll(studies, { timeout: 60_000 }).toEqual(['one']);
  });

  it('is imported: a folder with folders in it', async () => {
    written('visit', 'two');
    written('visit/later', 'three');
    await drop([join(folder, 'visit')]);
    await expect.poll(studies, { timeout: 60_000 }).toEqual(['three', 'two']);
  });

  it('is imported: a zip file', async () => {
    const path = join(folder, 'sent.zip');
    writeFileSync(path, zipOf([...filesOf('four')].map(([name, bytes]) => ({ name, bytes }))));
    await drop([path]);
    await expect.poll(studies, { timeout: 60_000 }).toEqual(['four']);
  });
});
