import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readAnnotations } from '../../src-main/store/annotations.ts';
import { openWorkstation } from '../../src-main/services/open-workstation.ts';
import { prepareLibrary } from '../../src-main/services/prepare-library.ts';
import { removeStudy } from '../../src-main/services/records/studies.ts';
import { reportText } from '../../src-main/services/study-report.ts';
import type { Workstation } from '../../src-main/services/workstation.ts';
import { readSetting } from '../../src-main/store/settings.ts';

vi.setConfig({ testTimeout: 120_000 });

let folder: string;
let workstation: Workstation;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'purkinje-prepare-'));
  // What classification finds is tested elsewhere; without a model the report says so.
  vi.stubEnv('PURKINJE_MODELS', join(folder, 'none'));
  workstation = openWorkstation(join(folder, 'library'), { shell: 'cli', create: true });
});
afterEach(async () => {
  await workstation.close();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const never = new AbortController().signal;

describe('the first start of a library', () => {
  it('makes the demonstration study once, and opens it at its AVNRT onset', async () => {
    const report = (await prepareLibrary(workstation, never, () => {}))!;
    expect(report).toMatchObject({ study: 'Demonstration', records: 1, predicted: undefined });
    expect(reportText(report)).toMatch(/Channels +19[\s\S]*not classified: no trained model/);
    const { database } = workstation.library;
    const place = readSetting(database, 'lastPlace') as { recordId: number; from: number };
    const onset = readAnnotations(database, 1).find(({ aux }) => aux === '(AVNRT')!.sampleIndex;
    expect(place.recordId).toBe(1);
    expect(onset - place.from).toBe(Math.round(3 * 977));
    expect(readdirSync(join(folder, 'library/incoming'))).toEqual([]);
    expect(await prepareLibrary(workstation, never, () => {})).toBeUndefined();
    await removeStudy(workstation, 1, '');
    expect(await prepareLibrary(workstation, never, () => {})).toBeUndefined();
  });

  it('leaves nothing behind when it is cancelled', async () => {
    const stop = new AbortController();
    const tell = (line: string): void => {
      if (line.includes('importing')) stop.abort();
    };
    await expect(prepareLibrary(workstation, stop.signal, tell)).rejects.toMatchObject({ code: 'Cancelled' });
    expect(existsSync(join(folder, 'library/incoming/demonstration'))).toBe(false);
    expect(readSetting(workstation.library.database, 'preparedAt')).toBeUndefined();
  });
});
