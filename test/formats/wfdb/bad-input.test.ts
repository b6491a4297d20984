import { describe, expect, it } from 'vitest';
import { findRecords, openRecord } from '../../../src-main/formats/open-record.ts';
import { folderOf, words16 } from './in-memory.ts';

const DATA = words16(1, 2, 3, 4, 5, 6);

describe('bad input', () => {
  it.each([
    ['data cut off', { 'r.hea': 'r 2 100 4\nr.dat 16\nr.dat 16', 'r.dat': DATA }, 'r.dat', 12],
    [
      '10^9 samples in a 1 kB file',
      { 'r.hea': 'r 1 100 1000000000\nr.dat 16', 'r.dat': new Uint8Array(1024) },
      'r.dat',
      1024,
    ],
    [
      '10^15 samples of 10^6 a frame',
      { 'r.hea': 'r 1 100 100000000000000\nr.dat 16x999999', 'r.dat': DATA },
      'r.dat',
      12,
    ],
    ['an empty header', { 'r.hea': '' }, 'r.hea', 0],
    ['a signal line cut off', { 'r.hea': 'r 2 100 4\nr.dat 16\n', 'r.dat': DATA }, 'r.hea', 19],
    ['a file with two formats', { 'r.hea': 'r 2 100 1\nr.dat 16\nr.dat 24', 'r.dat': DATA }, 'r.hea', 0],
    ['a gain of 0', { 'r.hea': 'r 1 100 6\nr.dat 16 0', 'r.dat': DATA }, 'r.hea', 10],
    ['no signals', { 'r.hea': 'r 0 100 6\n', 'r.atr': Uint8Array.of(1, 4, 0, 0) }, 'r.hea', 0],
    ['segments that are the record itself', { 'r.hea': 'r/2 1 100 6\nr 3\nr 3', 'r.dat': DATA }, 'r.hea', 0],
    ['a header that is binary', { 'r.hea': Uint8Array.from({ length: 99 }, (_, i) => i * 37) }, 'r.hea', 0],
  ])('%s names file and byte', async (_, files, file, byte) => {
    await expect(
      openRecord(folderOf(files as Record<string, string | Uint8Array>), 'r'),
    ).rejects.toMatchObject({
      ...{ name: 'PurkinjeError', code: 'StudyUnreadable', place: { file, byte } },
    });
  });

  it.each([
    'r 1 100 1\n../r.dat 16',
    'r 1 100 1\n/etc/passwd 16',
    'r 1 100 1\nC:\\r.dat 16',
    'r 1 100 1\na\\..\\..\\r.dat 16',
    'r/1 1 100 1\n../secret 1',
  ])('a path that climbs out is refused: %j', async (header) => {
    const folder = folderOf({ 'sub/r.hea': header, 'r.dat': DATA, 'secret.hea': 'secret 1 100 1\nr.dat 16' });
    await expect(openRecord(folder, 'sub/r')).rejects.toMatchObject({ code: 'PathRefused' });
    expect((await findRecords(folder)).map(({ path }) => path)).toContain('sub/r.hea');
  });

  it('a path outside the folder is refused when opening', async () => {
    await expect(openRecord(folderOf({}), '../r')).rejects.toMatchObject({ code: 'PathRefused' });
  });

  it.each([
    ['r 1 100 1\nr.dat 999', 'UnsupportedFormat'],
    ['r 1 100 1\ngone.dat 16', 'FileMissing'],
  ])('%j gives %s', async (header, code) => {
    await expect(openRecord(folderOf({ 'r.hea': header, 'r.dat': DATA }), 'r')).rejects.toMatchObject({
      code,
    });
  });

  it('a record or file that is not there is said to be missing, another file not to be a recording', async () => {
    const folder = folderOf({ 'notes.md': 'x' });
    await expect(openRecord(folder, 'r.hea')).rejects.toMatchObject({ code: 'FileMissing' });
    await expect(openRecord(folder, 'r')).rejects.toMatchObject({ code: 'FileMissing' });
    await expect(openRecord(folder, 'notes.md')).rejects.toMatchObject({ code: 'UnsupportedFormat' });
  });

  it('cut-off data can be opened as such: a warning, and the rest is missing', async () => {
    const folder = folderOf({ 'r.hea': 'r 1 100 1000000000\nr.dat 16', 'r.dat': DATA });
    const reader = await openRecord(folder, 'r', { acceptTruncated: true });
    expect(reader.description.warnings.map(({ code }) => code)).toContain('truncated');
    const [values] = await reader.readDigital([0], 5, 8);
    expect([...values]).toEqual([6, -2147483648, -2147483648]);
    await expect(reader.readDigital([0], 0, 1_000_000_000)).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  it('garbage where annotations are expected names file and byte', async () => {
    const files = {
      'r.hea': 'r 1 100 3\nr.dat 16x2',
      'r.dat': DATA,
      'r.atr': Uint8Array.of(1, 4, 9, 0xdc, 0, 0),
    };
    const reader = await openRecord(folderOf(files), 'r');
    await expect(reader.readAnnotations()).rejects.toMatchObject({
      ...{ code: 'StudyUnreadable', place: { file: 'r.atr', byte: 2 } },
    });
  });

  it('a damaged annotation file can be left out: its set is empty and says where it breaks', async () => {
    const files = {
      'r.hea': 'r 1 100 3\nr.dat 16x2',
      'r.dat': DATA,
      'r.atr': Uint8Array.of(1, 4, 9, 0xdc, 0, 0),
      'r.qrs': Uint8Array.of(1, 4, 0, 0),
    };
    const reader = await openRecord(folderOf(files), 'r', { acceptDamagedAnnotations: true });
    const [atr, qrs] = await reader.readAnnotations();
    expect(atr).toMatchObject({ name: 'atr', annotations: [], damaged: true });
    expect(atr.warnings[0].message).toMatch(/^r\.atr, byte 2: .*left out/s);
    expect(qrs.annotations.length).toBe(1);
    expect(qrs.damaged).toBeUndefined();
  });

  it('a header that names itself or another record of segments is listed, so that opening it says why not', async () => {
    const folder = folderOf({
      'self.hea': 'self/2 1 100 6\nself 3\nself 3',
      'a.hea': 'a/1 1 100 6\nb 6',
      'b.hea': 'b/1 1 100 6\na 6',
    });
    expect((await findRecords(folder)).map(({ name }) => name)).toEqual(['a', 'b', 'self']);
    for (const name of ['self', 'a', 'b'])
      await expect(openRecord(folder, name)).rejects.toMatchObject({ code: 'StudyUnreadable' });
  });

  it.each([
    [0, 7],
    [-1, 2],
    [3, 2],
    [0.5, 2],
    [0, NaN],
  ])('a window outside the record is refused: %d to %d', async (from, to) => {
    const reader = await openRecord(folderOf({ 'r.hea': 'r 1 100 6\nr.dat 16', 'r.dat': DATA }), 'r');
    await expect(reader.readDigital([0], from, to)).rejects.toMatchObject({ code: 'InvalidInput' });
    await expect(reader.readDigital([1], 0, 1)).rejects.toMatchObject({ code: 'InvalidInput' });
  });
});
