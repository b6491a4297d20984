import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { averageKey } from '../../../src-main/domain/kept-average.ts';
import { alignedSheet, ALIGNED_BEFORE } from '../../../src-main/services/pages/aligned-sheet.ts';
import { pageSheet } from '../../../src-main/services/pages/page-sheet.ts';
import type { PrintRequest } from '../../../src-main/services/pages/print-request.ts';
import { NO_DIAGNOSIS } from '../../../src-main/services/report/frame.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';
import { drawnPage, type Drawn, type Point } from './printed-pages.ts';

const II = 1;
let CS90: number;
let fixture: ApiFixture;
let recordId: number;
let setId: number;
let fs: number;
let samples: number;
let beats: { sampleIndex: number; code: string; vaMs?: number; cycleLengthMs?: number }[];

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, shortStudy());
  const record = await fixture.api.getRecord({ params: { recordId } });
  fs = record.samplingFrequency;
  samples = record.samples;
  CS90 = record.channels.findIndex(({ name }) => name === 'CS90');
  setId = record.annotationSets.find(({ origin }) => origin === 'human')!.id;
  const query = { from: 0, to: samples };
  beats = (await fixture.api.getBeatTable({ params: { setId }, query })).rows;
});
afterAll(() => fixture.close());

const drawn = (request: Partial<PrintRequest>): Promise<Drawn> => drawnPage(fixture, recordId, request);
const rPeaksOf = (code: string): number[] =>
  beats
    .filter((beat) => beat.code === code)
    .map(({ sampleIndex }) => sampleIndex)
    .slice(0, 5);
const averaged = (code: string, more: object = {}): Partial<PrintRequest> => ({
  kind: 'average',
  millimetresPerSecond: 100,
  channels: [0, II, CS90],
  average: {
    rPeaks: rPeaksOf(code),
    statistic: 'median',
    code,
    beforeMs: 300,
    afterMs: 600,
    rrMs: 800,
    ...more,
  },
});
const upright = ([a, b]: readonly Point[]): boolean => b !== undefined && Math.abs(a.x - b.x) < 1e-6;

describe('an average beat on paper', () => {
  it('is to scale: 0.9 s at 100 mm/s, surface leads left of electrograms, R in one place', async () => {
    const { traces, texts } = await drawn(averaged('N'));
    const { panes } = pageSheet('average', 'landscape', 100, { arrangement: 'beside', lanes: 0, legends: 2 });
    const centres = traces.filter((trace) => Math.abs(trace.length / fs - 0.9) < 0.01);
    expect(centres).toHaveLength(3);
    centres.forEach((trace, k) => {
      expect(trace[0].x).toBeCloseTo(panes[k < 2 ? 0 : 1].traceX, 2);
      expect(trace.at(-1)!.x - trace[0].x).toBeCloseTo(90, 0);
    });
    const peak = centres[1].reduce((best, point) => (point.y < best.y ? point : best));
    expect(Math.abs(peak.x - panes[0].traceX - 30)).toBeLessThan(1.5);
    expect(texts).toMatch(/100 mm\/s · 10 mm\/mV · unfiltered · print at 100 %/);
    expect(texts).toMatch(/median, 10th to 90th percentile/);
    expect(texts).toContain(NO_DIAGNOSIS);
  });

  it('has a band between the bounds of its spread, filled, not narrower than nothing', async () => {
    const { pdf, traces } = await drawn(averaged('N'));
    expect(pdf).toMatch(/\/ca 0\.25/);
    const bands = traces.filter((trace) => Math.abs(trace.length / fs - 1.8) < 0.02);
    expect(bands).toHaveLength(3);
    const [first] = bands;
    const half = first.length / 2;
    for (let k = 0; k < half; k++) {
      // Along the lower bound, and back along the upper one.
      expect(first[first.length - 1 - k].x).toBeCloseTo(first[k].x, 6);
      expect(first[first.length - 1 - k].y).toBeLessThanOrEqual(first[k].y + 1e-6);
    }
  });

  it('says QTc by both formulas, and where the rules give none, why', async () => {
    const { texts } = await drawn(averaged('N'));
    const [, qt] = /QT \(II\) (\d+) ms/.exec(texts)!.map(Number);
    expect(texts).toContain(`QTc (Bazett) ${Math.round(qt / Math.sqrt(0.8))} ms`.slice(0, -5));
    expect(texts).toMatch(/QTc \(Fridericia\) \d+ ms/);
    const tachycardia = (await drawn(averaged('NRT'))).texts;
    expect(tachycardia).not.toMatch(/QTc \((Bazett|Fridericia)\)/);
    expect(tachycardia).toMatch(/no QTc: NRT is a tachycardia/);
    const why = async (more: object): Promise<string | undefined> =>
      /no QTc: ([^·\n]*)/.exec((await drawn(averaged('N', more))).texts)?.[1];
    expect(await why({ rrMs: undefined })).toMatch(/^no two of these beats follow one another/);
    expect(await why({ rrBeats: 2 })).toMatch(/^fewer than 3 of these beats follow one of their class/);
    expect(await why({ rrMs: 590 })).toMatch(/^more than 100\/min is a tachycardia/);
    expect(await why({ rPeaks: rPeaksOf('N').slice(0, 2) })).toMatch(/^fewer than 3 beats/);
    const all = beats.filter(({ code }) => code === 'N').map(({ sampleIndex }) => sampleIndex);
    expect(await why({ rPeaks: all })).toMatch(/^it is given over 3 to 5 beats, these are \d+/);
  });

  it('stands with the marks that a person put right, and says so', async () => {
    const marks = { pOnset: -150, qrsOnset: -40, qrsOffset: 44, tOffset: 300 };
    const { texts, strokes } = await drawn(averaged('N', { marks }));
    const ms = (n: number): number => Math.round((n * 1000) / fs);
    expect(texts).toContain(`PR ${ms(110)} ms · QRS ${ms(84)} ms`);
    expect(texts).toContain(`QT (II) ${ms(340)} ms`);
    expect(texts).toContain('onsets and offsets moved by hand');
    // Kept with the record they are somebody's; of the same beats alone.
    const key = averageKey(rPeaksOf('N'), 'median');
    const body = { kind: 'average' as const, from: 0, to: samples, details: { key, marks } };
    const { author } = await fixture.api.addMark({ params: { recordId }, body });
    expect((await drawn(averaged('N', { marks }))).texts).toContain(`onsets and offsets moved by ${author}`);
    const other = { ...marks, qrsOffset: 45 };
    expect((await drawn(averaged('N', { marks: other }))).texts).toContain('moved by hand');
    const fewer = { marks, rPeaks: rPeaksOf('N').slice(1) };
    expect((await drawn(averaged('N', fewer))).texts).toContain('moved by hand');
    expect((await drawn(averaged('N'))).texts).not.toContain('moved by');
    const { panes } = pageSheet('average', 'landscape', 100, { arrangement: 'beside', lanes: 0, legends: 2 });
    const first = Math.round(0.3 * fs);
    const at = strokes
      .filter(({ dash, points }) => dash === '3 2' && upright(points))
      .map(({ points: [{ x }] }) => x);
    expect(at.slice(0, 4)).toEqual(
      [-150, -40, 44, 300].map((mark) => expect.closeTo(panes[0].traceX + ((mark + first) * 100) / fs, 2)),
    );
  });

  it('refuses a sweep at which it does not fit', async () => {
    await expect(drawn({ ...averaged('N'), millimetresPerSecond: 200 })).rejects.toThrow(
      /at 200 mm\/s takes 180 mm; 120 mm are there\. Choose a slower sweep/,
    );
  });
});

