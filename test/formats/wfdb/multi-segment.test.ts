import { describe, expect, it } from 'vitest';
import type { ByteSource, SourceFolder } from '../../../src-main/domain/bytes.ts';
import { MISSING_SAMPLE, toPhysical } from '../../../src-main/domain/record.ts';
import { findRecords, openRecord } from '../../../src-main/formats/open-record.ts';
import { folderOf, words16 } from './in-memory.ts';

const M = MISSING_SAMPLE;

const FIXED = {
  'm.hea': 'm/3 2 250 7 10:00:00 01/03/2026\na 3\n~ 2\nb 2\n# of the whole',
  'a.hea': 'a 2 250 3\na.dat 16 100/mV 12 0 0 0 0 II\na.dat 16 50/mV 12 0 0 0 0 V1',
  'a.dat': words16(1, 2, 3, 4, 5, 6),
  'b.hea': 'b 2 250 2\nb.dat 16 100/mV 12 0 0 0 0 II\nb.dat 16 50/mV 12 0 0 0 0 V1',
  'b.dat': words16(7, 8, 9, 10),
};

const VARIABLE = {
  'v.hea': 'v/4 3 125 6\nv_layout 0\nv_1 2\n~ 1\nv_2 3',
  'v_layout.hea': 'v_layout 3 125 0\n~ 0 100/mV\n~ 0 10/mmHg\n~ 0 1/NU 8 0 0 0 0 PLETH'
    .replace('100/mV', '100/mV 12 0 0 0 0 II')
    .replace('10/mmHg', '10/mmHg 12 0 0 0 0 ABP'),
  'v_1.hea': 'v_1 2 125 2\nv_1.dat 16 5(-20)/mmHg 12 0 0 0 0 ABP\nv_1.dat 16 100/mV 12 0 0 0 0 II',
  'v_1.dat': words16(480, 11, -32768, 12),
  'v_2.hea': 'v_2 1 125 3\nv_2.dat 16 100/mV 12 0 0 0 0 II',
  'v_2.dat': words16(13, 14, 15),
};

