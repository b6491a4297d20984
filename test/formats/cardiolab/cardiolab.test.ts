import { describe, expect, it } from 'vitest';
import { toPhysical } from '../../../src-main/domain/record.ts';
import { findRecords, openRecord } from '../../../src-main/formats/open-record.ts';
import { recordings } from '../../recordings.ts';
import { diskFolder } from '../disk-folder.ts';
import { folderOf } from '../wfdb/in-memory.ts';

const INF = [
  ...['Patient = PATIENT, TEST', 'Description = VT induction', 'Date = 7/28/2024 11:49:37 AM'],
  ...['Number of Channel = 3', 'Points for Each Channel = 2', 'Data Sampling Rate = 977 points/second'],
  ...['Start Time = 7/26/2024 1:02:58 PM', 'Units: mmHg for pressure and mV for all others'],
  ...['Channel Number  Channel Label', '1              II', '75             RVa d', '81             A1-A2'],
].join('\r\n');
const TXT = '0.128 -1.5 0.000 \r\n0.127 2.047 -0.000 \r\n';

describe('a CardioLab export', () => {
  it('is read with its channel map, units and start', async () => {
    const folder = folderOf({ 'v.inf': INF, 'v.txt': TXT });
    expect(await findRecords(folder)).toEqual([{ path: 'v.inf', name: 'v', format: 'cardiolab' }]);
    const reader = await openRecord(folder, 'v.inf');
    const { signals, warnings, ...description } = reader.description;
    expect(description).toMatchObject({
      samples: 2,
      samplingFrequency: 977,
      startTime: '2024-07-26T13:02:58.000',
    });
    expect(reader.files).toEqual(['v.inf', 'v.txt']);
    expect(signals.map(({ name, units }) => `${name} ${units}`)).toEqual(['II mV', 'RVA12 mV', 'A1-A2 mV']);
    const digital = await reader.readDigital([0, 1, 2], 0, 2);
    expect(digital.map((values, i) => [...values].map((v) => toPhysical(v, signals[i])))).toEqual([
      [0.128, 0.127],
      [-1.5, 2.047],
      [0, 0],
    ]);
    expect(warnings.map(({ code, signal }) => [code, signal])).toEqual([
      ['other', undefined],
      ['flat', 'A1-A2'],
    ]);
    expect(warnings[0].message).toContain('2024-07-28');
  });

  it('may begin its rows with the sample number', async () => {
    const folder = folderOf({ 'v.inf': INF, 'v.txt': '0 1.5 2 3\n1 4 5 6\n' });
    const reader = await openRecord(folder, 'v.txt');
    expect((await reader.readDigital([0, 2], 0, 2)).map((values) => [...values])).toEqual([
      [15, 40],
      [30, 60],
    ]);
  });

  it('asks where a date may be read both ways', async () => {
    const inf = INF.replaceAll(/7\/2[68]\/2024/g, '7/6/2024');
    const { startTime, warnings } = (await openRecord(folderOf({ 'v.inf': inf, 'v.txt': TXT }), 'v'))
      .description;
    expect(startTime).toBeUndefined();
    expect(warnings[0].message).toContain('month/day or day/month');
    expect(warnings[0].candidates).toEqual(['2024-07-06T13:02:58.000', '2024-06-07T13:02:58.000']);
  });

  it('says that the export has another date, as it is written, where its order is not known', async () => {
    const inf = INF.replace('7/26/2024', '7/6/2024').replace('7/28/2024', '7/8/2024');
    const { warnings } = (await openRecord(folderOf({ 'v.inf': inf, 'v.txt': TXT }), 'v')).description;
    expect(warnings[1].message).toContain('"7/8/2024 11:49:37 AM"');
    expect(warnings[1].candidates).toBeUndefined();
  });

  it('asks nothing where both readings are one day', async () => {
    const inf = INF.replaceAll(/7\/2[68]\/2024/g, '7/7/2024');
    const { startTime, warnings } = (await openRecord(folderOf({ 'v.inf': inf, 'v.txt': TXT }), 'v'))
      .description;
    expect(startTime).toBe('2024-07-07T13:02:58.000');
    expect(warnings.map(({ code }) => code)).toEqual(['flat']);
  });

  it('takes the order of its dates from the one that tells it', async () => {
    const inf = INF.replace('7/26/2024', '6/7/2024').replace('7/28/2024', '28/7/2024');
    const { startTime } = (await openRecord(folderOf({ 'v.inf': inf, 'v.txt': TXT }), 'v')).description;
    expect(startTime).toBe('2024-07-06T13:02:58.000');
  });

  it.each([
    ['fewer rows than announced', INF, TXT.slice(0, 18), 'v.txt'],
    ['rows of other lengths', INF, '1 2 3\n1 2\n', 'v.txt'],
    ['another number of channels', INF.replace('Channel = 3', 'Channel = 4'), TXT, 'v.inf'],
    ['no rate', INF.replace('977 points', 'points'), TXT, 'v.inf'],
  ])('with %s gives a typed error', async (_, inf, txt, file) => {
    const opening = openRecord(folderOf({ 'v.inf': inf, 'v.txt': txt }), 'v.inf');
    await expect(opening).rejects.toMatchObject({ code: 'StudyUnreadable', place: { file } });
  });

  it('without one of its files says which is missing', async () => {
    const opening = openRecord(folderOf({ 'v.inf': INF }), 'v.inf');
    await expect(opening).rejects.toMatchObject({ code: 'FileMissing', place: { file: 'v.txt' } });
  });
});

describe.skipIf(!recordings('ep-exports'))('the sample export of a VT induction', () => {
  it('is 28 channels of 4027 samples, twelve of them unused', async () => {
    const reader = await openRecord(diskFolder(recordings('ep-exports')!), 'prucka.inf');
    const { signals, samples, startTime, warnings } = reader.description;
    expect([signals.length, samples, startTime]).toEqual([28, 4027, '2024-07-26T10:02:58.000']);
    expect(
      signals
        .slice(0, 16)
        .map(({ name }) => name)
        .join(' '),
    ).toBe('I II III aVR aVL aVF V1 V2 V3 V4 V5 V6 ABL12 ABL12 RVA12 RVA12');
    expect(warnings.filter(({ code }) => code === 'flat').length).toBe(12);
    const last = await reader.readDigital([0, 7, 15], 4026, 4027);
    expect(last.map(([value]) => value)).toEqual([-70, 1576, 90]);
    await reader.close();
  });
});
