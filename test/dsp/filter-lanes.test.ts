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

type Signal = Float32Array | Float64Array;

/** Every sample is given once. */
function together(signals: readonly Signal[], bits: 32 | 64 = 64): Signal[] {
  const Kind = bits === 32 ? Float32Array : Float64Array;
  const out = signals.map(({ length }) => new Kind(length));
  const given = signals.map((samples) => new Uint8Array(samples.length));
  const take = (index: number, values: Signal, from: number): void => {
    out[index].set(values, from);
    for (let n = from; n < from + values.length; n++) given[index][n]++;
  };
  filterTogether(SECTIONS, signals, take, bits);
  for (const counts of given) expect(counts.every((count) => count === 1)).toBe(true);
  return out;
}

const alone = (samples: Signal): Float64Array => filterZeroPhase(SECTIONS, samples);

describe('signals filtered side by side are those filtered alone, to the last bit', () => {
  it.each([
    [3, 4096],
    [4, 4096 - 30],
    [6, 4097],
    [8, 8 * 4096 - 66],
    [9, 12_345],
    [19, 15_000],
    [2, 15_000],
    [5, 40],
  ])('%d signals of %d samples', (count, length) => {
    const signals = noise(count, length);
    expect(together(signals)).toEqual(signals.map(alone));
    // Each rounded once.
    expect(together(signals, 32)).toEqual(signals.map((samples) => Float32Array.from(alone(samples))));
  });

  it('a signal that is overwritten with what comes out', () => {
    const signals = noise(8, 20_000);
    const expected = signals.map((samples) => Float32Array.from(alone(samples)));
    filterTogether(SECTIONS, signals, (index, values, from) => signals[index].set(values, from), 32);
    expect(signals).toEqual(expected);
  });

  it('64-bit floats; silence after noise, which fades to exactly nothing', () => {
    const signals = noise(4, 30_000).map((samples) => Float64Array.from(samples).fill(0, 2000));
    expect(together(signals)).toEqual(signals.map(alone));
  });

  it('beside signals with missing samples, empty ones and none', () => {
    const signals = noise(7, 10_000);
    signals[0].fill(NaN, 500, 510);
    signals[3].fill(NaN);
    signals[6].fill(NaN, 0, 1);
    expect(together(signals)).toEqual(signals.map(alone));
    expect(together([])).toEqual([]);
    expect(together([new Float32Array(0), new Float32Array(0)]).map(({ length }) => length)).toEqual([0, 0]);
  });
});
