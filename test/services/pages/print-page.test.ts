import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MOST_PRINTED_PAGES } from '../../../src-main/api/contract/pages.ts';
import type { ImportResult } from '../../../src-main/api/contract/work.ts';
import { SURFACE_LEADS } from '../../../src-main/domain/lead.ts';
import { RecordEncoder } from '../../../src-main/formats/wfdb/record-write.ts';
import { pageSheet } from '../../../src-main/services/pages/page-sheet.ts';
import { gatherPage, type PrintRequest } from '../../../src-main/services/pages/print-page.ts';
import { renderPage } from '../../../src-main/services/pages/render-page.ts';
import { requireRecord } from '../../../src-main/services/records/require-record.ts';
import { MM } from '../../../src-main/services/report/page.ts';
import { NO_DIAGNOSIS } from '../../../src-main/services/report/frame.ts';
import { ended, openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';

const FS = 500;
let fixture: ApiFixture;
let recordId: number;

/** All twelve leads and three electrograms carry a 1 Hz square wave of 1 mV; aVR is upside down as in a patient. */
async function importSquareWaves(): Promise<number> {
  const folder = join(fixture.folder, 'square');
  mkdirSync(folder);
  const names = [...SURFACE_LEADS, 'CS 1,2', 'CS 9,10', 'RVa'];
  const signals = names.map((originalName) => ({
    originalName,
    units: 'mV',
    gain: 1000,
    baseline: 0,
    adcResolution: 16,
    adcZero: 0,
  }));
  const encoder = new RecordEncoder({ name: 'square', samplingFrequency: FS, format: 16, signals });
  const wave = Int32Array.from({ length: 40 * FS }, (_, i) => (i % FS < FS / 4 ? 1000 : 0));
  const bytes = encoder.append(names.map((name) => (name === 'aVR' ? wave.map((value) => -value) : wave)));
  const end = encoder.finish();
  writeFileSync(join(folder, 'square.dat'), Buffer.concat([bytes, end.bytes]));
  writeFileSync(join(folder, 'square.hea'), end.header);
  const job = await fixture.api.startImport({ body: { paths: [folder], classify: false } });
  return ((await ended(fixture, job)).result as ImportResult).records[0].id;
}

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importSquareWaves();
});
afterAll(() => fixture.close());

const PAGE: PrintRequest = {
  kind: 'twelve',
  order: 'standard',
  columns: 4,
  rhythmLead: 'II',
  orientation: 'landscape',
  millimetresPerSecond: 25,
  lineSeconds: 60,
  from: 0,
  channels: [],
  ecgGain: 10,
  iegmGain: 10,
  ownGains: [],
};

interface Drawn {
  readonly pdf: string;
  readonly texts: string;
  /** Longest first; mm from the upper left corner. */
  readonly traces: readonly (readonly { x: number; y: number }[])[];
}

async function drawn(request: Partial<PrintRequest>): Promise<Drawn> {
  const { workstation } = fixture;
  const record = requireRecord(workstation.library.database, recordId);
  const content = gatherPage(workstation, recordId, { ...PAGE, ...request }, MOST_PRINTED_PAGES);
  const path = workstation.signals.path(record);
  const pdf = Buffer.from(await renderPage({ path, record, content, compress: false })).toString('latin1');
  const paths: { x: number; y: number }[][] = [];
  for (const [, x, y, operator] of pdf.matchAll(/^(-?[\d.]+) (-?[\d.]+) ([ml])$/gm)) {
    if (operator === 'm') paths.push([]);
    paths.at(-1)!.push({ x: Number(x) / MM, y: Number(y) / MM });
  }
  const texts = [...pdf.matchAll(/\[((?:<[0-9a-f]*>[\s\d.-]*)+)\] TJ/g)]
    .map(([, pieces]) =>
      Buffer.from([...pieces.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => hex).join(''), 'hex').toString(
        'latin1',
      ),
    )
    .join('\n');
  return { pdf, texts, traces: paths.filter(({ length }) => length > 50) };
}

/** Where a trace rises, mm. */
function rises(trace: readonly { x: number; y: number }[]): number[] {
  return trace.filter(({ y }, i) => i > 0 && trace[i - 1].y - y > 3).map(({ x }) => x);
}

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
    expect(texts).toMatch(/Full disclosure · square[\s\S]*26 mm\/s · 10 mm\/mV · unfiltered/);
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
