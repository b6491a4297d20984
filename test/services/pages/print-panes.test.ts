import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MISSING_SAMPLE } from '../../../src-main/domain/record.ts';
import { requireRecord } from '../../../src-main/services/records/require-record.ts';
import { insertAnnotationSet } from '../../../src-main/store/annotation-sets.ts';
import { insertAnnotations } from '../../../src-main/store/annotations.ts';
import { insertAssignment } from '../../../src-main/store/assignments.ts';
import { appendPredictions, beginPredictions } from '../../../src-main/store/predictions.ts';
import { LANE_HEIGHT, pageSheet, type Room } from '../../../src-main/services/pages/page-sheet.ts';
import type { PrintRequest } from '../../../src-main/services/pages/print-request.ts';
import { NO_DIAGNOSIS } from '../../../src-main/services/report/frame.ts';
import { openApiFixture, type ApiFixture } from '../../api/library-fixture.ts';
import { drawnPage, FS, importSquareWaves, rises, type Drawn } from './printed-pages.ts';

const II = 1;
const CS12 = 12;
const ACCENT = '#0b6bb8';
const GREY = '#5b6570';
const RED = '#b3261e';
let fixture: ApiFixture;
let recordId: number;
let setId: number;
let machineSetId: number;

/** A beat a second, the fifth a PVC for the model, which abstains from the third. */
function addSets(): void {
  const { database } = fixture.workstation.library;
  const marks = Array.from({ length: 40 }, (_, k) => ({ sampleIndex: k * FS + 60, symbol: 'N' }));
  const named = { recordId, name: 'mine', author: 'R. Reader' };
  setId = insertAnnotationSet(database, { ...named, origin: 'human' });
  insertAnnotations(database, setId, marks, 'shown');
  machineSetId = insertAnnotationSet(database, { ...named, origin: 'machine', author: 'a model 1.0' });
  const predicted = marks.map((mark, k) => ({ ...mark, symbol: k === 4 ? 'V' : 'N' }));
  insertAnnotations(database, machineSetId, predicted, 'machine');
  beginPredictions(database, machineSetId, ['N', 'PVC']);
  const column = (value: number): Float32Array => new Float32Array(marks.length).fill(value);
  appendPredictions(database, machineSetId, {
    sampleIndex: Int32Array.from(marks, ({ sampleIndex }) => sampleIndex),
    classIndex: Int16Array.from(marks, (_, k) => (k === 4 ? 1 : 0)),
    probabilities: Float32Array.from({ length: 2 * marks.length }, () => 0.5),
    margin: column(0),
    entropy: column(0),
    abstained: Uint8Array.from(marks, (_, k) => (k === 2 ? 1 : 0)),
    outOfDistribution: column(0),
    iegmWeight: column(0),
  });
}

beforeAll(async () => {
  fixture = openApiFixture();
  // Lead II is missing from 2 to 3 s and clipped from 5 to 5.5 s.
  recordId = await importSquareWaves(fixture, 'gaps', (values, channel) =>
    channel === II ? values.fill(MISSING_SAMPLE, 2 * FS, 3 * FS).fill(32767, 5 * FS, 5.5 * FS) : values,
  );
  addSets();
});
afterAll(() => fixture.close());

const drawn = (request: Partial<PrintRequest>): Promise<Drawn> => drawnPage(fixture, recordId, request);
const room = (arrangement: Room['arrangement']): Room => ({ arrangement, lanes: 0, legends: 0 });

