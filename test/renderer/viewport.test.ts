import { describe, expect, it } from 'vitest';
import { Viewport } from '../../src-renderer/state/viewport.svelte.ts';

const make = (): Viewport => {
  const viewport = new Viewport(977, 977 * 300);
  viewport.resize(1000);
  return viewport;
};

describe('Viewport', () => {
  it('starts at 50 mm/s', () => {
    expect(make().sweep).toBeCloseTo(50, 9);
  });

  it('never leaves the record', () => {
    const viewport = make();
    viewport.panPages(-1);
    expect(viewport.from).toBe(0);
    viewport.goToEnd();
    expect(viewport.to).toBeCloseTo(viewport.samples, 6);
    viewport.panPixels(10);
    expect(viewport.to).toBeCloseTo(viewport.samples, 6);
  });

  it('keeps the sample under the pointer while zooming', () => {
    const viewport = make();
    viewport.centreOn(100_000);
    const under = viewport.sampleAt(300);
    viewport.zoomAt(300, 1.7);
    expect(viewport.sampleAt(300)).toBeCloseTo(under, 6);
  });

  it('goes from 20 ms to the whole record and no further', () => {
    const viewport = make();
    viewport.zoomAt(0, 1e9);
    expect(viewport.span).toBeCloseTo(viewport.samples, 6);
    viewport.zoomAt(0, 1e-12);
    expect(viewport.span / 977).toBeCloseTo(0.02, 9);
  });

  it('steps through the sweeps and below the slowest by halves', () => {
    const viewport = make();
    const seen = [viewport.sweep];
    for (let k = 0; k < 3; k++) {
      viewport.stepSweep(-1);
      seen.push(viewport.sweep);
    }
    expect(seen.map((sweep) => Number(sweep.toFixed(3)))).toEqual([50, 25, 12.5, 6.25]);
    viewport.stepSweep(1);
    expect(viewport.sweep).toBeCloseTo(12.5, 6);
  });

  it('keeps the sweep when the screen is calibrated', () => {
    const viewport = make();
    viewport.calibrate(5.2);
    expect(viewport.sweep).toBeCloseTo(50, 9);
    expect(viewport.samplesPerPixel).toBeCloseTo(977 / (50 * 5.2), 9);
  });

  it('moves only when a beat is outside the inner part of the view', () => {
    const viewport = make();
    viewport.centreOn(50_000);
    const from = viewport.from;
    viewport.reveal(viewport.centre + 10);
    expect(viewport.from).toBe(from);
    viewport.reveal(viewport.to + 10);
    expect(viewport.from).toBeGreaterThan(from);
  });
});
