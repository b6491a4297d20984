import { describe, expect, it } from 'vitest';
import { delineateBeats } from '../../src-main/dsp/delineate/delineate.ts';
import { intervalsOf } from '../../src-main/dsp/delineate/intervals.ts';
import type { BeatWaves, Wave } from '../../src-main/dsp/delineate/waves.ts';
import { syntheticLead } from './synthetic-ecg.ts';

describe('delineateBeats', () => {
  const { samples, rPeaks } = syntheticLead({ seconds: 20, tHeight: 0.3, pHeight: 0.15, noise: 0.005 });
  const leads = [1, 0.7].map((scale, k) => ({
    name: `${k}`,
    samples: samples.map((value) => value * scale),
  }));
  const { beats, byLead } = delineateBeats(leads, 500, rPeaks);

  it('orders every boundary and puts the peaks where the waves are', () => {
    expect(beats.length).toBe(rPeaks.length);
    for (const { rPeak, p, qrs, t } of beats.slice(1, -1)) {
      const order = [
        p!.onset,
        p!.peak,
        p!.offset,
        qrs!.onset,
        rPeak,
        qrs!.offset,
        t!.onset,
        t!.peak,
        t!.offset,
      ];
      expect([...order].sort((a, b) => a - b)).toEqual(order);
      expect(Math.abs(p!.peak - (rPeak - 80))).toBeLessThan(10);
      expect(Math.abs(t!.peak - (rPeak + 140))).toBeLessThan(12);
    }
  });

  it('gives the same on leads that differ by their height alone', () => {
    for (const [beat, waves] of byLead[0].entries())
      expect(Math.abs(waves.qrs!.onset - byLead[1][beat].qrs!.onset)).toBeLessThanOrEqual(2);
  });

  it('finds the true widths of bell-shaped waves', () => {
    const middle = intervalsOf(beats, 500).slice(2, -1);
    for (const { qrs, pr, qt, rr } of middle) {
      expect(rr).toBeCloseTo(800, -1);
      expect(qrs).toBeGreaterThan(50);
      expect(qrs).toBeLessThan(110);
      expect(pr).toBeGreaterThan(140);
      expect(pr).toBeLessThan(210);
      expect(qt).toBeGreaterThan(350);
      expect(qt).toBeLessThan(470);
    }
  });

  it('takes flat and missing leads, no beats and no leads', () => {
    const flat = new Float32Array(2000);
    const flatBeats = delineateBeats([{ name: 'II', samples: flat }], 500, [500, 900]).beats;
    expect(flatBeats.length).toBe(2);
    const missing = [{ name: 'II', samples: flat.slice().fill(NaN) }];
    expect(delineateBeats(missing, 500, [500]).beats.length).toBe(1);
    expect(delineateBeats(leads, 500, []).beats).toEqual([]);
    expect(delineateBeats([], 500, [5]).beats).toEqual([]);
  });

  it('finds no P wave where there is none', () => {
    const bare = syntheticLead({ seconds: 20, pHeight: 0, noise: 0.02 });
    const waves = delineateBeats([{ name: 'II', samples: bare.samples }], 500, bare.rPeaks).beats;
    const heights = waves.filter(({ p }) => p).length;
    expect(heights).toBeLessThan(waves.length * 0.7);
  });
});

describe('intervalsOf', () => {
  const wave = (onset: number, offset: number): Wave => ({ onset, peak: onset, offset });
  const beat = (rPeak: number, more: Partial<BeatWaves> = {}): BeatWaves => ({
    rPeak,
    p: wave(rPeak - 90, rPeak - 50),
    qrs: wave(rPeak - 20, rPeak + 25),
    t: wave(rPeak + 80, rPeak + 180),
    ...more,
  });

  it('gives ms, and QTc by both formulas', () => {
    const [first, second] = intervalsOf([beat(500), beat(900)], 500);
    expect(first).toMatchObject({ rr: undefined, pr: 140, qrs: 90, qt: 400, qtcBazett: undefined });
    expect(second.rr).toBe(800);
    expect(second.qtcBazett).toBeCloseTo(400 / Math.sqrt(0.8), 9);
    expect(second.qtcFridericia).toBeCloseTo(400 / Math.cbrt(0.8), 9);
  });

  it('leaves out what needs a wave that was not found', () => {
    const [one] = intervalsOf([beat(500, { p: undefined, t: undefined })], 500);
    expect(one).toMatchObject({ pr: undefined, qt: undefined, qtcBazett: undefined, qrs: 90 });
  });
});