describe('two moments on paper', () => {
  const moments = { from: 10 * FS, titles: ['before ablation', 'after ablation'] as [string, string] };

  it.each(['landscape', 'portrait'] as const)(
    '%s: two grids at one scale, each with its time',
    async (orientation) => {
      const { traces, texts } = await drawn({
        kind: 'moments',
        orientation,
        channels: [CS12],
        from: 20 * FS,
        moments,
      });
      const { panes, seconds } = pageSheet(
        'moments',
        orientation,
        25,
        room(orientation === 'landscape' ? 'beside' : 'stacked'),
      );
      expect(traces).toHaveLength(2);
      traces.forEach((trace, k) => {
        expect(trace[0].x).toBeCloseTo(panes[k].traceX, 2);
        expect(trace[0].y).toBeGreaterThan(panes[k].grid.y);
        expect(trace[0].y).toBeLessThan(panes[k].grid.y + panes[k].grid.height);
        expect(trace.at(-1)!.x).toBeLessThanOrEqual(panes[k].grid.x + panes[k].grid.width + 1e-6);
        const places = rises(trace);
        for (let i = 1; i < places.length; i++)
          expect(Math.abs(places[i] - places[i - 1] - 25)).toBeLessThan(0.1);
      });
      expect((traces[0].length - 1) / FS).toBeCloseTo(seconds, 1);
      expect(texts).toMatch(/before ablation · 0:10\.000 to 0:1\d\.\d{3}/);
      expect(texts).toMatch(/after ablation · 0:20\.000 to 0:2\d\.\d{3}/);
      expect(texts.split(NO_DIAGNOSIS)).toHaveLength(2);
      expect(texts).toContain('25 mm/s · 10 mm/mV');
    },
  );

  it('go on together over the pages of a stretch, and end where the record ends', async () => {
    const { pdf, texts, traces } = await drawn({
      kind: 'moments',
      channels: [CS12],
      from: 30 * FS,
      to: 40 * FS,
      moments: { ...moments, from: 34 * FS },
    });
    expect(pdf.match(/\/Type \/Page\n/g)).toHaveLength(3);
    expect(texts).toContain('before ablation · 0:38.800 to 0:40.000');
    const last = traces.filter((trace) => Math.abs((trace.length - 1) / FS - 1.2) < 0.01);
    expect(last).toHaveLength(1);
  });
});

describe('raw beside filtered on paper', () => {
  it.each(['stacked', 'beside'] as const)(
    '%s: locked in time and scale, the filter written',
    async (pair) => {
      const request = { kind: 'pair', pair, channels: [CS12], iegmBand: '30-250' } as const;
      const { traces, texts } = await drawn(request);
      const { panes } = pageSheet('pair', 'landscape', 25, room(pair));
      expect(traces).toHaveLength(2);
      const [raw, filtered] = traces;
      expect(raw).toHaveLength(filtered.length);
      expect(raw[0].x).toBeCloseTo(panes[0].traceX, 2);
      expect(filtered[0].x).toBeCloseTo(panes[1].traceX, 2);
      raw.forEach(({ x }, i) => expect(x - raw[0].x).toBeCloseTo(filtered[i].x - filtered[0].x, 6));
      expect(rises(raw).length).toBeGreaterThanOrEqual(4);
      // What is left of a step after 30 Hz: a spike that falls back to the middle.
      const middle = filtered[Math.round(0.6 * FS)].y;
      expect(filtered[Math.round(0.15 * FS)].y).toBeCloseTo(middle, 0);
      expect(Math.abs(raw[Math.round(0.15 * FS)].y - raw[Math.round(0.6 * FS)].y)).toBeCloseTo(10, 1);
      expect(texts).toMatch(/Raw: unfiltered[\s\S]*Filtered: IEGM 30-250 Hz/);
    },
  );
});

describe('what is missing or clipped on paper', () => {
  it('is hatched in place, over the row or as a band, and said at the lead', async () => {
    const { strokes, texts } = await drawn({ kind: 'stack', channels: [II] });
    const { traceX, grid } = pageSheet('stack', 'landscape', 25);
    const extent = (colour: string): number[] => {
      const xs = strokes
        .filter((one) => one.colour === colour)
        .flatMap(({ points }) => points.map(({ x }) => x));
      return [Math.min(...xs), Math.max(...xs)].map((x) => x - traceX);
    };
    const missing = strokes.filter(({ colour }) => colour === GREY);
    expect(missing.length).toBeGreaterThan(20);
    // Lines at 45 degrees reach out of the box that clips them by its height.
    expect(extent(GREY)[1]).toBeGreaterThan(3 * 25);
    expect(extent(GREY)[0]).toBeLessThan(2 * 25);
    const boxes = (await drawn({ kind: 'stack', channels: [II] })).rectangles;
    const hatched = (from: number, to: number, height: number): boolean =>
      boxes.some(
        (box) =>
          Math.abs(box.x - traceX - from * 25) < 0.1 &&
          Math.abs(box.width - (to - from) * 25) < 0.1 &&
          Math.abs(box.height - height) < 0.1,
      );
    expect(hatched(2, 3, grid.height)).toBe(true);
    expect(hatched(5, 5.5, 1.2)).toBe(true);
    expect(strokes.some(({ colour }) => colour === RED)).toBe(true);
    expect(texts).toContain('II clipped by the recorder parts missing');
    const whole = await drawn({ kind: 'stack', channels: [CS12] });
    expect(whole.strokes.some(({ colour }) => colour === GREY || colour === RED)).toBe(false);
  });

  it('is hatched in the lines of a full disclosure', async () => {
    const { rectangles } = await drawn({ kind: 'disclosure', lineSeconds: 10, to: 40 * FS, channels: [II] });
    const { traceX, traceWidth } = pageSheet('disclosure', 'landscape', 1);
    const second = traceWidth / 10;
    const found = rectangles.find(
      ({ x, width }) => Math.abs(x - traceX - 2 * second) < 0.3 && Math.abs(width - second) < 0.3,
    );
    expect(found?.height).toBeCloseTo(11, 3);
  });
});

