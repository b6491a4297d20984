import type { LeadFeature } from './lead-feature.ts';
import type { LeadLevels } from './lead-levels.ts';
import { wholeQrsRange } from './record-edges.ts';

/** Exponent of the mean over leads: between mean (1) and maximum, so that one clear lead is enough. */
const POWER = 4;
/** A lead's envelope counts up to this many times its usual top. */
const CEILING = 2;
/** Lowest activity that may be a beat: a twentieth of the usual height. */
const LEAST_ACTIVITY = 0.05;
/** Two maxima closer than this are one QRS. */
const SEPARATE_SECONDS = 0.1;

/** Activity of all leads together: 1 where every lead is as high as its beats usually are. */
export function jointActivity(features: readonly LeadFeature[], levels: readonly LeadLevels[]): Float64Array {
  const length = features[0].envelope.length;
  const { block, top } = levels[0];
  const activity = new Float64Array(length);
  for (let b = 0; b < top.length; b++) {
    const end = b + 1 === top.length ? length : (b + 1) * block;
    let total = 0;
    for (const { weight } of levels) total += weight[b];
    for (const [index, { envelope }] of features.entries()) {
      const scale = 1 / levels[index].top[b];
      const share = levels[index].weight[b] / total;
      for (let n = b * block; n < end; n++) {
        const height = Math.min(envelope[n] * scale, CEILING);
        activity[n] += share * (height * height) ** (POWER / 2);
      }
    }
    for (let n = b * block; n < end; n++) activity[n] = Math.sqrt(Math.sqrt(activity[n]));
  }
  return activity;
}

/** Maxima of the activity that may be beats, rising; working-rate indices. */
export function findCandidates(activity: Float64Array, rate: number): number[] {
  const separate = SEPARATE_SECONDS * rate;
  const found: number[] = [];
  const { from, to } = wholeQrsRange(activity.length, rate);
  for (let n = from; n < to; n++) {
    const value = activity[n];
    if (value < LEAST_ACTIVITY || value < activity[n - 1] || value <= activity[n + 1]) continue;
    const last = found[found.length - 1];
    if (last === undefined || n - last >= separate) found.push(n);
    else if (value > activity[last]) found[found.length - 1] = n;
  }
  return found;
}