describe('a record of several segments', () => {
  it('with a fixed layout is one recording with its gap missing', async () => {
    const reader = await openRecord(folderOf(FIXED), 'm');
    expect(reader.description).toMatchObject({
      ...{ name: 'm', samples: 7, samplingFrequency: 250, warnings: [], comments: ['of the whole'] },
      ...{ startTime: '2026-03-01T10:00:00.000' },
    });
    const digital = await reader.readDigital([0, 1], 0, 7);
    expect(digital.map((values) => [...values])).toEqual([
      [1, 3, 5, M, M, 7, 9],
      [2, 4, 6, M, M, 8, 10],
    ]);
    expect((await reader.readDigital([1], 2, 6)).map((values) => [...values])).toEqual([[6, M, M, 8]]);
    expect(reader.files).toEqual(['m.hea', 'a.hea', 'a.dat', 'b.hea', 'b.dat']);
  });

  it('with a variable layout matches signals by name and brings them to one unit', async () => {
    const reader = await openRecord(folderOf(VARIABLE), 'v');
    const { signals, warnings } = reader.description;
    expect(signals.map(({ name, units }) => `${name} ${units}`)).toEqual(['II mV', 'ABP mmHg', 'PLETH NU']);
    const digital = await reader.readDigital([0, 1, 2], 0, 6);
    expect([...digital[0]]).toEqual([11, 12, M, 13, 14, 15]);
    expect(toPhysical(digital[1][0], signals[1])).toBe(100);
    expect([...digital[1].slice(1)]).toEqual([M, M, M, M, M]);
    expect([...digital[2]]).toEqual([M, M, M, M, M, M]);
    expect(warnings).toEqual([]);
  });

  it('says so where gains differ, and is finer than each of them', async () => {
    const files = {
      ...FIXED,
      'b.hea': 'b 2 250 2\nb.dat 16 300(5)/mV 12 0 0 0 0 II\nb.dat 16 50/mV 12 0 0 0 0 V1',
    };
    const reader = await openRecord(folderOf(files), 'm');
    const { signals, warnings } = reader.description;
    expect(warnings.map(({ code, signal }) => `${code} ${signal}`)).toEqual(['units II']);
    const [values] = await reader.readDigital([0], 0, 7);
    const physical = [...values].map((value) => toPhysical(value, signals[0]));
    [0.01, 0.03, 0.05, NaN, NaN, (7 - 5) / 300, (9 - 5) / 300].forEach((expected, i) =>
      Number.isNaN(expected)
        ? expect(physical[i]).toBeNaN()
        : expect(Math.abs(physical[i] - expected)).toBeLessThan(1 / 300 / 500),
    );
    expect((await reader.readDigital([1], 5, 7)).map((v) => [...v])).toEqual([[8, 10]]);
  });

  it('lists once, without its segments and layout', async () => {
    const found = await findRecords(folderOf({ ...FIXED, ...VARIABLE, 'other.hea': 'other 0 250' }));
    expect(found).toEqual([
      { path: 'm.hea', name: 'm', format: 'wfdb' },
      { path: 'other.hea', name: 'other', format: 'wfdb' },
      { path: 'v.hea', name: 'v', format: 'wfdb' },
    ]);
  });

  it('shows segments that are not there as missing, with a warning each', async () => {
    const { 'a.dat': _, 'b.hea': __, ...files } = FIXED;
    const reader = await openRecord(folderOf(files), 'm');
    expect(reader.description.warnings.map(({ code }) => code)).toEqual([
      'missing-signal-file',
      'missing-signal-file',
    ]);
    const [values] = await reader.readDigital([0], 0, 7);
    expect([...values]).toEqual([M, M, M, M, M, M, M]);
  });

  it('refuses segments of another rate, and nested ones', async () => {
    const other = { ...FIXED, 'b.hea': 'b 2 500 2\nb.dat 16\nb.dat 16' };
    await expect(openRecord(folderOf(other), 'm')).rejects.toMatchObject({ code: 'StudyUnreadable' });
    const nested = { ...FIXED, 'b.hea': 'b/1 2 250 2\na 2' };
    await expect(openRecord(folderOf(nested), 'm')).rejects.toThrow('must not have segments');
  });

  it('with many segments keeps few files open, also when all are read at once, and closes them all', async () => {
    const count = 40;
    const names = Array.from({ length: count }, (_, i) => `s${i}`);
    const files: Record<string, string | Uint8Array> = {
      'm.hea': [`m/${count} 1 250 ${count * 2}`, ...names.map((name) => `${name} 2`)].join('\n'),
    };
    names.forEach((name, i) => {
      files[`${name}.hea`] = `${name} 1 250 2\n${name}.dat 16 100/mV 12 0 0 0 0 II`;
      files[`${name}.dat`] = words16(2 * i, 2 * i + 1);
    });
    const { folder, open } = countingFolder(files);
    const reader = await openRecord(folder, 'm');
    expect(open.now).toBe(0);
    for (let sample = 0; sample < 2 * count; sample++) {
      expect([...(await reader.readDigital([0], sample, sample + 1))[0]]).toEqual([sample]);
    }
    expect(open.now).toBeLessThanOrEqual(8);
    const samples = Array.from({ length: 2 * count }, (_, i) => i);
    const all = await Promise.all(samples.map((sample) => reader.readDigital([0], sample, sample + 1)));
    expect(all.map(([values]) => values[0])).toEqual(samples);
    expect(open.now).toBeLessThanOrEqual(8);
    await reader.close();
    expect(open.now).toBe(0);
  });
});

/** A folder that counts the files that are open, and in which a closed file can't be read. */
function countingFolder(files: Record<string, string | Uint8Array>): {
  folder: SourceFolder;
  open: { now: number };
} {
  const memory = folderOf(files);
  const open = { now: 0 };
  const openSource = async (path: string): Promise<ByteSource | undefined> => {
    const source = await memory.open(path);
    if (!source) return undefined;
    open.now++;
    let closed = false;
    return {
      ...source,
      read: async (offset, length) => {
        await new Promise((resolve) => setTimeout(resolve, 0));
        if (closed) throw new Error(`${path} is closed`);
        return source.read(offset, length);
      },
      close: async () => {
        if (!closed) open.now--;
        closed = true;
      },
    };
  };
  return { folder: { list: memory.list, open: openSource }, open };
}
