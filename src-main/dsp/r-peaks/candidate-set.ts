import { findCandidates, jointActivity } from './candidates.ts';
import type { LeadFeature } from './lead-feature.ts';
import { leadFeatures } from './lead-feature.ts';
import type { LeadLevels } from './lead-levels.ts';
import { blockOf, leadLevels } from './lead-levels.ts';
import type { RPeakLead } from './r-peak-lead.ts';

/** Around a candidate, where each lead's own maximum is taken: half a QRS. */
const REACH_SECONDS = 0.05;
/** Just before and just after a candidate, where P and T waves are low in the QRS band and noise is as high as in it. */
const BESIDE_SECONDS = { from: 0.1, to: 0.25 };
/** A lead's height counts up to this many times its beats' usual height; its slow and fast parts likewise. */
const CEILING = { height: 2, slow: 10, fast: 4, clearness: 40 };

/**
 * What may be beats, and what was measured on each: logarithms, averaged over the leads by their weight.
 * Made once; read by the evidence and by the intervals between candidates.
 */
export interface CandidateSet {
  readonly features: readonly LeadFeature[];
  readonly levels: readonly LeadLevels[];
  readonly rate: number;
  readonly count: number;
  /** Working-rate index and seconds. */
  readonly at: Int32Array;
  readonly seconds: Float64Array;
  /** Log of the joint activity (power mean over leads), of the mean height, of the height over the floor. */
  readonly activity: Float64Array;
  readonly height: Float64Array;
  readonly clearness: Float64Array;
  /** Log height against the slow band (P, T) and of the fast band against the height (muscle). */
  readonly sharpness: Float64Array;
  readonly roughness: Float64Array;
  /** Log of the joint activity against its mean just before and after. */
  readonly standsOut: Float64Array;
  /** Log height of each lead, [leads][count]. */
  readonly leadHeights: readonly Float64Array[];
}

function largestAround(values: Float64Array, from: number, to: number): number {
  let largest = 0;
  for (let n = from; n < to; n++) if (values[n] > largest) largest = values[n];
  return largest;
}

export function measureCandidates(leads: readonly RPeakLead[], samplingFrequency: number): CandidateSet {
  const features = leadFeatures(
    leads.map(({ samples }) => samples),
    samplingFrequency,
  );
  const levels = features.map(leadLevels);
  const joint = jointActivity(features, levels);
  const rate = features[0].rate;
  const at = Int32Array.from(findCandidates(joint, rate));
  const count = at.length;
  const empty = () => new Float64Array(count);
  const set: CandidateSet = {
    features,
    levels,
    rate,
    count,
    at,
    seconds: Float64Array.from(at, (n) => n / rate),
    activity: Float64Array.from(at, (n) => Math.log(joint[n])),
    height: empty(),
    clearness: empty(),
    sharpness: empty(),
    roughness: empty(),
    standsOut: standingOut(joint, at, rate),
    leadHeights: leads.map(empty),
  };
  for (let index = 0; index < count; index++) measure(set, index, joint.length);
  return set;
}

function standingOut(joint: Float64Array, at: Int32Array, rate: number): Float64Array {
  const sums = new Float64Array(joint.length + 1);
  for (let n = 0; n < joint.length; n++) sums[n + 1] = sums[n] + joint[n];
  const near = Math.round(BESIDE_SECONDS.from * rate);
  const far = Math.round(BESIDE_SECONDS.to * rate);
  return Float64Array.from(at, (n) => {
    const [a, b] = [Math.max(0, n - far), Math.max(0, n - near)];
    const [c, d] = [Math.min(n + near, joint.length), Math.min(n + far, joint.length)];
    const beside = (sums[b] - sums[a] + sums[d] - sums[c]) / Math.max(1, b - a + d - c);
    return Math.log(joint[n] / (beside + 1e-2));
  });
}

/** Small additions keep the logarithms finite: a thousandth of a beat's height is nothing. */
function measure(set: CandidateSet, index: number, length: number): void {
  const centre = set.at[index];
  const block = blockOf(set.levels[0], centre);
  const reach = Math.round(REACH_SECONDS * set.rate);
  const [from, to] = [Math.max(0, centre - reach), Math.min(centre + reach + 1, length)];
  let [total, height, clearness, slow, fast] = [0, 0, 0, 0, 0];
  for (const [lead, feature] of set.features.entries()) {
    const level = set.levels[lead];
    const weight = level.weight[block];
    const top = level.top[block];
    const largest = largestAround(feature.envelope, from, to);
    const own = Math.min(largest / top, CEILING.height);
    total += weight;
    height += weight * own;
    clearness += weight * Math.min(largest / level.floor[block], CEILING.clearness) ** 2;
    slow += weight * Math.min(largestAround(feature.slow, from, to) / top, CEILING.slow);
    fast += weight * Math.min(largestAround(feature.fast, from, to) / top, CEILING.fast);
    set.leadHeights[lead][index] = Math.log(own + 0.02);
  }
  set.height[index] = Math.log(height / total + 1e-3);
  set.clearness[index] = Math.log(Math.sqrt(clearness / total) + 1e-3);
  set.sharpness[index] = set.height[index] - Math.log(slow / total + 1e-2);
  set.roughness[index] = Math.log(fast / total + 1e-2) - set.height[index];
}
