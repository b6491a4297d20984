import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { decodeAverage, encodeAverage } from '../../../src-main/api/contract/average-bytes.ts';
import { importStudy, openApiFixture, shortStudy, type ApiFixture } from '../../api/library-fixture.ts';

let fixture: ApiFixture;
let recordId: number;
let beats: { sampleIndex: number; code: string; cycleLengthMs?: number; qrsMs?: number; prMs?: number }[];
let fs: number;

beforeAll(async () => {
  fixture = openApiFixture();
  recordId = await importStudy(fixture, shortStudy());
  const record = await fixture.api.getRecord({ params: { recordId } });
  fs = record.samplingFrequency;
  const set = record.annotationSets.find(({ origin }) => origin === 'human')!;
  const table = await fixture.api.getBeatTable({
    params: { setId: set.id },
    query: { from: 0, to: record.samples },
  });
  beats = table.rows;
});
afterAll(() => fixture.close());

async function average(code: string, more: { statistic?: 'mean' | 'median'; tell?: boolean } = {}) {
  const { statistic = 'median', tell = true } = more;
  const rPeaks = beats.filter((beat) => beat.code === code).map(({ sampleIndex }) => sampleIndex);
  const bytes = await fixture.api.getAverageBeat({
    params: { recordId },
    body: { rPeaks, channels: [0, 1, 6, 12], statistic, code: tell ? code : undefined },
  });
  return { ...decodeAverage(bytes), asked: rPeaks.length };
}

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1];

describe('the average beat', () => {
  it('is of all the beats, has its R where it was aligned, and a spread about it', async () => {
    const { beats: n, asked, channels, first, points } = await average('N');
    expect(n).toBe(asked);
    expect(n).toBeGreaterThan(5);
    expect(first).toBe(-Math.round(0.3 * fs));
    const lead = channels[1];
    const peak = lead.centre.indexOf(Math.max(...lead.centre));
    expect(Math.abs(peak + first) / fs).toBeLessThan(0.012);
    for (let k = 0; k < points; k++) {
      expect(lead.low[k]).toBeLessThanOrEqual(lead.centre[k]);
      expect(lead.high[k]).toBeGreaterThanOrEqual(lead.centre[k]);
    }
  });

  it('gives intervals that agree with those of its beats', async () => {
    const { places } = await average('N');
    const ms = 1000 / fs;
    const own = beats.filter(({ code }) => code === 'N');
    const qrs = (places.qrsOffset! - places.qrsOnset!) * ms;
    expect(Math.abs(qrs - median(own.flatMap(({ qrsMs }) => qrsMs ?? [])))).toBeLessThan(10);
    const pr = (places.qrsOnset! - places.pOnset!) * ms;
    expect(Math.abs(pr - median(own.flatMap(({ prMs }) => prMs ?? [])))).toBeLessThan(15);
    expect(places.tOffset! * ms).toBeGreaterThan(150);
  });

  it('gives QT of a tachycardia, whose T wave lies before the next beat, but no PR; neither of beats of several classes', async () => {
    const tachycardia = await average('NRT');
    expect(tachycardia.places.qrsOnset).toBeDefined();
    expect(tachycardia.places.pOnset).toBeUndefined();
    const cycle = median(
      beats.flatMap(({ code, cycleLengthMs }) => (code === 'NRT' ? (cycleLengthMs ?? []) : [])),
    );
    const qt = ((tachycardia.places.tOffset! - tachycardia.places.qrsOnset!) * 1000) / fs;
    expect(qt).toBeGreaterThan(150);
    expect(qt).toBeLessThan(cycle);
    const mixed = await average('N', { tell: false });
    expect(mixed.places.pOnset).toBeUndefined();
    expect(mixed.places.tOffset).toBeUndefined();
  });

  it('is narrower about a mean of equal beats than what one beat differs by', async () => {
    const { channels } = await average('N', { statistic: 'mean' });
    const { centre, low, high } = channels[1];
    const extent = Math.max(...centre) - Math.min(...centre);
    const spread = high.map((value, k) => value - low[k]);
    expect(median([...spread])).toBeLessThan(extent / 5);
    expect(median([...spread])).toBeGreaterThan(0);
  });

  it('refuses a beat outside the record', async () => {
    const wrong = fixture.api.getAverageBeat({
      params: { recordId },
      body: { rPeaks: [1e9], channels: [0] },
    });
    await expect(wrong).rejects.toThrow(/outside the record/);
  });
});

describe('its bytes', () => {
  it('come back as they were', () => {
    const average = {
      beats: 7,
      first: -2,
      points: 3,
      places: { pOnset: undefined, qrsOnset: -1, qrsOffset: 1, tOffset: undefined, qtOnset: -19 },
      channels: [
        {
          channelIndex: 4,
          quality: 3,
          centre: Float32Array.of(1, 2, 3),
          low: Float32Array.of(0, 1, 2),
          high: Float32Array.of(2, 3, NaN),
        },
      ],
    };
    expect(decodeAverage(encodeAverage(average).buffer)).toEqual(average);
    expect(() => decodeAverage(new ArrayBuffer(8))).toThrow(RangeError);
  });
});