describe('what is missing or clipped in beats on paper', () => {
  const rPeaks = Array.from({ length: 8 }, (_, k) => k * FS + 60);
  const average = { rPeaks, statistic: 'median', beforeMs: 300, afterMs: 600 } as const;

  it('is said at the lead of an average', async () => {
    const page = { kind: 'average', millimetresPerSecond: 100, channels: [II, CS12] } as const;
    const { texts } = await drawn({ ...page, average });
    expect(texts).toContain('II clipped by the recorder parts missing');
    expect(texts.split('\n')).toContain('CS12');
    const whole = await drawn({ ...page, average: { ...average, rPeaks: [60 + 10 * FS, 60 + 11 * FS] } });
    expect(whole.texts).not.toMatch(/clipped|missing/);
  });

  it('is hatched in the row of an aligned beat', async () => {
    const page = { kind: 'aligned', millimetresPerSecond: 50, to: 8 * FS, channels: [II] } as const;
    const { strokes } = await drawn({ ...page, aligned: { setId, manner: 'waterfall' } });
    expect(strokes.some(({ colour }) => colour === GREY)).toBe(true);
    expect(strokes.some(({ colour }) => colour === RED)).toBe(true);
    const other = await drawn({ ...page, channels: [CS12], aligned: { setId, manner: 'waterfall' } });
    expect(other.strokes.some(({ colour }) => colour === GREY || colour === RED)).toBe(false);
  });

  it('is hatched and told where beats lie over each other', async () => {
    const page = { kind: 'aligned', millimetresPerSecond: 200, to: 8 * FS, channels: [II, CS12] } as const;
    const { strokes, texts } = await drawn({ ...page, aligned: { setId, manner: 'overlay' } });
    const told = /^parts missing in (\d+) of (\d+) beats, clipped in (\d+) of \2 beats$/m.exec(texts);
    expect(told, texts).not.toBeNull();
    const [missing, beats, clipped] = told!.slice(1).map(Number);
    expect(missing).toBeGreaterThan(0);
    expect(missing).toBeLessThan(beats);
    expect(clipped).toBeLessThan(beats);
    // Others have a signal there: a band below, no higher than it is.
    const grey = strokes.filter(({ colour }) => colour === GREY).flatMap(({ points }) => points);
    expect(grey.length).toBeGreaterThan(0);
    expect(Math.max(...grey.map(({ y }) => y)) - Math.min(...grey.map(({ y }) => y))).toBeCloseTo(2, 1);
    expect(strokes.some(({ colour }) => colour === RED)).toBe(true);
    expect(texts.match(/parts missing/g)).toHaveLength(1);
  });
});

