import { median, percentile } from '../normalise.ts';
import type { LeadFeature } from './lead-feature.ts';
import { leadFeature } from './lead-feature.ts';
import type { RPeakLead, RPeakOptions, RPeakResult } from './r-peak-lead.ts';

const NOTHING: RPeakResult = {
  rPeaks: new Int32Array(0),
  confidence: new Float32Array(0),
  refinedOn: undefined,
  leadWeights: [],
};

/**
 * R peaks of one lead or many together.
 * @param leads surface leads, mV, missing samples NaN, all equally long
 * @param samplingFrequency Hz, 100 or more
 * @throws RangeError for leads of different lengths or a sampling frequency below 100 Hz
 */
export function detectRPeaks(
  leads: readonly RPeakLead[],
  samplingFrequency: number,
  options: RPeakOptions = {},
): RPeakResult {
  if (!(samplingFrequency >= 100))
    throw new RangeError(`R peaks need 100 Hz or more, not ${samplingFrequency} Hz.`);
  if (leads.some(({ samples }) => samples.length !== leads[0].samples.length))
    throw new RangeError('The leads of a record are equally long.');
  if (leads.length === 0 || leads[0].samples.length < samplingFrequency / 2) return NOTHING;
  const features = leads.map(({ samples }) => leadFeature(samples, samplingFrequency));
  const activity = combine(features);
  const rate = features[0].rate;
  const peaks: number[] = [];
  for (let n = 1; n + 1 < activity.length; n++) {
    if (activity[n] < 0.4 || activity[n] < activity[n - 1] || activity[n] <= activity[n + 1]) continue;
    const last = peaks[peaks.length - 1];
    if (last === undefined || n - last >= 0.2 * rate) peaks.push(n);
    else if (activity[n] > activity[last]) peaks[peaks.length - 1] = n;
  }
  return {
    rPeaks: Int32Array.from(peaks, (n) => n * features[0].step),
    confidence: Float32Array.from(peaks, (n) => Math.min(1, activity[n])),
    refinedOn: options.refineOn ?? leads[0].name,
    leadWeights: leads.map(() => 1 / leads.length),
  };
}

function combine(features: readonly LeadFeature[]): Float64Array {
  const length = features[0].envelope.length;
  const combined = new Float64Array(length);
  const total = new Float64Array(length);
  for (const { envelope, rate } of features) {
    const block = Math.round(2 * rate);
    const blocks = Math.max(1, Math.floor(length / block));
    const tops = new Float64Array(blocks);
    const floors = new Float64Array(blocks);
    for (let b = 0; b < blocks; b++) {
      const part = envelope.subarray(b * block, (b + 1) * block);
      tops[b] = part.reduce((top, value) => Math.max(top, value), 0);
      floors[b] = percentile(part, 30);
    }
    for (let b = 0; b < blocks; b++) {
      const top = median(tops.subarray(Math.max(0, b - 5), b + 6)) + 1e-3;
      const weight = Math.min(20, top / (floors[b] + 1e-6)) ** 2;
      const end = b + 1 === blocks ? length : (b + 1) * block;
      for (let n = b * block; n < end; n++) {
        combined[n] += weight * Math.min(2, envelope[n] / top);
        total[n] += weight;
      }
    }
  }
  return combined.map((value, n) => value / total[n]);
}
