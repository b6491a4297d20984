import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { detectRPeaks } from '../../src-main/dsp/r-peaks/detect.ts';
import type { RPeakLead } from '../../src-main/dsp/r-peaks/r-peak-lead.ts';
import { matchBeats } from './match.ts';
import type { SyntheticLead, SyntheticOptions } from './synthetic-ecg.ts';
import { syntheticLead } from './synthetic-ecg.ts';

/** Missed and extra peaks at 50 ms. */
function faults(truth: readonly number[], rPeaks: Int32Array, fs: number): { missed: number; extra: number } {
  const { missed, extra } = matchBeats(truth, [...rPeaks], Math.round(0.05 * fs));
  return { missed, extra };
}

const NONE = { missed: 0, extra: 0 };

function detectOn({ samples, samplingFrequency }: SyntheticLead, name = 'II') {
  return detectRPeaks([{ name, samples }], samplingFrequency);
}

describe('detectRPeaks', () => {
  const cases: readonly [string, SyntheticOptions][] = [
    ['an ordinary rhythm', {}],
    ['at 977 Hz', { samplingFrequency: 977 }],
    ['at 128 Hz', { samplingFrequency: 128 }],
    ['a child’s tachycardia of 300/min', { rr: 0.2, rWidth: 0.006, tHeight: 0.15, pHeight: 0 }],
    ['30/min', { rr: 2, seconds: 120 }],
    ['broad beats', { rWidth: 0.035, rr: 0.7 }],
    ['T waves as high as R', { tHeight: 1 }],
    ['inverted beats', { rHeight: () => -1 }],
    ['low beats among others', { rHeight: (beat) => (beat % 9 === 4 ? 0.3 : 1) }],
    [
      'a tenth of the height, with the noise of the recorder',
      { rHeight: () => 0.15, tHeight: 0.04, pHeight: 0.02, noise: 0.008 },
    ],
  ];
  it.each(cases)('finds %s', (_, options) => {
    const lead = syntheticLead(options);
    const { rPeaks } = detectOn(lead);
    expect(faults(lead.rPeaks, rPeaks, lead.samplingFrequency)).toEqual(NONE);
  });

  it('finds every rate from 120 to 300/min, and a bout of tachycardia within sinus rhythm', () => {
    for (const rr of [0.21, 0.24, 0.28, 0.32, 0.36, 0.42, 0.5]) {
      const lead = syntheticLead({ rr, rWidth: 0.007, tHeight: 0.2, pHeight: 0.05 });
      expect({ rr, ...faults(lead.rPeaks, detectOn(lead).rPeaks, 500) }).toEqual({ rr, ...NONE });
    }
    const every = (from: number, to: number, rr: number) =>
      Array.from({ length: Math.floor((to - from) / rr) }, (_, beat) => from + beat * rr);
    const beats = [...every(0.5, 20, 0.7), ...every(20, 35, 0.214), ...every(35.4, 59, 0.7)];
    const lead = syntheticLead({ beats, rr: 0.3, rWidth: 0.007 });
    const { missed, extra } = faults(lead.rPeaks, detectOn(lead).rPeaks, 500);
    expect(missed + extra).toBeLessThanOrEqual(1);
  });

  it('puts each peak on the sample of the extremum', () => {
    const lead = syntheticLead({ noise: 0 });
    const { rPeaks } = detectOn(lead);
    expect(Math.max(...lead.rPeaks.map((peak, beat) => Math.abs(peak - rPeaks[beat])))).toBeLessThanOrEqual(
      1,
    );
  });

  it('finds saturated beats', () => {
    const lead = syntheticLead({ rHeight: () => 3 });
    const clipped = { ...lead, samples: lead.samples.map((value) => Math.min(value, 0.6)) };
    expect(faults(lead.rPeaks, detectOn(clipped).rPeaks, 500)).toEqual(NONE);
  });

  it('never takes a stimulus artefact for an R peak, though it is higher', () => {
    const lead = syntheticLead({ rWidth: 0.03, samplingFrequency: 977 });
    const spikes = lead.rPeaks.map((peak) => peak - Math.round(0.08 * 977));
    for (const spike of spikes) lead.samples.fill(4, spike, spike + 2);
    const { rPeaks } = detectOn(lead);
    expect(faults(lead.rPeaks, rPeaks, 977)).toEqual(NONE);
    expect(faults(spikes, rPeaks, 977).missed).toBe(spikes.length);
  });

  it('withstands a burst of noise on one of two leads, and a drifting baseline', () => {
    const lead = syntheticLead();
    const noisy = syntheticLead({ seed: 2 });
    const random = makeRandom(3);
    for (let n = 5000; n < 12_000; n++) noisy.samples[n] += 1.5 * random.normal();
    for (let n = 0; n < lead.samples.length; n++) lead.samples[n] += 2 * Math.sin(n / 800);
    const leads = [noisy, lead].map(({ samples }, k) => ({ name: `${k}`, samples }));
    const { missed, extra } = faults(lead.rPeaks, detectRPeaks(leads, 500).rPeaks, 500);
    expect(missed).toBe(0);
    expect(extra).toBeLessThanOrEqual(1);
  });

  it('goes on when a lead falls off, and takes flat and missing leads', () => {
    const lead = syntheticLead();
    const fallen = lead.samples.slice().fill(NaN, 12_000);
    const flat = new Float32Array(lead.samples.length);
    const missing = flat.slice().fill(NaN);
    const names = ['fallen', 'flat', 'whole', 'missing'];
    const leads = [fallen, flat, lead.samples, missing].map((samples, k) => ({ name: names[k], samples }));
    expect(faults(lead.rPeaks, detectRPeaks(leads, 500).rPeaks, 500)).toEqual(NONE);
  });

  it('finds nothing in what holds nothing', () => {
    const found = (samples: Float32Array) => [...detectRPeaks([{ name: 'II', samples }], 500).rPeaks];
    expect(found(new Float32Array(20_000))).toEqual([]);
    expect(found(new Float32Array(20_000).fill(NaN))).toEqual([]);
    expect(found(new Float32Array(3))).toEqual([]);
    expect(found(new Float32Array(0))).toEqual([]);
    expect(detectRPeaks([], 500).refinedOn).toBeUndefined();
  });

  it('refines on the lead that is asked for, else on the first that is clear', () => {
    const first = syntheticLead({ noise: 0.005 });
    const later = syntheticLead({
      beats: first.rPeaks.map((peak) => peak / 500 + 0.02),
      seed: 4,
      noise: 0.005,
    });
    const leads: RPeakLead[] = [
      { name: 'I', samples: first.samples },
      { name: 'V1', samples: later.samples },
    ];
    const onFirst = detectRPeaks(leads, 500);
    const onLater = detectRPeaks(leads, 500, { refineOn: 'V1' });
    expect([onFirst.refinedOn, onLater.refinedOn]).toEqual(['I', 'V1']);
    const shift = onLater.rPeaks.map((peak, beat) => peak - onFirst.rPeaks[beat]);
    expect(shift.every((samples) => Math.abs(samples - 10) <= 2)).toBe(true);
    expect(() => detectRPeaks(leads, 500, { refineOn: 'V9' })).toThrow(/V9/);
  });

  it('is surer of clear beats than of doubtful ones, and says how the leads share', () => {
    const lead = syntheticLead({ rHeight: (beat) => (beat === 30 ? 0.12 : 1), noise: 0.03 });
    const { confidence, rPeaks, leadWeights } = detectOn(lead);
    expect(confidence.length).toBe(rPeaks.length);
    expect(Math.min(...confidence.subarray(2, 25))).toBeGreaterThan(0.95);
    expect(leadWeights).toEqual([1]);
  });

  it('gives the same beats in two halves with a margin as in one piece', () => {
    const lead = syntheticLead({ seconds: 240, noise: 0.05 });
    const whole = [...detectOn(lead).rPeaks];
    const part = (from: number, to: number) =>
      [...detectOn({ ...lead, samples: lead.samples.slice(from, to) }).rPeaks].map((peak) => peak + from);
    const [half, margin] = [60_000, 15_000];
    const joined = [
      ...part(0, half + margin).filter((peak) => peak < half),
      ...part(half - margin, lead.samples.length).filter((peak) => peak >= half),
    ];
    expect(matchBeats(whole, joined, 1)).toMatchObject(NONE);
  });

  it('refuses leads of different lengths and too low a sampling frequency', () => {
    const leads = [100, 101].map((length) => ({ name: 'I', samples: new Float32Array(length) }));
    expect(() => detectRPeaks(leads, 500)).toThrow(/equally long/);
    expect(() => detectRPeaks(leads.slice(1), 50)).toThrow(/100 Hz/);
  });
});
