import { describe, expect, it } from 'vitest';
import { SURFACE_LEADS, identifyLead } from '../../src-main/domain/lead.ts';
import { epPage, twelveLeadPage } from '../../src-main/domain/reading-page.ts';
import { alignedBeat, alignedChannels } from '../../src-renderer/pages/aligned-rows.ts';
import { layoutAverage } from '../../src-renderer/pages/average-painter.ts';
import {
  layoutLines,
  linesInView,
  sampleOfLines,
  scrollTo,
} from '../../src-renderer/pages/disclosure-lines.ts';
import { offsetOf } from '../../src-renderer/pages/offset.ts';
import { layoutPage, sampleAt, type PagePlace } from '../../src-renderer/pages/page-layout.ts';
import { Moments } from '../../src-renderer/state/moments.svelte.ts';
import { Numbers } from '../../src-renderer/state/numbers.svelte.ts';
import { Reading } from '../../src-renderer/state/reading.svelte.ts';
import { Viewport } from '../../src-renderer/state/viewport.svelte.ts';

const CHANNELS = [...SURFACE_LEADS, 'CS 1,2', 'CS 9,10', 'RVa', 'ABL d'].map((name) => identifyLead(name));
const TWELVE = twelveLeadPage(CHANNELS, { order: 'standard', columns: 4, rhythmLead: 'II' });
const PLACE: PagePlace = {
  kind: 'twelve',
  rows: TWELVE,
  width: 1054,
  height: 612,
  pixelsPerMillimetre: 96 / 25.4,
  speed: 25,
  samplingFrequency: 977,
  from: 1000,
};

/** Kept settings, without a wire. */
function kept(values: Record<string, unknown> = {}) {
  return {
    get: <T>(
      key: string,
      schema: { safeParse(v: unknown): { success: boolean; data?: T } },
      fallback: T,
    ): T => {
      const parsed = schema.safeParse(values[key]);
      return parsed.success ? parsed.data! : fallback;
    },
    put: (key: string, value: unknown): void => void (values[key] = value),
  } as never;
}

describe('a page on the screen', () => {
  it('is true to the calibrated millimetre: a second at 25 mm/s is 25 mm', () => {
    for (const pixelsPerMillimetre of [96 / 25.4, 5.2]) {
      const { samplesPerPixel } = layoutPage({ ...PLACE, pixelsPerMillimetre });
      expect(977 / samplesPerPixel / pixelsPerMillimetre).toBeCloseTo(25, 9);
    }
  });

  it('keeps the rows of a 12-lead page as near as on a sheet of paper, on however large a screen', () => {
    const rowOf = (change: Partial<PagePlace>): number => layoutPage({ ...PLACE, ...change }).cells[0].height;
    const millimetre = PLACE.pixelsPerMillimetre;
    expect(rowOf({})).toBeCloseTo((612 - 18 - 16) / 4, 6);
    expect(rowOf({ height: 2000 })).toBeCloseTo(40 * millimetre, 6);
    expect(rowOf({ height: 2000, gain: 20 })).toBeCloseTo(80 * millimetre, 6);
    expect(rowOf({ height: 2000, kind: 'ep' })).toBeCloseTo((2000 - 18 - 16) / 4, 6);
  });

  it('shows ten seconds beside the right panel on 1366 x 768, four leads of 2.5 s one after the other', () => {
    const { seconds, cells } = layoutPage(PLACE);
    expect(seconds).toBe(10);
    const [i, avr] = cells;
    expect([i.name, avr.name]).toEqual(['I', 'aVR']);
    expect((i.to - i.from) / 977).toBeCloseTo(2.5, 9);
    expect(avr.from).toBeCloseTo(i.to, 9);
    expect(avr.left).toBeCloseTo(i.left + i.width, 9);
    const rhythm = cells[12];
    expect((rhythm.to - rhythm.from) / 977).toBeCloseTo(10, 9);
  });

  it('shows what fits where ten seconds do not, and no more than ten where more would', () => {
    expect(layoutPage({ ...PLACE, speed: 50 }).seconds).toBeCloseTo((1054 - 34) / 50 / (96 / 25.4), 3);
    expect(layoutPage({ ...PLACE, width: 3800, speed: 50 }).seconds).toBe(10);
    const ep = layoutPage({ ...PLACE, kind: 'ep', rows: epPage(CHANNELS), speed: 100, width: 3800 });
    expect(ep.seconds).toBeGreaterThan(9);
  });

  it('brings a lead with an offset back into its row, by whole squares, and leaves others where they are', () => {
    expect(offsetOf(20, 150, 19)).toBe(0);
    expect(offsetOf(300, 150, 19)).toBe(304);
    expect(offsetOf(302, 150, 19)).toBe(304);
    expect(offsetOf(-300, 150, 19)).toBe(-304);
  });

  it('knows the sample under a point of each lead', () => {
    const layout = layoutPage(PLACE);
    const cell = layout.cells[6];
    expect(sampleAt(layout, cell.left + 10, cell.top + 5)).toBeCloseTo(
      cell.from + 10 * layout.samplesPerPixel,
    );
    expect(sampleAt(layout, 2, 300)).toBeUndefined();
  });
});

