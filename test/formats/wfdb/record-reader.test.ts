import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import { findRecords, openRecord } from '../../../src-main/formats/open-record.ts';
import { recordings } from '../../recordings.ts';
import { diskFolder } from '../disk-folder.ts';
import { folderOf, words16 } from './in-memory.ts';

const M = MISSING_SAMPLE;
const values = (arrays: readonly Int32Array[]): number[][] => arrays.map((array) => [...array]);

describe('a WFDB record', () => {
  it('with signals of different rates is held at the fastest, or averaged to frames', async () => {
    const files = {
      'r.hea': 'r 2 100 3\nr.dat 16x3 100 0 0 0 0 0 fast\nr.dat 16 100 0 0 0 0 0 slow',
      'r.dat': words16(1, 2, 4, 10, -1, -2, -4, 20, 7, -32768, 9, 30),
    };
    const high = await openRecord(folderOf(files), 'r');
    expect(high.description).toMatchObject({ samplingFrequency: 300, samples: 9 });
    expect(values(await high.readDigital([0, 1], 0, 9))).toEqual([
      [1, 2, 4, -1, -2, -4, 7, M, 9],
      [10, 10, 10, 20, 20, 20, 30, 30, 30],
    ]);
    expect(values(await high.readDigital([1, 0], 2, 7))).toEqual([
      [10, 20, 20, 20, 30],
      [4, -1, -2, -4, 7],
    ]);
    const frames = await openRecord(folderOf(files), 'r', { resolution: 'frame' });
    expect(frames.description).toMatchObject({ samplingFrequency: 100, samples: 3 });
    expect(values(await frames.readDigital([0, 1], 0, 3))).toEqual([
      [2, -2, M],
      [10, 20, 30],
    ]);
  });

  it('brings a skewed signal back to its time; its end is missing', async () => {
    const files = { 'r.hea': 'r 2 100 4\nr.dat 16:2\nr.dat 16', 'r.dat': words16(1, 5, 2, 6, 3, 7, 4, 8) };
    const reader = await openRecord(folderOf(files), 'r');
    expect(values(await reader.readDigital([0, 1], 0, 4))).toEqual([
      [3, 4, M, M],
      [5, 6, 7, 8],
    ]);
    expect(values(await reader.readDigital([0], 1, 2))).toEqual([[4]]);
  });

  it('takes its length from the file where the header gives none', async () => {
    const header = 'r 2 360\nr.dat 212+4 200\nr.dat 212+4 200';
    const files = { 'r.hea': header, 'r.dat': new Uint8Array(4 + 3 * 5) };
    expect((await openRecord(folderOf(files), 'r')).description.samples).toBe(5);
  });

  it('fills the arrays it is given', async () => {
    const files = { 'r.hea': 'r 1 100 4\nr.dat 16', 'r.dat': words16(1, 2, 3, 4) };
    const reader = await openRecord(folderOf(files), 'r');
    const into = [new Int32Array(6).fill(9)];
    expect((await reader.readDigital([0], 1, 4, into))[0]).toBe(into[0]);
    expect([...into[0]]).toEqual([2, 3, 4, 9, 9, 9]);
  });

  it('sums differences from the first value on, whatever is read first', async () => {
    const samples = 200_000;
    const differences = Int8Array.from({ length: samples * 2 }, (_, i) => ((i * 7919) % 256) - 128);
    const files = {
      'r.hea': `r 2 100 ${samples}\nr.dat 8 200 0 0 100 0 0 a\nr.dat 8 200 0 0 -100 0 0 b`,
      'r.dat': new Uint8Array(differences.buffer),
    };
    const sums = [0, 1].map((c) => {
      let sum = c === 0 ? 100 : -100;
      return Int32Array.from({ length: samples }, (_, i) => (sum += differences[2 * i + c]));
    });
    const two = await openRecord(folderOf(files), 'r');
    const late = await Promise.all([199_000, 198_000, 70_000].map((at) => two.readDigital([0], at, at + 5)));
    expect(late.map(([v]) => v)).toEqual([199_000, 198_000, 70_000].map((at) => sums[0].slice(at, at + 5)));
    const reader = await openRecord(folderOf(files), 'r');
    for (const [from, to] of [
      [150_001, 150_011],
      [65_535, 65_538],
      [0, 3],
      [0, samples],
    ]) {
      expect(await reader.readDigital([1, 0], from, to)).toEqual([
        sums[1].slice(from, to),
        sums[0].slice(from, to),
      ]);
    }
  });

  it('says that a gain that is not given is only assumed', async () => {
    const files = { 'r.hea': 'r 1 100 1\nr.dat 16', 'r.dat': words16(1) };
    const { signals, warnings } = (await openRecord(folderOf(files), 'r')).description;
    expect(signals[0]).toMatchObject({ gain: 200, units: 'mV' });
    expect(warnings).toMatchObject([{ code: 'units', signal: 'record r, signal 0' }]);
    expect(warnings[0].message).toContain('not calibrated');
  });

  it('refuses a gain of 0, naming file and byte', async () => {
    const files = { 'r.hea': 'r 1 100 1\nr.dat 16 0(5)/uV 0 0 0 0 0 II', 'r.dat': words16(1) };
    await expect(openRecord(folderOf(files), 'r')).rejects.toMatchObject({
      code: 'StudyUnreadable',
      message: expect.stringMatching(/^r\.hea, byte 10: signal 1: a gain of 0/),
    });
  });

  it('gives volts in millivolts', async () => {
    const files = {
      'r.hea': 'r 3 100 1\nr.dat 16 200 0 0 0 0 0 II\nr.dat 16 2/uV 0 0 0 0 0 V1\nr.dat 16 2/uV 0 0 0 0 0 x',
      'r.dat': words16(1, 2, 3),
    };
    const { signals, warnings } = (await openRecord(folderOf(files), 'r')).description;
    expect(signals.map(({ gain, units }) => [gain, units])).toEqual([
      [200, 'mV'],
      [2000, 'mV'],
      [2, 'uV'],
    ]);
    expect(warnings).toEqual([]);
  });

  it('shows a signal whose file is not there as missing, with a warning', async () => {
    const files = { 'r.hea': 'r 2 100 2\nr.dat 16 200 0 0 0 0 0 II\ngone.dat 16', 'r.dat': words16(1, 2) };
    const reader = await openRecord(folderOf(files), 'r');
    const codes = reader.description.warnings.map(({ code, signal }) => `${code} ${signal}`);
    expect(codes).toEqual(['missing-signal-file record r, signal 1', 'units record r, signal 1']);
    expect(values(await reader.readDigital([0, 1], 0, 2))).toEqual([
      [1, 2],
      [M, M],
    ]);
  });

  it('brings annotations to its own sampling frequency', async () => {
    const word = (code: number, interval: number): number[] => [
      interval & 255,
      (code << 2) | (interval >> 8),
    ];
    const note = new TextEncoder().encode('## time resolution: 1000');
    const fine = [...word(22, 0), ...word(63, note.length), ...note, ...word(1, 13), ...word(0, 0)];
    const files = {
      'r.hea': 'r 1 100 2\nr.dat 16x2',
      'r.dat': words16(1, 2, 3, 4),
      'r.atr': Uint8Array.from([...word(1, 1), ...word(0, 0)]),
      'r.fine': Uint8Array.from(fine),
      'late.hea': 'late 1 100 2\nr.dat 16x2',
      'late.qrs': Uint8Array.from([...word(1, 1), ...word(1, 1), ...word(0, 0)]),
      'r.txt': 'no annotations',
      'r.odd': Uint8Array.from([1, 2, 3, 0, 0]),
      'r.noise': Uint8Array.from([255, 220, 3, 200, 0, 0]),
      'rr.atr': Uint8Array.from(word(0, 0)),
    };
    const reader = await openRecord(folderOf(files), 'r');
    expect(reader.files).toEqual(['r.hea', 'r.dat', 'r.atr', 'r.fine']);
    const sets = await reader.readAnnotations();
    expect(sets.map(({ warnings }) => warnings.length)).toEqual([0, 0]);
    expect(sets.map(({ name, annotations }) => [name, annotations[0].sampleIndex])).toEqual([
      ['atr', 2],
      ['fine', 3],
    ]);
    const [late] = await (await openRecord(folderOf(files), 'late')).readAnnotations();
    expect(late.warnings[0].message).toBe("late.qrs: 1 annotations lie after the record's end.");
  });
});

