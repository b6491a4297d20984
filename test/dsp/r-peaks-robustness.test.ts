import { describe, expect, it } from 'vitest';
import { makeRandom } from '../../src-main/domain/random.ts';
import { detectRPeaks } from '../../src-main/dsp/r-peaks/detect.ts';
import type { RPeakLead } from '../../src-main/dsp/r-peaks/r-peak-lead.ts';
import { resampleTo } from '../../src-main/dsp/resample.ts';
import { recordings } from '../recordings.ts';
import { matchBeats, positivePredictivity, sensitivity } from './match.ts';
import { beatSamples, loadRecord } from './real-record.ts';
import { syntheticLead } from './synthetic-ecg.ts';

describe('the edges of a recording', () => {
  const lead = syntheticLead({ noise: 0.005, seconds: 30 });
  const detected = (samples: Float32Array) => [...detectRPeaks([{ name: 'II', samples }], 500).rPeaks];

  it('make no beat of a last sample that was filled up, as that of every mitdb record is', () => {
    const end = lead.rPeaks[20] + 200;
    const cut = lead.samples.slice(0, end);
    const expected = detected(cut);
    cut[end - 1] = -1.3;
    expect(detected(cut)).toEqual(expected);
    expect(expected.length).toBe(21);
  });

  it('tell no beat of which half is missing, and tell the whole one beside', () => {
    const [first, last] = [lead.rPeaks[3], lead.rPeaks[20]];
    const found = detected(lead.samples.slice(first - 10, last + 10)).map((at) => at + first - 10);
    expect(found.map((at) => lead.rPeaks.findIndex((peak) => Math.abs(peak - at) <= 5))).toEqual(
      lead.rPeaks.slice(4, 20).map((_, k) => k + 4),
    );
    const whole = detected(lead.samples.slice(first - 50, last + 50));
    expect([whole[0], whole.length]).toEqual([50, 18]);
  });
});

describe('noise on one of two leads', () => {
  it('makes no beats where the clearer lead shows none', () => {
    const clear = syntheticLead({ noise: 0.01, seconds: 60 });
    const poor = syntheticLead({ noise: 0.02, seconds: 60, rHeight: () => 0.25, tHeight: 0.05, seed: 5 });
    const random = makeRandom(8);
    // A short burst in the middle of every third pause between beats, as high as the poor lead's beats.
    for (let beat = 5; beat + 1 < clear.rPeaks.length; beat += 3) {
      const middle = clear.rPeaks[beat] + Math.round(0.7 * (clear.rPeaks[beat + 1] - clear.rPeaks[beat]));
      for (let n = middle - 20; n < middle + 20; n++) poor.samples[n] += 0.2 * random.normal();
    }
    const leads = [clear, poor].map(({ samples }, k) => ({ name: `${k}`, samples }));
    const { missed, extra } = matchBeats(clear.rPeaks, [...detectRPeaks(leads, 500).rPeaks], 25);
    expect({ missed, extra }).toEqual({ missed: 0, extra: 0 });
  });
});

const mitdb = recordings('mitdb');
const MITDB_HZ = 360;
const SECONDS = 300;

/** Bundle branch blocks, ventricular beats, a pacemaker, atrial fibrillation with noise: five minutes of each. */
const RECORDS = ['109', '118', '217', '223', '201'];

type Change = (leads: readonly RPeakLead[]) => { leads: readonly RPeakLead[]; samplingFrequency: number };

const at = (samplingFrequency: number): Change => {
  return (leads) => ({
    leads: leads.map(({ name, samples }) => ({
      name,
      samples: Float32Array.from(resampleTo(samples, MITDB_HZ, samplingFrequency)),
    })),
    samplingFrequency,
  });
};

const each =
  (change: (value: number, lead: number, n: number) => number): Change =>
  (leads) => ({
    leads: leads.map(({ name, samples }, lead) => ({
      name,
      samples: samples.map((value, n) => change(value, lead, n)),
    })),
    samplingFrequency: MITDB_HZ,
  });

const noise = makeRandom(4);
const CHANGES: readonly [string, Change][] = [
  ['as they are', each((value) => value)],
  ['the first lead alone', (leads) => ({ leads: leads.slice(0, 1), samplingFrequency: MITDB_HZ })],
  ['the second lead flat', each((value, lead) => (lead === 1 ? 0 : value))],
  ['the second lead missing', each((value, lead) => (lead === 1 ? NaN : value))],
  ['the second lead noise', each((value, lead) => (lead === 1 ? 0.3 * noise.normal() : value))],
  ['the second lead lost half-way', each((value, lead, n) => (lead === 1 && n > 54_000 ? NaN : value))],
  ['both leads inverted', each((value) => -value)],
  ['a fifth of the height', each((value) => value / 5)],
  ['mains of 50 Hz', each((value, _, n) => value + 0.1 * Math.sin((2 * Math.PI * 50 * n) / MITDB_HZ))],
  ['a drift of 3 mV', each((value, _, n) => value + 3 * Math.sin((2 * Math.PI * 0.15 * n) / MITDB_HZ))],
  ['at 250 Hz', at(250)],
  ['at 977 Hz', at(977)],
  ['at 1000 Hz', at(1000)],
];

describe.skipIf(!mitdb)('R peaks of real records under other conditions', () => {
  it.each(CHANGES)(
    '%s',
    async (_, change) => {
      let [found, missed, extra] = [0, 0, 0];
      for (const name of RECORDS) {
        const record = await loadRecord(mitdb!, name);
        const part = record.leads.map((lead) => ({
          ...lead,
          samples: lead.samples.slice(0, SECONDS * MITDB_HZ),
        }));
        const { leads, samplingFrequency } = change(part);
        const scale = samplingFrequency / MITDB_HZ;
        const truth = beatSamples(record.annotations.get('atr') ?? []).filter((n) => n < SECONDS * MITDB_HZ);
        const { rPeaks } = detectRPeaks(leads, samplingFrequency);
        const count = matchBeats(
          truth.map((n) => Math.round(n * scale)),
          [...rPeaks],
          Math.round(0.15 * samplingFrequency),
        );
        [found, missed, extra] = [found + count.found, missed + count.missed, extra + count.extra];
      }
      const count = { found, missed, extra };
      expect(found).toBeGreaterThan(1800);
      expect(sensitivity(count)).toBeGreaterThan(99.5);
      expect(positivePredictivity(count)).toBeGreaterThan(99.5);
    },
    120_000,
  );
});
