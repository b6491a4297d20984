/** Windows that are cut by several threads: the same as by one; what fails, and what is stopped. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { PurkinjeError } from '../../src-main/domain/errors.ts';
import { loadExamples } from '../../src-main/services/training/load-examples.ts';
import { PRESETS } from '../../src-main/services/training/presets.ts';
import { shareRecords } from '../../src-main/services/training/share-records.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';
import { studyFiles } from '../../src-main/simulate/write.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const folder = mkdtempSync(join(tmpdir(), 'prepare-threads-'));
afterAll(() => rmSync(folder, { recursive: true }));
const data = join(folder, 'data');
const NAMES = ['x001', 'x002', 'x003', 'x004', 'x005'];

beforeAll(() => {
  mkdirSync(data);
  for (const [index, name] of NAMES.entries()) {
    // Each of another length, so that they are not done in the order in which they were begun.
    const subject = { name, diagnosis: 'none' as const };
    const study = simulateStudy({ seed: 80 + index, minutes: 0.8 / (index + 1), scenario: 'sinus', subject });
    for (const { name, bytes } of studyFiles(study)) appendFileSync(join(data, name), bytes);
  }
});

const { parameters, grouping } = PRESETS.study;
const load = (cache: string, threads: number, more: Partial<Parameters<typeof loadExamples>[1]> = {}) =>
  loadExamples(data, { parameters, grouping, cache: join(folder, cache), threads, ...more });
const filesOf = (cache: string): string[] => readdirSync(join(folder, cache)).sort();
const contentOf = (cache: string): Buffer[] =>
  filesOf(cache).map((name) => readFileSync(join(folder, cache, name)));

describe('the windows of several records', () => {
  it('are the same to the last bit and in the same order however many threads cut them', async () => {
    const [alone, together] = [await load('alone', 1), await load('together', 3)];
    expect(together).toEqual(alone);
    expect(together.records).toEqual(NAMES);
    expect([...new Set(together.set.infos.map(({ record }) => record))]).toEqual(NAMES);
    expect(filesOf('together')).toEqual(filesOf('alone'));
    expect(contentOf('together').every((bytes, k) => bytes.equals(contentOf('alone')[k]))).toBe(true);
  });

  it('are told of record by record, never backwards', async () => {
    const told: [number, string][] = [];
    await load('told', 2, { onProgress: (fraction, doing) => told.push([fraction, doing]) });
    expect(told.map(([, doing]) => doing)).toEqual(NAMES.map((name) => `Preparing ${name}`));
    const fractions = told.map(([fraction]) => fraction);
    expect(fractions).toEqual(fractions.toSorted((one, other) => one - other));
    expect(fractions[0]).toBe(0);
    expect(fractions.at(-1)).toBeLessThan(1);
  });

  it('a thread is stopped in the midst of them, and nothing half done stays', async () => {
    const stop = new AbortController();
    const onProgress = (_: number, doing: string): void => {
      if (doing.endsWith('x003')) stop.abort();
    };
    const stopped = load('stopped', 2, { abortSignal: stop.signal, onProgress });
    await expect(stopped).rejects.toMatchObject({ code: 'Cancelled' });
    expect(filesOf('stopped').filter((name) => !name.endsWith('.examples'))).toEqual([]);
    // What is left is whole: the rest is made beside it.
    expect(await load('stopped', 2)).toEqual(await load('alone', 1));
  });

  it('a record that cannot be read is told as it is by one thread', async () => {
    const signals = join(data, 'x003.dat');
    const whole = readFileSync(signals);
    const errorOf = (threads: number): Promise<unknown> => {
      // After the labels of all were looked at, so that it is who cuts the windows that meets it.
      const onProgress = (_: number, doing: string): void => {
        if (doing.endsWith('x003')) truncateSync(signals, 1000);
      };
      return load(`damaged ${threads}`, threads, { onProgress })
        .then(
          () => undefined,
          (error: unknown) => error,
        )
        .finally(() => writeFileSync(signals, whole));
    };
    const [alone, together] = [await errorOf(1), await errorOf(2)];
    expect(together).toBeInstanceOf(PurkinjeError);
    const told = ({ code, message, place }: PurkinjeError) => ({ code, message, place });
    expect(told(together as PurkinjeError)).toEqual(told(alone as PurkinjeError));
    expect((together as PurkinjeError).code).toBe('StudyUnreadable');
    expect((together as PurkinjeError).message).toContain('x003');
  });
});

describe('records shared out', () => {
  it('the first of them that fails is what is thrown, whichever fails sooner', async () => {
    const second = Promise.withResolvers<void>();
    const begun: number[] = [];
    const work = async (index: number): Promise<number> => {
      begun.push(index);
      if (index === 2) {
        second.resolve();
        throw new Error('third');
      }
      if (index === 1) {
        await second.promise;
        throw new Error('second');
      }
      return index;
    };
    await expect(shareRecords(9, [work, work])).rejects.toThrow('second');
    expect(begun).toEqual([0, 1, 2]);
  });

  it('what each worker made stands in the records’ order', async () => {
    const work = (mark: string) => async (index: number) => {
      await Promise.resolve();
      return `${mark}${index}`;
    };
    const made = await shareRecords(5, [work('a'), work('b')]);
    expect(made.map((one) => Number(one.slice(1)))).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(made.map(([mark]) => mark)).size).toBe(2);
    expect(await shareRecords(0, [work('a')])).toEqual([]);
  });
});