describe('checksums', () => {
  const header = 'r 2 100 3\nr.dat 16 200 0 0 0 65535 0 II\nr.dat 16 200 0 0 0 -32762 0 V1';

  it('are compared modulo 65536, a missing sample counting as stored', async () => {
    const reader = await openRecord(
      folderOf({ 'r.hea': header, 'r.dat': words16(1, -32768, 2, 4, -4, 2) }),
      'r',
    );
    expect(await reader.verifyChecksums!()).toEqual([]);
  });

  it('that differ are a warning naming file and signal, in whatever order the record was read', async () => {
    for (const windows of [
      [],
      [[0, 3]],
      [
        [0, 1],
        [1, 3],
      ],
      [[1, 3]],
      [[0, 2]],
    ]) {
      const folder = folderOf({ 'r.hea': header, 'r.dat': words16(1, -32768, 2, 4, -4, 3) });
      const reader = await openRecord(folder, 'r');
      for (const [from, to] of windows) await reader.readDigital([0, 1], from, to);
      const warnings = await reader.verifyChecksums!();
      expect(warnings).toMatchObject([{ code: 'checksum', signal: 'V1' }]);
      expect(warnings[0].message).toContain("r.dat, V1: the samples' checksum is 32775, r.hea says 32774");
    }
  });
});