describe('full disclosure', () => {
  const HOURS = layoutLines(977 * 9000, 977, 60, 600);

  it('has a line a minute, and as many on a screen as can be read', () => {
    expect(HOURS.lines).toBe(150);
    const [first, end] = linesInView(HOURS, 0, 600);
    expect(end - first).toBe(12);
    expect(layoutLines(977 * 9000, 977, 300, 600).lines).toBe(30);
  });

  it('goes from a point to its sample, and scrolls to where a sample is', () => {
    expect(sampleOfLines(HOURS, 500, 3 * HOURS.lineHeight + 1, 1000)).toBeCloseTo(977 * 210, 6);
    expect(sampleOfLines(HOURS, 500, 1e9, 1000)).toBeLessThan(HOURS.samples);
    const top = scrollTo(HOURS, 977 * 6000, 0, 600);
    const [first, end] = linesInView(HOURS, top, 600);
    expect(first).toBeLessThanOrEqual(100);
    expect(end).toBeGreaterThan(100);
    expect(scrollTo(HOURS, 977 * 6000, top, 600)).toBe(top);
  });
});

describe('the other pages', () => {
  it('align to QRS onset, to R where there is none, and say which', () => {
    expect(alignedBeat({ sampleIndex: 100, qrsOnset: 80 })).toMatchObject({ onset: 80, foundOnset: true });
    expect(alignedBeat({ sampleIndex: 100 })).toMatchObject({ onset: 100, foundOnset: false });
  });

  it('show four channels at most, the current one among them', () => {
    const channels = CHANNELS.map((one, channelIndex) => ({ ...one, channelIndex }));
    const names = (current: number | undefined) =>
      alignedChannels(channels, current).map((index) => channels[index].name);
    expect(names(undefined)).toEqual(['II', 'CS90', 'CS12', 'RVA12']);
    expect(names(15)).toEqual(['II', 'CS90', 'CS12', 'ABL12']);
    // A surface lead takes the surface lead's place, not the ventricle's.
    expect(names(0)).toEqual(['I', 'CS90', 'CS12', 'RVA12']);
  });

  it('put surface leads left and electrograms right of an average, at a usual sweep', () => {
    const average = { points: 880, channels: [{ channelIndex: 12 }, { channelIndex: 1 }] } as never;
    const place = { width: 1000, pixelsPerMillimetre: 3.78, samplingFrequency: 977 };
    const { columns, speed } = layoutAverage(average, CHANNELS, place);
    expect(columns).toEqual([[1], [0]]);
    expect(speed).toBe(100);
  });
});

