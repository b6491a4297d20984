import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SURFACE_LEADS, identifyLead } from '../../src-main/domain/lead.ts';
import { twelveLeadPage } from '../../src-main/domain/reading-page.ts';
import { usualRr } from '../../src-main/domain/usual-rr.ts';
import { layoutLines } from '../../src-renderer/pages/disclosure-lines.ts';
import { cellAt, layoutPage, sampleAt } from '../../src-renderer/pages/page-layout.ts';
import { pixelOn, stripsOfLines, stripsOfPage } from '../../src-renderer/pages/time-strips.ts';
import { Calipers } from '../../src-renderer/state/calipers.svelte.ts';

const CHANNELS = SURFACE_LEADS.map((name) => identifyLead(name));

describe('strips of a page', () => {
  const layout = layoutPage({
    kind: 'twelve',
    rows: twelveLeadPage(CHANNELS, { order: 'standard', columns: 4, rhythmLead: 'II' }),
    width: 1100,
    height: 634,
    pixelsPerMillimetre: 4,
    speed: 25,
    samplingFrequency: 1000,
    from: 5000,
  });

  it('of a 12-lead page are its columns, three rows high, and the rhythm strip', () => {
    const strips = stripsOfPage(layout);
    expect(strips.map(({ from, to }) => [from, to])).toEqual([
      [5000, 7500],
      [7500, 10_000],
      [10_000, 12_500],
      [12_500, 15_000],
      [5000, 15_000],
    ]);
    expect(strips[1].height).toBeCloseTo(3 * strips[4].height, 9);
    expect(strips[4].top).toBeCloseTo(strips[0].top + strips[0].height, 9);
    // A pixel of a strip is the sample that the page has there.
    const x = pixelOn(strips[2], 11_000);
    expect(sampleAt(layout, x, strips[2].top + 10)).toBeCloseTo(11_000, 6);
    expect(cellAt(layout, x, strips[2].top + 10)?.name).toBe('V1');
    expect(cellAt(layout, x, strips[4].top + 10)?.name).toBe('II');
  });

  it('of a full disclosure are the lines in view, the last as long as the record', () => {
    const lines = layoutLines(95_000, 1000, 30, 400);
    const strips = stripsOfLines(lines, lines.lineHeight, { width: 600, height: 400, left: 56 });
    expect(strips.map(({ from, to }) => [from, to])).toEqual([
      [30_000, 60_000],
      [60_000, 90_000],
      [90_000, 95_000],
    ]);
    expect(strips[0].top).toBe(0);
    expect(pixelOn(strips[1], 75_000)).toBeCloseTo(56 + 300, 9);
  });
});

describe('calipers by keys alone', () => {
  let calipers: Calipers;
  let kept: number[];
  beforeEach(() => {
    vi.useFakeTimers();
    calipers = new Calipers(1000);
    kept = [];
    calipers.onChange = (id) => kept.push(id);
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('move the second leg, the first, or both, and are kept once when the keys rest', () => {
    const { id } = calipers.add(1000, 1800)!;
    kept.length = 0;
    for (let k = 0; k < 5; k++) calipers.moveLegs((at) => at + 1);
    expect(calipers.chosen).toMatchObject({ from: 1000, to: 1805 });
    expect(kept).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(kept).toEqual([id]);
    expect(calipers.changeLeg()).toBe('from');
    calipers.moveLegs((at) => at - 10);
    expect(calipers.changeLeg()).toBe('both');
    calipers.moveLegs((at) => at + 100);
    expect(calipers.chosen).toMatchObject({ from: 1090, to: 1905 });
    expect(calipers.changeLeg()).toBe('to');
    // Whatever follows in the history finds it kept.
    calipers.rest();
    expect(kept).toEqual([id, id]);
    vi.advanceTimersByTime(1000);
    expect(kept).toEqual([id, id]);
  });

  it('are chosen in time order, one after the other', () => {
    const late = calipers.add(9000, 9500)!.id;
    const early = calipers.add(700, 100)!.id;
    expect(calipers.chooseNext()!.id).toBe(late);
    expect(calipers.chooseNext()!.id).toBe(early);
  });

  it('are kept at once where another is moved', () => {
    const first = calipers.add(1000, 1800)!.id;
    const second = calipers.add(3000, 3800)!.id;
    kept.length = 0;
    calipers.moveLegs((at) => at + 1);
    calipers.current = first;
    calipers.moveLegs((at) => at + 1);
    expect(kept).toEqual([second]);
  });

  it('know the lead that they were set on', () => {
    calipers.begin(100, false);
    expect(calipers.finish(400, true, 7)).toMatchObject({ channelIndex: 7, free: true });
  });
});

describe('the RR of a group', () => {
  const union = { sampleIndex: Float64Array.of(0, 800, 1600, 2000, 2800, 3600, 9000) };
  const classes = [1, 1, 1, 2, 1, 1, 1];
  const classOf = (row: number): number => classes[row];

  it('is the median before beats that follow one of their class; none where none does', () => {
    // Not from 2 to 4, with a premature beat between, and not over a pause.
    expect(usualRr(union, [0, 1, 2, 4, 5, 6], 1000, classOf)?.ms).toBe(800);
    expect(usualRr(union, [3], 1000, classOf)).toBeUndefined();
    expect(usualRr(union, [0, 4], 1000, classOf)).toBeUndefined();
  });
});
