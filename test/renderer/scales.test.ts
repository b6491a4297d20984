import { describe, expect, it } from 'vitest';
import { drawGrid, timeStep } from '../../src-renderer/trace/grid.ts';
import { layoutRows, LOWEST_ROW } from '../../src-renderer/trace/layout.ts';
import {
  IEGM_GAINS,
  nextStep,
  NOMINAL_PIXELS_PER_MILLIMETRE,
  reductionFor,
  samplesPerPixelOf,
  sweepText,
} from '../../src-renderer/trace/scale.ts';
import { parseTime, timeText } from '../../src-renderer/trace/time-text.ts';

describe('screen scales', () => {
  it('puts a second at 25 mm/s on 25 mm of screen', () => {
    expect(1000 / samplesPerPixelOf(25, 1000, 4)).toBe(100);
    expect(NOMINAL_PIXELS_PER_MILLIMETRE * 25.4).toBe(96);
  });

  it('writes sweeps on the steps plainly and others with digits', () => {
    expect([50, 12.5, 6.25, 0.15, 133].map((sweep) => sweepText(sweep))).toEqual([
      '50 mm/s',
      '12.5 mm/s',
      '6.3 mm/s',
      '0.1 mm/s',
      '133 mm/s',
    ]);
  });

  it('steps gains and stays at the ends', () => {
    expect(nextStep(IEGM_GAINS, 10, 1)).toBe(20);
    expect(nextStep(IEGM_GAINS, 12, -1)).toBe(10);
    expect(nextStep(IEGM_GAINS, 160, 1)).toBe(160);
    expect(nextStep(IEGM_GAINS, 2.5, -1)).toBe(2.5);
  });

  it('reduces by a power of two that leaves a column a pixel', () => {
    expect([0.2, 1.99, 2, 5, 8, 5000].map(reductionFor)).toEqual([1, 1, 2, 4, 8, 4096]);
  });
});

describe('layoutRows', () => {
  const channel = (name: string, group: 'surface' | 'CS') => ({
    channelIndex: 0,
    name,
    kind: 'ecg' as const,
    group,
    units: 'mV',
    amplitudeScale: 10,
  });

  it('shares the height, without a gap between rows', () => {
    const { rows, height } = layoutRows(
      ['a', 'b', 'c'].map((name) => channel(name, 'surface')),
      100,
      4,
    );
    expect(height).toBe(100);
    expect(rows.every((row, k) => row.top === (k === 0 ? 0 : rows[k - 1].top + rows[k - 1].height))).toBe(
      true,
    );
    expect(rows[0].pixelsPerUnit).toBe(40);
  });

  it('scrolls instead of drawing rows too low to read', () => {
    const { height } = layoutRows(
      Array.from({ length: 64 }, (_, k) => channel(`${k}`, 'surface')),
      500,
      4,
    );
    expect(height).toBe(64 * LOWEST_ROW);
  });

  it('begins a group with a rule', () => {
    const { rows } = layoutRows(
      [channel('V6', 'surface'), channel('CS12', 'CS'), channel('CS34', 'CS')],
      90,
      4,
    );
    expect(rows.map(({ startsGroup }) => startsGroup)).toEqual([false, true, false]);
  });
});

describe('grid', () => {
  it('labels round times with room for the text', () => {
    expect(timeStep(189, 80).seconds).toBe(0.5);
    expect(timeStep(0.1, 80).seconds).toBe(1800);
  });

  it('draws lines at the same samples whichever tile they are in', () => {
    const at = (from: number): number[] => {
      const xs: number[] = [];
      drawGrid(
        { fillStyle: '', fillRect: (x: number) => void xs.push(x) } as never,
        { kind: 'time', minorSamples: 50, perMajor: 5, minorHeight: 0, minor: '#000', major: '#111' },
        { from, pixelsPerSample: 0.5, width: 256, height: 100, ratio: 1 },
      );
      return [...new Set(xs)].map((x) => from + x / 0.5);
    };
    expect([...at(0), ...at(512)].every((sample) => sample % 50 === 0)).toBe(true);
    expect(at(512).some((sample) => sample === 550)).toBe(true);
  });
});

describe('times', () => {
  it('are written as m:ss.mmm', () => {
    expect([43.21, 0, 59.9996, 9031.7].map((s) => timeText(s))).toEqual([
      '0:43.210',
      '0:00.000',
      '1:00.000',
      '150:31.700',
    ]);
    expect(timeText(330, 0)).toBe('5:30');
    expect(timeText(-1.5, 1)).toBe('-0:01.5');
  });

  it('are read as typed', () => {
    expect(['1:23.4', '83,4 s', '1:02:03', '12', 'NRT', '1::2', ''].map(parseTime)).toEqual([
      83.4,
      83.4,
      3723,
      12,
      undefined,
      undefined,
      undefined,
    ]);
  });
});