const SETS = ['mitdb', 'ludb', 'iafdb', 'wfdb-python', 'ep-exports'].filter((name) => recordings(name));

describe.skipIf(SETS.length === 0)('every record at hand', () => {
  it.each(SETS)('%s opens with right checksums, or says which file is missing', async (set) => {
    const folder = diskFolder(recordings(set)!);
    const found = (await findRecords(folder)).filter(({ format }) => format === 'wfdb');
    const problems: string[] = [];
    for (const { path } of found) {
      try {
        const reader = await openRecord(folder, path);
        problems.push(...(await reader.verifyChecksums!()).map(({ message }) => message));
        await reader.readAnnotations();
        await reader.close();
      } catch (error) {
        problems.push(`${(error as { code: string }).code} ${path}`);
      }
    }
    const absent = ['1003', '12726', 'drive02-no-len', 'drive02', 'n16', 'n8_evoked_raw_95_F1_R9', 'wave_4'];
    const expected = set === 'wfdb-python' ? absent.map((name) => `FileMissing sample-data/${name}.hea`) : [];
    expect(found.length).toBeGreaterThan(0);
    expect(problems).toEqual(expected);
  });
});

describe.skipIf(!recordings('wfdb-python'))('a window', () => {
  const PACKED = [
    '100',
    '100_3chan',
    '310derive',
    '311derive',
    'a103l',
    'test01_00s',
    'test_generator_2',
    '3000003_0003',
  ];

  it.each(PACKED)('of %s is a slice of the whole and touches only its own bytes', async (name) => {
    const root = join(recordings('wfdb-python')!, 'sample-data');
    const folder = diskFolder(root);
    const reader = await openRecord(folder, name);
    const { samples, signals } = reader.description;
    const channels = signals.map((_, i) => i);
    const whole = await reader.readDigital(channels, 0, samples);
    const data = reader.files.find((file) => /\.(dat|mat)$/.test(file))!;
    const { length } = readFileSync(join(root, data));
    const reads = folder.log.get(data)!;
    for (const [at, width] of [
      [0.1, 7],
      [0.5, 100],
      [0.7, 1],
      [1, 0],
    ]) {
      const from = Math.floor((samples - width) * at);
      reads.length = 0;
      const window = await reader.readDigital(channels, from, from + width);
      expect(window).toEqual(whole.map((channel) => channel.slice(from, from + width)));
      const share = reads.reduce((sum, read) => sum + read.length, 0) / length;
      // One frame more for each signal that has a rate of its own, and the units at both ends.
      const frame = name === 'test_generator_2' ? 200 * signals.length : 1;
      expect(share).toBeLessThanOrEqual((width + 2 * frame + 6) / samples);
    }
    await reader.close();
  });
});