describe('aligned beats on paper', () => {
  const aligned = (more: Partial<PrintRequest> = {}): Partial<PrintRequest> => ({
    kind: 'aligned',
    millimetresPerSecond: 50,
    to: samples,
    channels: [II, CS90],
    aligned: { setId, manner: 'waterfall' },
    labels: { setId },
    ...more,
  });

  it('stand a row each beside time, class and intervals, QRS onset in one column, over as many pages as it takes', async () => {
    const { pdf, texts, traces } = await drawn(aligned());
    const head = { orientation: 'landscape', millimetresPerSecond: 50 } as const;
    const room = { arrangement: 'one', lanes: 0, legends: 1 } as const;
    const sheet = alignedSheet({ ...head, room } as never, 'waterfall', 2);
    const pages = Math.ceil(beats.length / sheet.rows);
    expect(pdf.match(/\/Type \/Page\n/g)).toHaveLength(pages);
    expect(texts.split(NO_DIAGNOSIS)).toHaveLength(pages + 1);
    const long = traces.filter((trace) => trace.length > 0.6 * fs);
    expect(long.length).toBeGreaterThan(2 * beats.length - 8);
    for (const trace of long.filter((one) => Math.abs(one.length - 0.7 * fs) < 2))
      expect(trace.at(-1)!.x - trace[0].x).toBeCloseTo(35, 0);
    const starts = new Set(long.slice(2, -2).map(([{ x }]) => x.toFixed(1)));
    expect([...starts].sort()).toEqual(sheet.grids.map(({ x }) => x.toFixed(1)).sort());
    const lines = texts.split('\n');
    const at = lines.indexOf('NRT');
    expect(lines[at - 1]).toMatch(/^\d+:\d\d\.\d{3}/);
    expect(lines[at + 1]).toMatch(/^\d{3}$/);
    expect(texts).toMatch(/VA to CS90, a surrogate of the septum · no AH, HV: .+ · intervals in ms/);
  });

  it('have a tick where VA ends, on the septal channel', async () => {
    const { strokes } = await drawn(aligned());
    const room = { arrangement: 'one', lanes: 0, legends: 1 } as const;
    const sheet = alignedSheet(
      { orientation: 'landscape', millimetresPerSecond: 50, room } as never,
      'waterfall',
      2,
    );
    const ticks = strokes.filter(
      ({ points }) => upright(points) && Math.abs(points[1].y - points[0].y - 8) < 0.01,
    );
    const expected = beats.flatMap(({ vaMs }) =>
      vaMs === undefined ? [] : [sheet.grids[1].x + ALIGNED_BEFORE * 50 + (vaMs / 1000) * 50],
    );
    expect(expected.length).toBeGreaterThan(3);
    expect(ticks.map(({ points: [{ x }] }) => x)).toEqual(expected.map((x) => expect.closeTo(x, 2)));
  });

  it('write no class where no labels were asked for, and lie over each other where that is asked', async () => {
    const lines = (await drawn(aligned({ labels: {} }))).texts.split('\n');
    expect(lines).not.toContain('NRT');
    expect(lines).not.toContain('class');
    const over = await drawn(aligned({ aligned: { setId, manner: 'overlay' }, millimetresPerSecond: 200 }));
    expect(over.pdf.match(/\/Type \/Page\n/g)).toHaveLength(1);
    expect(over.traces.length).toBeGreaterThan(2 * beats.length - 8);
  });

  it('refuse a sweep at which they do not fit, and say which choice would', async () => {
    const wide = aligned({ channels: [0, II, CS90, 3], millimetresPerSecond: 100 });
    await expect(drawn(wide)).rejects.toThrow(/takes 70 mm; \d\d mm are there\. Choose a slower sweep/);
  });
});
