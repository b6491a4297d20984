/** What a recorder calls its channels, by the site's own table; and what its converter cut off. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { decodeWindow, QUALITY_CLIPPED } from '../../src-main/api/contract/window-bytes.ts';
import type { ImportResult } from '../../src-main/api/contract/work.ts';
import { encodeRecord } from '../../src-main/formats/wfdb/record-write.ts';
import { listModels } from '../../src-main/services/models.ts';
import { ended, openApiFixture, shortStudy, type ApiFixture } from './library-fixture.ts';

// Other programs are started here: a machine under load takes its time.
vi.setConfig({ testTimeout: 120_000 });

let fixture: ApiFixture;
beforeEach(() => {
  fixture = openApiFixture();
});
afterEach(async () => {
  expect(fixture.bugs).toEqual([]);
  await fixture.close();
});

interface Written {
  readonly originalName: string;
  readonly digital: Int32Array;
  readonly gain?: number;
  readonly adcResolution?: number;
}

/** @returns the record's id */
async function imported(
  name: string,
  samplingFrequency: number,
  written: readonly Written[],
): Promise<number> {
  const folder = join(fixture.folder, name);
  mkdirSync(folder);
  const signals = written.map(({ originalName, gain = 200, adcResolution = 16 }) => ({
    ...{ originalName, gain, adcResolution, units: 'mV', baseline: 0, adcZero: 0 },
  }));
  const record = { name, samplingFrequency, format: 16, signals } as const;
  for (const [file, bytes] of encodeRecord(
    record,
    written.map(({ digital }) => digital),
  ))
    writeFileSync(join(folder, file), bytes);
  const job = await fixture.api.startImport({ body: { paths: [folder], classify: false } });
  return ((await ended(fixture, job)).result as ImportResult).records[0].id;
}

describe.skipIf(listModels().length === 0)('channels under names of their own', () => {
  it('are classified by what the table says they are, and the result says what it did without', async () => {
    const study = shortStudy();
    const digital = study.digital();
    const at = (name: string) => study.signals.findIndex(({ originalName }) => originalName === name);
    const gain = study.signals[at('II')].gain;
    const recordId = await imported('odd', study.samplingFrequency, [
      { originalName: 'SURFACE A', digital: digital[at('II')], gain },
      { originalName: 'V1', digital: digital[at('V1')], gain },
    ]);
    const classified = async () => {
      const job = await fixture.api.classifyRecord({ params: { recordId }, body: { model: 'purkinje-ep' } });
      const { state, result } = await ended(fixture, job);
      expect(state).toBe('done');
      return result as { without: string[]; beats: number; warnings: string[] };
    };
    const before = await classified();
    expect(before.without).toContain('II');
    expect(before.warnings.join(' ')).toMatch(/No intracardiac electrogram/);
    const value = { 'SURFACE A': 'II' };
    await fixture.api.putSetting({ params: { key: 'channelAliases' }, body: { value } });
    const after = await classified();
    expect(after.without).not.toContain('II');
    expect(after.without).toEqual(before.without.filter((name) => name !== 'II'));
  });
});

describe('what the converter cut off', () => {
  it('is told column by column, at every zoom, of the signal alone that has it', async () => {
    const wave = (peak: number): Int32Array =>
      Int32Array.from({ length: 4000 }, (_, i) =>
        Math.max(-2048, Math.min(2047, Math.round(peak * Math.sin(i / 40)))),
      );
    const recordId = await imported('loud', 1000, [
      { originalName: 'II', digital: wave(3000), adcResolution: 12 },
      { originalName: 'V1', digital: wave(1000), adcResolution: 12 },
    ]);
    for (const samplesPerColumn of [1, 32]) {
      const columns = Math.floor(4000 / samplesPerColumn);
      const query = { channels: '0,1', from: 0, columns, samplesPerColumn };
      const { channels } = decodeWindow(await fixture.api.getWindow({ params: { recordId }, query }));
      const clipped = channels.map(({ quality }) => quality.filter((bits) => bits & QUALITY_CLIPPED).length);
      // Beyond 2047 of 3000 the sine is 0.52 of the time.
      expect(clipped[0] / columns).toBeGreaterThan(0.45);
      expect(clipped[1]).toBe(0);
    }
  });
});
