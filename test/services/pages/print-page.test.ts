import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pageSheet } from '../../../src-main/services/pages/page-sheet.ts';
import type { PrintRequest } from '../../../src-main/services/pages/print-request.ts';
import { NO_DIAGNOSIS } from '../../../src-main/services/report/frame.ts';
import { openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';
import { drawnPage, FS, importSquareWaves, rises, type Drawn } from './printed-pages.ts';

let fixture: ApiFixture;
let recordId: number;

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importSquareWaves(fixture);
});
afterAll(() => fixture.close());

const drawn = (request: Partial<PrintRequest>): Promise<Drawn> => drawnPage(fixture, recordId, request);

describe('a printed page', () => {
  it.each([
    ['twelve', 'landscape', 25],
    ['twelve', 'landscape', 50],
    ['twelve', 'portrait', 25],
    ['stack', 'portrait', 25],
    ['stack', 'landscape', 50],
    ['ep', 'landscape', 100],
    ['ep', 'landscape', 200],
  ] as const)(
    '%s, %s, %i mm/s: a second and a millivolt are as long as they should',
    async (kind, orientation, speed) => {
      const { traces, pdf } = await drawn({
        kind,
        orientation,
        millimetresPerSecond: speed,
        channels: [1, 12],
      });
      const size = orientation === 'landscape' ? '841.89 595.28' : '595.28 841.89';
      expect(pdf).toContain(`/MediaBox [0 0 ${size}]`);
      const sheet = pageSheet(kind, orientation, speed);
      const long = traces.reduce((most, trace) => (trace.length > most.length ? trace : most));
      const places = rises(long);
      const seconds = (long.length - 1) / FS;
      expect((long.at(-1)!.x - long[0].x) / seconds).toBeCloseTo(speed, 1);
      for (let i = 1; i < places.length; i++)
        expect(Math.abs(places[i] - places[i - 1] - speed)).toBeLessThan(0.1);
      const heights = long.map(({ y }) => y);
      expect(Math.abs(Math.max(...heights) - Math.min(...heights) - 10)).toBeLessThan(0.1);
      expect(long[0].x).toBeCloseTo(sheet.traceX, 2);
      expect(Math.max(...traces.flat().map(({ x }) => x))).toBeLessThanOrEqual(
        sheet.grid.x + sheet.grid.width,
      );
    },
  );

  it('has 3 rows of 4 leads, 2.5 s each, and a rhythm strip of 10 s', async () => {
    const { traces, texts } = await drawn({});
    expect(traces).toHaveLength(13);
    const lengths = traces.map((trace) => trace.length / FS);
    expect(lengths.filter((seconds) => Math.abs(seconds - 2.5) < 0.01)).toHaveLength(12);
    expect(lengths.filter((seconds) => Math.abs(seconds - 10) < 0.01)).toHaveLength(1);
    // Each column begins where the one before ended: 62.5 mm further.
    const begins = [...new Set(traces.map(([{ x }]) => Number(x.toFixed(1))))].sort((a, b) => a - b);
    begins.slice(1).forEach((x, i) => expect(x - begins[i]).toBeCloseTo(62.5, 1));
    expect(texts).toMatch(/12-lead page[\s\S]*25 mm\/s · 10 mm\/mV · unfiltered/);
  });

  it('turns aVR over in Cabrera order, and says so', async () => {
    const { texts, traces } = await drawn({ order: 'cabrera' });
    expect(
      texts
        .split('\n')
        .filter((text) => /^-?(aV|I|V\d)/.test(text))
        .slice(0, 12),
    ).toEqual(['aVL', 'II', 'V1', 'V4', 'I', 'aVF', 'V2', 'V5', '-aVR', 'III', 'V3', 'V6']);
    const upward = (trace: Drawn['traces'][number]): boolean => {
      const heights = trace.map(({ y }) => y).sort((a, b) => a - b);
      const middle = heights[heights.length >> 1];
      return middle - heights[0] > 5;
    };
    expect(traces[8].length).toBe(1250);
    expect(upward(traces[8])).toBe(true);
    const { traces: standard } = await drawn({});
    expect(upward(standard[1])).toBe(false);
  });

  it('carries two identifiers, the time, the filters and the sentence on every page of a range', async () => {
    const { pdf, texts } = await drawn({ kind: 'stack', channels: [1, 2], to: 30 * FS, ecgBand: '0.5-40' });
    expect(pdf.match(/\/Type \/Page\n/g)).toHaveLength(
      Math.ceil(30 / pageSheet('stack', 'landscape', 25).seconds),
    );
    const pages = pdf.match(/\/Type \/Page\n/g)!.length;
    const count = (text: string): number => texts.split(text).length - 1;
    expect(count(NO_DIAGNOSIS)).toBe(pages);
    expect(count('record square')).toBe(pages);
    expect(count('filtered: ECG 0.5-40 Hz')).toBe(pages);
    expect(texts).toContain(`page 2 of ${pages}`);
    expect(texts).toMatch(/0:10\.400 to 0:20\.800/);
  });

  it('is a full disclosure in lines as long as was asked, the speed written', async () => {
    const { traces, texts } = await drawn({
      kind: 'disclosure',
      lineSeconds: 10,
      to: 40 * FS,
      channels: [1],
    });
    expect(traces).toHaveLength(4);
    const { traceX, traceWidth } = pageSheet('disclosure', 'landscape', 1);
    for (const trace of traces) {
      expect(trace[0].x).toBeCloseTo(traceX, 1);
      expect(trace.at(-1)!.x - trace[0].x).toBeCloseTo(traceWidth, 0);
    }
    // A pulse a second: where each rises, a tenth of the line apart.
    const places = rises(traces[1]);
    expect(places.length).toBeGreaterThanOrEqual(9);
    for (let i = 1; i < places.length; i++)
      expect(Math.abs(places[i] - places[i - 1] - traceWidth / 10)).toBeLessThan(0.3);
    expect(texts).toMatch(
      /Full disclosure · square[\s\S]*26 mm\/s · 10 mm\/mV · unfiltered · reduced 1:2, minimum and maximum/,
    );
    expect(texts).toContain('0:30');
  });

  it('refuses what would be too many pages, and a stretch outside the record', async () => {
    const wide = { kind: 'ep', millimetresPerSecond: 400, to: 40 * FS } as const;
    await expect(drawn(wide)).rejects.toThrow(/takes \d+ pages; 60 are printed at once/);
    await expect(drawn({ from: 41 * FS })).rejects.toThrow(/is behind/);
  });

  it('comes through the api, and is in the trail', async () => {
    const bytes = await fixture.api.printPage({
      params: { recordId },
      body: { kind: 'ep', millimetresPerSecond: 100, from: 0 },
    });
    expect(Buffer.from(bytes).subarray(0, 5).toString()).toBe('%PDF-');
    expect(fixture.bugs).toEqual([]);
  });
});