describe('Reading', () => {
  it('pins what is in view where two moments are chosen before anything was pinned', () => {
    const viewport = new Viewport(1000, 600_000);
    viewport.from = 90_000;
    const reading = new Reading(kept(), viewport);
    reading.show('moments');
    expect(reading.moments.isPinned).toBe(true);
    expect(reading.moments.from).toBe(90_000);
  });

  it('goes round the pages and keeps the place', () => {
    const viewport = new Viewport(977, 977 * 600);
    viewport.centreOn(100_000);
    const { from, samplesPerPixel } = viewport;
    const reading = new Reading(kept(), viewport);
    const seen = [1, 2, 3].map(() => (reading.nextPage(), reading.view));
    expect(seen).toEqual(['twelve', 'ep', 'stack']);
    expect([viewport.from, viewport.samplesPerPixel]).toEqual([from, samplesPerPixel]);
  });

  it('has the sweep keys on pages, and leaves them to the stack elsewhere', () => {
    const reading = new Reading(kept(), new Viewport(977, 977 * 600));
    expect(reading.stepSpeed(1)).toBe(false);
    reading.show('twelve');
    expect(reading.stepSpeed(1)).toBe(true);
    expect(reading.twelveSpeed).toBe(50);
    reading.show('ep');
    reading.stepSpeed(1);
    expect(reading.speed).toBe(200);
    reading.show('disclosure');
    reading.stepSpeed(1);
    expect(reading.lineSeconds).toBe(30);
  });

  it('is as it was left', () => {
    const values = {};
    const reading = new Reading(kept(values), new Viewport(977, 1000));
    reading.setOrder('cabrera');
    expect(new Reading(kept(values), new Viewport(977, 1000)).order).toBe('cabrera');
  });
});

describe('Moments', () => {
  function pinned() {
    const viewport = new Viewport(1000, 600_000);
    viewport.resize(1000);
    viewport.panPixels(200_000 / viewport.samplesPerPixel);
    const moments = new Moments(viewport);
    moments.pin(50_000);
    return { viewport, moments };
  }

  it('pan together while they are locked, apart where they are not', () => {
    const { viewport, moments } = pinned();
    viewport.panPixels(1000 / viewport.samplesPerPixel);
    expect(moments.from).toBeCloseTo(51_000, 6);
    moments.toggleLock();
    viewport.panPixels(1000 / viewport.samplesPerPixel);
    expect(moments.from).toBeCloseTo(51_000, 6);
    moments.pan(500);
    expect(moments.from).toBeCloseTo(51_500, 6);
    expect(viewport.from).toBeCloseTo(202_000, 6);
    moments.toggleLock();
    viewport.panPixels(-2000 / viewport.samplesPerPixel);
    expect(moments.from).toBeCloseTo(49_500, 6);
  });

  it('stand before the first ablation was on and after the last was off', () => {
    const { viewport, moments } = pinned();
    const why = moments.aroundAblation([
      { kind: 'drug', from: 10 },
      { kind: 'ablation', from: 100_000, to: 130_000 },
      { kind: 'ablation', from: 150_000, to: 180_000 },
    ]);
    expect(why).toBeUndefined();
    expect(moments.from + viewport.span).toBeCloseTo(100_000, 6);
    expect(viewport.from).toBeCloseTo(180_000, 6);
    expect(moments.titles).toEqual(['before ablation', 'after ablation']);
  });

  it('say why there is nothing to compare', () => {
    const { moments } = pinned();
    expect(moments.aroundAblation([])).toContain('no ablation');
    expect(moments.aroundAblation([{ kind: 'ablation', from: 5 }])).toContain('no end');
  });

  it('change places', () => {
    const { viewport, moments } = pinned();
    moments.swap();
    expect(viewport.from).toBeCloseTo(50_000, 6);
    expect(moments.from).toBeCloseTo(200_000, 6);
  });
});

describe('Numbers', () => {
  it('have the comma of the locale that was chosen, and the point of the other', () => {
    const values: Record<string, unknown> = {};
    const numbers = new Numbers(kept(values), 'de-DE');
    expect([numbers.decimal(0.318, 2), numbers.time(43.21), numbers.plain(12.5)]).toEqual([
      '0,32',
      '0:43,210',
      '12,5',
    ]);
    expect(numbers.count(20_000)).toBe('20.000');
    numbers.choice = 'point';
    expect([numbers.decimal(0.318, 2), numbers.time(43.21), numbers.count(20_000)]).toEqual([
      '0.32',
      '0:43.210',
      '20,000',
    ]);
    numbers.choice = 'comma';
    expect([numbers.mark, numbers.decimalMark]).toEqual([',', 'comma']);
    numbers.choice = 'system';
    expect(numbers.decimalMark).toBe('comma');
    expect(new Numbers(kept({}), 'en-GB').decimalMark).toBe('point');
  });
});
