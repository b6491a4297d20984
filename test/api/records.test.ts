import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeWindow, QUALITY_MISSING } from '../../src-main/api/contract/window-bytes.ts';
import { toPhysical } from '../../src-main/domain/record.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from './library-fixture.ts';

const study = shortStudy();
const digital = study.digital();
let fixture: ApiFixture;
let recordId: number;

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, study);
}, 120_000);
afterAll(() => fixture.close());

const physical = (channel: number, from: number, to: number): number[] =>
  Array.from(digital[channel].subarray(from, to), (value) =>
    Math.fround(toPhysical(value, study.signals[channel])),
  );

interface Query {
  channels: string;
  from: number;
  columns: number;
  samplesPerColumn: number;
  ecgBand?: string;
  iegmBand?: string;
  notch?: number;
}
const windowOf = async (query: Query) =>
  decodeWindow(await fixture.api.getWindow({ params: { recordId }, query }));

describe('studies and records', () => {
  it('lists what was imported', async () => {
    const { studies } = await fixture.api.listStudies();
    expect(studies).toHaveLength(1);
    expect(studies[0].records[0]).toMatchObject({
      id: recordId,
      name: 'x007',
      samples: study.samples,
      signals: 19,
    });
  });

  it('tells a record with its channels and sets', async () => {
    const record = await fixture.api.getRecord({ params: { recordId } });
    expect(record.channels.map(({ name }) => name)).toEqual(study.signals.map(({ name }) => name));
    expect(record.annotationSets).toMatchObject([{ kind: 'reference', importedAs: 'atr', editable: false }]);
    const [low, high] = [
      Math.min(...physical(1, 0, study.samples)),
      Math.max(...physical(1, 0, study.samples)),
    ];
    expect(record.channels[1].minimum).toBeCloseTo(low, 5);
    expect(record.channels[1].maximum).toBeCloseTo(high, 5);
  });

  it('says where the originals lie', async () => {
    const { folder, files } = await fixture.api.locateRecord({ params: { recordId } });
    expect(folder.startsWith(fixture.library)).toBe(true);
    expect(files).toContain('x007.hea');
  });

  it('knows no other record', async () => {
    await expect(fixture.api.getRecord({ params: { recordId: 999 } })).rejects.toMatchObject({
      code: 'NotFound',
    });
  });
});

describe('windows', () => {
  it('gives the samples themselves at full resolution', async () => {
    const window = await windowOf({ channels: '1,12', from: 1000, columns: 500, samplesPerColumn: 1 });
    expect(Array.from(window.channels[0].minima)).toEqual(physical(1, 1000, 1500));
    expect(Array.from(window.channels[1].minima)).toEqual(physical(12, 1000, 1500));
    expect(window.channels[1].channelIndex).toBe(12);
  });

  it.each([2, 16, 32, 64, 1024])(
    'gives the exact extremes of %i samples a column, the cut last column too',
    async (perColumn) => {
      const columns = Math.ceil(study.samples / perColumn);
      const { channels } = await windowOf({ channels: '1', from: 0, columns, samplesPerColumn: perColumn });
      const values = physical(1, 0, study.samples);
      for (const column of [0, 1, columns >> 1, columns - 1]) {
        const part = values.slice(column * perColumn, (column + 1) * perColumn);
        expect(channels[0].minima[column], `column ${column}`).toBe(Math.min(...part));
        expect(channels[0].maxima[column], `column ${column}`).toBe(Math.max(...part));
      }
    },
  );

  it('marks what lies behind the end as missing', async () => {
    const { channels } = await windowOf({
      channels: '0',
      from: study.samples - 10,
      columns: 30,
      samplesPerColumn: 1,
    });
    expect(channels[0].quality.subarray(0, 10).every((bits) => (bits & QUALITY_MISSING) === 0)).toBe(true);
    expect(channels[0].quality.subarray(10).every((bits) => bits === QUALITY_MISSING)).toBe(true);
    expect(channels[0].minima[10]).toBeNaN();
  });

  it('filters each kind by its own band, and says so', async () => {
    const query = { channels: '1,12', from: 4000, columns: 2000, samplesPerColumn: 1 };
    const plain = await windowOf(query);
    const ecg = await windowOf({ ...query, ecgBand: '0.5-40' });
    expect(ecg.channels.map(({ filtered }) => filtered)).toEqual([true, false]);
    expect(ecg.channels[1].minima).toEqual(plain.channels[1].minima);
    expect(ecg.channels[0].minima).not.toEqual(plain.channels[0].minima);
    const both = await windowOf({ ...query, iegmBand: '30-250', notch: 50 });
    expect(both.channels.every(({ filtered }) => filtered)).toBe(true);
  });

  it('gives the same filtered values whatever window they are asked in', async () => {
    const filters = { ecgBand: '0.5-40', notch: 50 };
    const wide = await windowOf({
      channels: '1',
      from: 8000,
      columns: 4000,
      samplesPerColumn: 1,
      ...filters,
    });
    const narrow = await windowOf({
      channels: '1',
      from: 10_000,
      columns: 200,
      samplesPerColumn: 1,
      ...filters,
    });
    const [a, b] = [wide.channels[0].minima.subarray(2000, 2200), narrow.channels[0].minima];
    const largest = Math.max(...a.map((value, i) => Math.abs(value - b[i])));
    expect(largest).toBeLessThan(0.005);
  });

  it('takes the mains away and leaves the QRS', async () => {
    const query = { channels: '1', from: 8000, columns: 4000, samplesPerColumn: 1 };
    const [plain, filtered] = [await windowOf(query), await windowOf({ ...query, notch: 50 })];
    const top = (values: Float32Array): number => Math.max(...values);
    expect(top(filtered.channels[0].minima)).toBeGreaterThan(0.93 * top(plain.channels[0].minima));
  });

  it('leaves a window wider than two minutes unfiltered, and says so', async () => {
    const { channels } = await windowOf({
      channels: '1',
      from: 0,
      columns: 200,
      samplesPerColumn: 1024,
      ecgBand: '0.5-40',
    });
    expect(channels[0].filtered).toBe(false);
  });

  it.each([
    ['a channel that is not there', { channels: '99', from: 0, columns: 10, samplesPerColumn: 1 }],
    ['a start behind the end', { channels: '0', from: 1e9, columns: 10, samplesPerColumn: 1 }],
    ['a reduction that is no power of two', { channels: '0', from: 0, columns: 10, samplesPerColumn: 3 }],
    ['channels that are no numbers', { channels: '1;2', from: 0, columns: 10, samplesPerColumn: 1 }],
    ['no columns', { channels: '0', from: 0, columns: 0, samplesPerColumn: 1 }],
    ['a band upside down', { channels: '0', from: 0, columns: 10, samplesPerColumn: 1, ecgBand: '40-0.5' }],
  ])('refuses %s', async (_what, query) => {
    await expect(windowOf(query)).rejects.toMatchObject({ code: 'InvalidInput' });
  });

  it('met no bug', () => {
    expect(fixture.bugs).toEqual([]);
  });
});
