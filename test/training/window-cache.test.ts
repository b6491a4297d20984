import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadRequested } from '../../src-main/services/training/data-request.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { studyFiles } from '../../src-main/simulate/write.ts';

const folder = mkdtempSync(join(tmpdir(), 'window-cache-'));
afterAll(() => rmSync(folder, { recursive: true }));
const [data, cache] = ['data', 'cache'].map((name) => join(folder, name));

const load = () => loadRequested({ preset: 'study', paths: [data], cache });
const kept = (): string[] => readdirSync(cache).sort();
const written = (): number[] => kept().map((name) => statSync(join(cache, name)).mtimeMs);

beforeAll(() => {
  mkdirSync(data);
  for (const [index, scenario] of (['sinus', 'ventricular-pacing'] as const).entries()) {
    const subject = { name: `x00${index + 1}`, diagnosis: 'none' as const };
    const study = simulateStudy({ seed: 70 + index, minutes: 0.3, scenario, subject });
    for (const { name, bytes } of studyFiles(study)) appendFileSync(join(data, name), bytes);
  }
});

describe('preprocessed windows', () => {
  it('are cut once: the second time they come from the disk, the same to the last bit', async () => {
    const first = await load();
    const [names, times] = [kept(), written()];
    expect(names).toHaveLength(2);
    const second = await load();
    expect([kept(), written()]).toEqual([names, times]);
    expect(second.sha256).toBe(first.sha256);
    expect(second.set).toEqual(first.set);
  });

  it('are cut again where one sample or one label is another, the other record’s are kept', async () => {
    const before = await load();
    const [signals, labels] = [join(data, 'x001.dat'), join(data, 'x001.atr')];
    const bytes = readFileSync(signals);
    bytes[3000] ^= 1;
    writeFileSync(signals, bytes);
    const other = await load();
    expect(kept()).toHaveLength(3);
    expect(other.sha256).not.toBe(before.sha256);
    // The first annotation's code: the upper six bits of its first word.
    const marks = readFileSync(labels);
    marks[1] ^= 4;
    writeFileSync(labels, marks);
    await load();
    expect(kept()).toHaveLength(4);
  });

  it('are cut again where their file was damaged', async () => {
    const whole = await load();
    const path = join(cache, kept()[0]);
    for (const name of kept()) truncateSync(join(cache, name), statSync(path).size >> 1);
    const again = await load();
    expect(again.set).toEqual(whole.set);
  });
});
