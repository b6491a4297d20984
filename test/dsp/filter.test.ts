import { describe, expect, it } from 'vitest';
import type { Section } from '../../src-main/dsp/filter/section.ts';
import { magnitudeAt, settlingSamples } from '../../src-main/dsp/filter/section.ts';
import {
  butterworthBandPass,
  butterworthHighPass,
  butterworthLowPass,
} from '../../src-main/dsp/filter/butterworth.ts';
import { notch } from '../../src-main/dsp/filter/notch.ts';
import { filterZeroPhase } from '../../src-main/dsp/filter/zero-phase.ts';
import { CausalFilter } from '../../src-main/dsp/filter/causal.ts';
import { expectEveryFifth, INPUT, REFERENCE } from './reference.ts';

function design([kind, order, band, fs]: (typeof REFERENCE.filters)[number]['design']): Section[] {
  if (kind === 'notch') return notch(band as number, order, fs);
  if (kind === 'lowpass') return butterworthLowPass(order, band as number, fs);
  if (kind === 'highpass') return butterworthHighPass(order, band as number, fs);
  const [low, high] = band as [number, number];
  return butterworthBandPass(order, low, high, fs);
}

describe('zero-phase filters', () => {
  it.each(REFERENCE.filters)('gives scipy’s values: $design', ({ design: wanted, output }) => {
    expectEveryFifth(filterZeroPhase(design(wanted), INPUT), output);
  });

  it('extends a run that is shorter than the padding by what it has', () => {
    const { design: wanted, output } = REFERENCE.brief;
    const filtered = filterZeroPhase(design(wanted), INPUT.slice(0, 9));
    for (const [index, value] of output.entries()) expect(filtered[index]).toBeCloseTo(value, 6);
  });

  it('filters the runs between missing samples apart and leaves what is missing missing', () => {
    const sections = butterworthBandPass(4, 0.5, 40, 360);
    const gapped = INPUT.slice();
    gapped.fill(NaN, 0, 10);
    gapped.fill(NaN, 500, 520);
    const filtered = filterZeroPhase(sections, gapped);
    const first = filterZeroPhase(sections, INPUT.subarray(10, 500));
    const second = filterZeroPhase(sections, INPUT.subarray(520));
    expect(filtered.subarray(10, 500)).toEqual(first);
    expect(filtered.subarray(520)).toEqual(second);
    expect(filtered.filter((value) => Number.isNaN(value)).length).toBe(30);
  });

  it('takes all-missing, empty and one-sample signals', () => {
    const sections = butterworthLowPass(4, 40, 360);
    expect(filterZeroPhase(sections, new Float32Array(0)).length).toBe(0);
    expect(filterZeroPhase(sections, new Float32Array(5).fill(NaN)).every(Number.isNaN)).toBe(true);
    expect(filterZeroPhase(sections, Float32Array.of(2))[0]).toBeCloseTo(2, 9);
  });

  it('passes a flat channel quickly and without a trace', () => {
    const filtered = filterZeroPhase(butterworthBandPass(4, 0.5, 40, 360), new Float32Array(100_000));
    expect(filtered.every((value) => value === 0)).toBe(true);
  });
});

describe('designs', () => {
  it('are 3 dB down at their corners and 1 in the middle', () => {
    const sections = butterworthBandPass(4, 0.5, 40, 360);
    for (const corner of [0.5, 40]) expect(magnitudeAt(sections, corner, 360)).toBeCloseTo(Math.SQRT1_2, 9);
    expect(magnitudeAt(sections, 5, 360)).toBeCloseTo(1, 5);
    expect(magnitudeAt(notch(50, 30, 977), 50, 977)).toBeCloseTo(0, 12);
    expect(magnitudeAt(notch(50, 30, 977), 25, 977)).toBeCloseTo(1, 2);
  });

  it('refuse corners outside half the sampling frequency, and senseless orders', () => {
    expect(() => butterworthLowPass(4, 180, 360)).toThrow(/180 Hz/);
    expect(() => butterworthBandPass(4, 40, 0.5, 360)).toThrow(RangeError);
    expect(() => butterworthHighPass(0, 1, 360)).toThrow(/order/);
    expect(() => butterworthHighPass(2, NaN, 360)).toThrow(RangeError);
    expect(() => notch(50, 0, 360)).toThrow(/quality/);
    expect(() => notch(200, 30, 360)).toThrow(RangeError);
  });

  it('tell how long they ring: an impulse has faded after settlingSamples', () => {
    const sections = butterworthBandPass(4, 0.5, 40, 360);
    const settled = settlingSamples(sections, 1e-4);
    const impulse = new Float64Array(20_000);
    impulse[10_000] = 1;
    const filtered = filterZeroPhase(sections, impulse);
    const peak = filtered[10_000];
    expect(filtered.subarray(10_000 + settled).every((value) => Math.abs(value) < 1e-3 * peak)).toBe(true);
    expect(settled).toBeLessThan(10_000);
  });
});

describe('CausalFilter', () => {
  it('gives scipy’s sosfilt values, whatever the blocks', () => {
    const { design: wanted, output } = REFERENCE.causal;
    const filter = new CausalFilter(design(wanted));
    const filtered = new Float64Array(INPUT.length);
    for (let from = 0, size = 1; from < INPUT.length; from += size, size = (size * 7) % 311)
      filtered.set(filter.push(INPUT.subarray(from, Math.min(from + size, INPUT.length))), from);
    expectEveryFifth(filtered, output);
  });

  it('starts anew after missing samples', () => {
    const sections = butterworthBandPass(2, 0.5, 40, 360);
    const gapped = INPUT.slice();
    gapped.fill(NaN, 300, 303);
    const filtered = new CausalFilter(sections).push(gapped);
    expect(filtered.subarray(303)).toEqual(new CausalFilter(sections).push(INPUT.subarray(303)));
    expect(Number.isNaN(filtered[301])).toBe(true);
  });
});
