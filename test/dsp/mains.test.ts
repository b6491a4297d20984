/** The display's notch: mains fitted and subtracted. What a notch does to the same signals stands beside it. */
import { describe, expect, it } from 'vitest';
import { mainsBlock, mainsReach, subtractMains } from '../../src-main/dsp/filter/mains.ts';
import { notch } from '../../src-main/dsp/filter/notch.ts';
import { filterZeroPhase } from '../../src-main/dsp/filter/zero-phase.ts';
import { simulateStudy } from '../../src-main/simulate/study.ts';

const FS = 977;

/** Half a minute of sinus rhythm; electrograms of the right ventricle are large there. */
function study(noise: number) {
  const one = simulateStudy({
    ...{ seed: 5, minutes: 0.4, noise, scenario: 'sinus' },
    subject: { name: 'x', age: 30, sex: 'F', diagnosis: 'AVNRT' },
  });
  const digital = one.digital();
  const of = (name: string): Float64Array => {
    const index = one.signals.findIndex((signal) => signal.name === name);
    const { baseline, gain } = one.signals[index];
    return Float64Array.from(digital[index], (value) => (value - baseline) / gain);
  };
  return { of, rPeaks: one.annotations.map(({ sampleIndex }) => sampleIndex) };
}
const quiet = study(0);
const usual = study(1);

const withMains = (signal: Float64Array, frequency: number, amplitude = 0.1, fs = FS): Float64Array =>
  signal.map((value, i) => value + amplitude * Math.sin((2 * Math.PI * frequency * i) / fs + 1));
const notched = (signal: Float64Array): Float64Array => filterZeroPhase(notch(50, 30, FS), signal);

/** By how many dB the mains are smaller in the filtered signal, its first and last second aside. */
function attenuation(
  filter: (signal: Float64Array) => Float64Array,
  clean: Float64Array,
  frequency: number,
  fs = FS,
): number {
  const [with_, without] = [filter(withMains(clean, frequency, 0.1, fs)), filter(clean)];
  let power = 0;
  for (let i = fs; i < clean.length - fs; i++) power += (with_[i] - without[i]) ** 2;
  const mean = power / (clean.length - 2 * fs);
  return 10 * Math.log10(0.1 ** 2 / 2 / mean);
}

/** Peak to peak of what the filter adds 20 to 80 ms after the largest deflection of each beat, the median. */
function ringing(filter: (signal: Float64Array) => Float64Array, clean: Float64Array): number {
  const filtered = filter(clean);
  const added = filtered.map((value, i) => value - clean[i]);
  const each = quiet.rPeaks.slice(1, -1).map((rPeak) => {
    let top = rPeak;
    for (let i = rPeak - 100; i < rPeak + 100; i++) if (Math.abs(clean[i]) > Math.abs(clean[top])) top = i;
    const after = added.subarray(top + Math.round(0.02 * FS), top + Math.round(0.08 * FS));
    return Math.max(...after) - Math.min(...after);
  });
  return each.sort((a, b) => a - b)[each.length >> 1];
}

const subtracted = (signal: Float64Array): Float64Array => subtractMains(signal, 50, FS);

describe('subtracted mains', () => {
  it.each(['RVA12', 'ABL12', 'CS12', 'II', 'V2'])(
    'leave no ripples behind a deflection of %s, where a notch leaves some',
    (lead) => {
      const clean = quiet.of(lead);
      const [before, now] = [ringing(notched, clean), ringing(subtracted, clean)];
      expect(now).toBeLessThan(0.25 * before);
      expect(now).toBeLessThan(0.002);
    },
  );

  it("are a notch's ripples of 0.16 mV behind an electrogram of 3.6 mV, and now less than a thousandth of it", () => {
    const clean = quiet.of('RVA12');
    const extent = Math.max(...clean) - Math.min(...clean);
    expect(extent).toBeGreaterThan(3);
    expect(ringing(notched, clean)).toBeGreaterThan(0.04 * extent);
    expect(ringing(subtracted, clean)).toBeLessThan(0.001 * extent);
  });

  it.each(['RVA12', 'ABL12', 'CS12', 'II', 'V2'])(
    'are gone from %s: 40 dB, 26 dB where they are 0.1 Hz beside',
    (lead) => {
      expect(attenuation(subtracted, usual.of(lead), 50)).toBeGreaterThan(40);
      expect(attenuation(subtracted, usual.of(lead), 50.1)).toBeGreaterThan(26);
      expect(attenuation(subtracted, usual.of(lead), 49.9)).toBeGreaterThan(26);
    },
  );

  it.each([
    [60, 977],
    [50, 1000],
    [60, 1000],
    [50, 360],
    [60, 360],
    [50, 250],
    [60, 250],
    [50, 2000],
  ])('of %i Hz at %i samples a second are gone by 26 dB and more', (frequency, fs) => {
    const beats = Float64Array.from({ length: 12 * fs }, (_, i) => {
      const seconds = (i / fs) % 0.8;
      return (
        1.2 * Math.exp(-(((seconds - 0.3) / 0.012) ** 2)) + 0.2 * Math.exp(-(((seconds - 0.6) / 0.06) ** 2))
      );
    });
    const filter = (signal: Float64Array): Float64Array => subtractMains(signal, frequency, fs);
    expect(attenuation(filter, beats, frequency, fs)).toBeGreaterThan(26);
    const added = filter(beats).map((value, i) => Math.abs(value - beats[i]));
    expect(Math.max(...added)).toBeLessThan(0.02);
  });

  it('are the same whatever stretch is asked for, once it begins at a block and has its reach on either side', () => {
    const signal = withMains(usual.of('RVA12'), 50.05);
    const whole = subtracted(signal);
    const [block, reach] = [mainsBlock(50, FS), mainsReach(50, FS)];
    expect(reach / FS).toBeLessThan(0.5);
    const from = 4321 - (4321 % block);
    const part = subtracted(signal.slice(from, from + 3000));
    for (let i = reach; i < 3000 - reach; i++) expect(part[i]).toBeCloseTo(whole[from + i], 9);
  });

  it('leave missing samples missing, each run by itself, and brief runs as they are', () => {
    const signal = withMains(usual.of('II'), 50);
    const gapped = signal.slice();
    gapped.fill(NaN, 3000, 4000);
    gapped.fill(NaN, 4030, 5000);
    const filtered = subtracted(gapped);
    expect(filtered.subarray(0, 3000)).toEqual(subtracted(signal.slice(0, 3000)));
    expect(filtered.subarray(3000, 4000).every(Number.isNaN)).toBe(true);
    expect(filtered.subarray(4000, 4030)).toEqual(gapped.subarray(4000, 4030));
    expect(subtracted(new Float64Array(0)).length).toBe(0);
  });

  it("put no mains into a trace at the amplifier's rail, nor into one that is flat", () => {
    const railed = withMains(usual.of('RVA12'), 50);
    railed.fill(5, 6000, 7500);
    const filtered = subtracted(railed);
    expect(filtered.subarray(6010, 7490).every((value) => value === 5)).toBe(true);
    expect(subtracted(new Float64Array(5000)).every((value) => value === 0)).toBe(true);
  });

  it('refuse a frequency that the sampling does not have', () => {
    expect(() => subtractMains(new Float64Array(100), 0, FS)).toThrow(RangeError);
    expect(() => subtractMains(new Float64Array(100), 500, FS)).toThrow(/between 0 and/);
  });
});
