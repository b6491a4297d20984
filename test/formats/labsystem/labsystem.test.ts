import { describe, expect, it } from 'vitest';
import { MISSING_SAMPLE, toPhysical } from '../../../src-main/domain/record.ts';
import { findRecords, openRecord } from '../../../src-main/formats/open-record.ts';
import { recordings } from '../../recordings.ts';
import { diskFolder } from '../disk-folder.ts';
import { folderOf } from '../wfdb/in-memory.ts';

const M = MISSING_SAMPLE;

/** An export as the system writes it, with 10 samples a second. */
function exportOf(start: string, rows: readonly (readonly number[])[], labels = ['II', 'CS 1-2']): string {
  const channels = labels.flatMap((label, i) => [
    ...[
      `Channel #:   ${i + 1}`,
      `Label: ${label}`,
      `Range: ${i === 0 ? '5mv' : '2.5mv'} `,
      'Low: .5Hz',
      'High: 100Hz',
    ],
    ...['Sample rate: 10Hz', 'Color: FFFFFF', 'Scale: -7'],
  ]);
  return [
    ...['[Header]', 'File Type: 1', 'Version: 2', `Channels exported: ${labels.length}`],
    ...[
      `Samples per channel: ${rows.length}`,
      `Start time: ${start}`,
      `End time: ${start}`,
      'Sample Rate: 10Hz',
    ],
    ...[...channels, '', '[Data]', ...rows.map((row) => row.join(',')), ''],
  ].join('\r\n');
}

const rowsFrom = (first: number, count: number): number[][] =>
  Array.from({ length: count }, (_, i) => [first + i, -(first + i)]);

describe('a LabSystem PRO export', () => {
  it('is read with its channels, ranges and bands', async () => {
    const folder = folderOf({ 'a.txt': exportOf('15:17:57', rowsFrom(16384, 3)) });
    const { description, ...reader } = await openRecord(folder, 'a.txt').then((r) => ({
      description: r.description,
      digital: r.readDigital([1, 0], 1, 3),
    }));
    expect(description).toMatchObject({ name: 'a', samplingFrequency: 10, samples: 3, warnings: [] });
    expect(description.startTime).toBeUndefined();
    expect(description.comments).toContain('Start time: 15:17:57');
    expect(description.signals).toMatchObject([
      { originalName: 'II', name: 'II', kind: 'ecg', acquisitionBand: { low: 0.5, high: 100 } },
      { originalName: 'CS 1-2', name: 'CS12', kind: 'iegm', units: 'mV' },
    ]);
    expect(description.signals.map((signal) => toPhysical(16384, signal))).toEqual([2.5, 1.25]);
    expect((await reader.digital).map((values) => [...values])).toEqual([
      [-16385, -16386],
      [16385, 16386],
    ]);
  });

  it('is one recording with the others of its folder, in order of time, gaps missing', async () => {
    const folder = folderOf({
      's/b.txt': exportOf('10:00:03', rowsFrom(20, 5)),
      's/a.txt': exportOf('10:00:00', rowsFrom(1, 12)),
      's/c.txt': exportOf('10:00:04', rowsFrom(40, 3)),
      's/other.txt': exportOf('10:00:00', rowsFrom(1, 2), ['II', 'V1']),
      's/notes.txt': 'not an export',
    });
    expect(await findRecords(folder)).toEqual([
      { path: 's/a.txt', name: 'a', format: 'labsystem' },
      { path: 's/other.txt', name: 'other', format: 'labsystem' },
    ]);
    for (const path of ['s/a.txt', 's/b.txt']) {
      const reader = await openRecord(folder, path);
      expect(reader.files).toEqual(['s/a.txt', 's/b.txt', 's/c.txt']);
      expect(reader.description).toMatchObject({ name: 'a', samples: 43, warnings: [{ code: 'other' }] });
      const [values] = await reader.readDigital([0], 10, 43);
      const gap = (count: number): number[] => new Array<number>(count).fill(M);
      expect([...values]).toEqual([11, 12, ...gap(18), 20, 21, 22, 23, 24, ...gap(5), 40, 41, 42]);
    }
  });

  it('follows at once where whole seconds make it seem to overlap, and stands alone where it does', async () => {
    const folder = folderOf({
      'a.txt': exportOf('10:00:00', rowsFrom(1, 25)),
      'b.txt': exportOf('10:00:02', rowsFrom(50, 5)),
      'again.txt': exportOf('10:00:00', rowsFrom(1, 30)),
    });
    expect((await findRecords(folder)).map(({ path }) => path)).toEqual(['a.txt', 'again.txt']);
    const { description } = await openRecord(folder, 'a.txt');
    expect(description.samples).toBe(30);
  });

  it('goes on past midnight', async () => {
    const folder = folderOf({
      'late.txt': exportOf('00:00:01', rowsFrom(9, 2)),
      'early.txt': exportOf('23:59:59', rowsFrom(1, 2)),
    });
    const reader = await openRecord(folder, 'late.txt');
    expect(reader.files).toEqual(['early.txt', 'late.txt']);
    expect(reader.description.samples).toBe(22);
  });

  const good = exportOf('10:00:00', rowsFrom(1, 4));
  it.each([
    ['fewer rows than announced', good.replace('4,-4\r\n', ''), undefined],
    ['a row cut off', good.slice(0, -5), undefined],
    ['letters in the data', good.replace('3,-3', '3,x'), undefined],
    ['another number of channels', good.replace('exported: 2', 'exported: 3'), 0],
    ['no rate', good.replace('Sample Rate: 10Hz', ''), 0],
    ['a range of nothing', good.replace('2.5mv', '0mv'), undefined],
    ['a range without end', good.replace('2.5mv', `${'9'.repeat(400)}mv`), undefined],
    ['10^9 channels', good.replace('exported: 2', 'exported: 1000000000'), 0],
  ])('with %s gives a typed error naming file and byte', async (_, text, byte) => {
    const opening = openRecord(folderOf({ 'a.txt': text }), 'a.txt');
    const place = byte === undefined ? { file: 'a.txt' } : { file: 'a.txt', byte };
    await expect(opening).rejects.toMatchObject({ code: 'StudyUnreadable', place });
  });
});

describe.skipIf(!recordings('ep-exports'))('the sample export of an AVNRT', () => {
  it('is 11 channels of 3522 samples', async () => {
    const reader = await openRecord(diskFolder(recordings('ep-exports')!), 'bard-avnrt.txt');
    const { signals, samples, samplingFrequency, warnings } = reader.description;
    expect([samples, samplingFrequency, warnings]).toEqual([3522, 1000, []]);
    expect(signals.map(({ name }) => name).join(' ')).toBe(
      'I III V1 CS12 CS34 CS56 CS78 CS90 HIS12 HIS_m RVA12',
    );
    const digital = await reader.readDigital(signals.map((_, i) => i), 3521, 3522); // prettier-ignore
    expect(digital.map(([value]) => value)).toEqual([
      230, -249, -404, 878, -619, 7216, -354, 398, -3840, 1194, -1562,
    ]);
    await reader.close();
  });
});
