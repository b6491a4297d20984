import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { butterworthBandPass } from '../../src-main/dsp/filter/butterworth.ts';
import { notch } from '../../src-main/dsp/filter/notch.ts';
import { filterTogether } from '../../src-main/dsp/filter/zero-phase-lanes.ts';
import { filterZeroPhase } from '../../src-main/dsp/filter/zero-phase.ts';

const SECTIONS = [...notch(50, 30, 250), ...butterworthBandPass(4, 0.5, 40, 250)];

function noise(signals: number, length: number): Float32Array[] {
  const random = makeRandom(length + signals);
  return Array.from({ length: signals }, () => Float32Array.from({ length }, () => 3 + 10 * random.normal()));
}

function together(signals: readonly (Float32Array | Float64Array)[]): Float64Array[] {
  const filtered: Float64Array[] = [];
  filterTogether(SECTIONS, signals, (index, samples) => {
    expect(filtered[index]).toBeUndefined();
    filtered[index] = samples.slice();
  });
  return filtered;
}

describe('signals filtered side by side are those filtered alone, to the last bit', () => {
  it.each([
    [3, 4096],
    [8, 8 * 4096 - 66],
    [9, 12_345],
    [19, 15_000],
    [2, 15_000],
    [5, 40],
  ])('%d signals of %d samples', (count, length) => {
    const signals = noise(count, length);
    const filtered = together(signals);
    expect(filtered.length).toBe(count);
    signals.forEach((samples, index) => expect(filtered[index]).toEqual(filterZeroPhase(SECTIONS, samples)));
  });

  it('64-bit floats; silence after noise, which fades to exactly nothing', () => {
    const signals = noise(4, 30_000).map((samples) => Float64Array.from(samples).fill(0, 2000));
    const filtered = together(signals);
    signals.forEach((samples, index) => expect(filtered[index]).toEqual(filterZeroPhase(SECTIONS, samples)));
  });

  it('beside signals with missing samples, empty ones and none', () => {
    const signals = noise(7, 10_000);
    signals[0].fill(NaN, 500, 510);
    signals[3].fill(NaN);
    signals[6].fill(NaN, 0, 1);
    const filtered = together(signals);
    signals.forEach((samples, index) => expect(filtered[index]).toEqual(filterZeroPhase(SECTIONS, samples)));
    expect(together([])).toEqual([]);
    expect(together([new Float32Array(0), new Float32Array(0)]).map(({ length }) => length)).toEqual([0, 0]);
  });
});