describe('class codes on paper', () => {
  it('stand over the R peaks: a person’s filled, a machine’s outlined, in brackets where it abstained', async () => {
    const { pdf, texts, rectangles } = await drawn({ kind: 'ep', labels: { setId, machineSetId } });
    const { grid, traceX } = pageSheet('ep', 'landscape', 25, { arrangement: 'one', lanes: 2, legends: 2 });
    const chips = (lane: number) =>
      rectangles.filter(({ y, height }) => {
        return Math.abs(height - 3.6) < 0.01 && Math.abs(y - (grid.y - (2 - lane) * LANE_HEIGHT)) < 0.01;
      });
    expect(chips(0).length).toBeGreaterThanOrEqual(10);
    const filled = chips(0)[1];
    expect(filled.x + filled.width / 2).toBeCloseTo(traceX + (1 * FS + 60) * (25 / FS), 1);
    // An outlined one is its white ground and its outline.
    expect(chips(1).length).toBe(2 * chips(0).length);
    expect(pdf.match(/\[1 1\] 0 d/g)).toHaveLength(1);
    expect(texts.split('\n')).toEqual(expect.arrayContaining(['N', '(N)', 'PVC']));
    expect(texts).toContain('filled: labels of R. Reader, not signed');
    expect(texts).toContain("outlined: a model 1.0, a machine's, no person's labels");
  });

  it('are not there unless they were asked for, and never those of another record', async () => {
    const { texts } = await drawn({ kind: 'ep' });
    expect(texts).not.toContain('PVC');
    expect(texts).not.toContain('R. Reader');
    const other = await importSquareWaves(fixture, 'other');
    await expect(drawnPage(fixture, other, { kind: 'ep', labels: { setId } })).rejects.toThrow(
      /is of another record/,
    );
  });

  it('stand where the class changes in the lines of a full disclosure', async () => {
    const lines = { kind: 'disclosure', lineSeconds: 10, to: 40 * FS, channels: [CS12] } as const;
    const { texts } = await drawn({ ...lines, labels: { machineSetId } });
    const codes = texts.split('\n').filter((text) => /^\(?(N|PVC)\)?$/.test(text));
    expect(codes).toEqual(['N', 'PVC', 'N', 'N', 'N', 'N']);
  });
});

describe('calipers on paper', () => {
  const keep = async (from: number, to: number, marches = 0): Promise<number> => {
    const details = { marches, extent: 1.02, units: 'mV', channel: 'II' };
    const body = { kind: 'caliper', from, to, details } as const;
    return (await fixture.api.addMark({ params: { recordId }, body })).id;
  };

  it('stand at their samples over every row, with ms, rate and mV; repeats are broken lines', async () => {
    const caliper = await keep(1 * FS, 1.8 * FS, 2);
    const { strokes, texts } = await drawn({ kind: 'ep', calipers: [caliper] });
    const { grid, traceX } = pageSheet('ep', 'landscape', 25);
    const legs = strokes.filter(
      ({ colour, points: [a, b] }) => colour === ACCENT && Math.abs(a.x - b.x) < 1e-6,
    );
    expect(legs.map(({ points, dash }) => [(points[0].x - traceX) / 25, dash])).toEqual([
      [expect.closeTo(1, 3), ''],
      [expect.closeTo(1.8, 3), ''],
      [expect.closeTo(2.6, 3), '2 2'],
      [expect.closeTo(3.4, 3), '2 2'],
    ]);
    expect(legs[0].points[0].y).toBeCloseTo(grid.y, 3);
    expect(legs[0].points[1].y).toBeCloseTo(grid.y + grid.height, 3);
    expect(texts).toContain('800 ms 75/min II 1.02 mV');
    expect((await drawn({ kind: 'ep' })).texts).not.toContain('800 ms');
  });

  it('stand in their column of a 12-lead page and on its rhythm strip', async () => {
    const caliper = await keep(3 * FS, 3.5 * FS);
    const { strokes, texts } = await drawn({ calipers: [caliper] });
    const { grid, traceX } = pageSheet('twelve', 'landscape', 25);
    const legs = strokes.filter(
      ({ colour, points: [a, b] }) => colour === ACCENT && Math.abs(a.x - b.x) < 1e-6,
    );
    expect(legs.map(({ points: [{ x }] }) => (x - traceX) / 25)).toEqual(
      [3, 3.5, 3, 3.5].map((at) => expect.closeTo(at, 3)),
    );
    const row = grid.height / 4;
    expect(legs[0].points[1].y - legs[0].points[0].y).toBeCloseTo(3 * row, 3);
    expect(legs[2].points[0].y).toBeCloseTo(grid.y + 3 * row, 3);
    expect(texts.split('500 ms 120/min')).toHaveLength(2);
  });

  it('of other readers are not printed in a blind reading', async () => {
    const caliper = await keep(1 * FS, 1.8 * FS);
    const { studyId } = requireRecord(fixture.workstation.library.database, recordId);
    const reader = fixture.workstation.annotator();
    const { database } = fixture.workstation.library;
    const reading = { studyId, reader, reading: 1, blindToModel: true, washoutDays: 0, note: '' };
    insertAssignment(database, { ...reading, assignedBy: reader });
    expect((await drawn({ kind: 'ep', calipers: [caliper] })).texts).not.toContain('800 ms');
  });
});
