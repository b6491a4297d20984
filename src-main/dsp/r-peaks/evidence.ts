import type { BeatContext } from './beat-context.ts';
import type { CandidateSet } from './candidate-set.ts';

/** What speaks for or against each candidate by itself; the order of the weights. */
export const EVIDENCE = [
  'bias',
  'activity',
  'activity below half',
  'clearness',
  'clearness below 4',
  'against what precedes',
  'against what follows',
  'sharpness',
  'roughness',
  'all leads alike',
  'stands out',
  'height of the beats around',
  'height below half of them',
  'sharpness of the beats around',
  'roughness of the beats around',
  'likeness',
  'likeness above 0.8',
  'weakest lead',
  'superfluous',
  'clearest lead',
  'clearest lead below a third',
  'rougher than the beats around',
] as const;

/** Within this time of a candidate its neighbours may be its own P or T wave. */
const NEIGHBOUR_SECONDS = 0.42;
const LOG_HALF = Math.log(0.5);
const LOG_FOUR = Math.log(4);
const LOG_THIRD = Math.log(1 / 3);

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** Highest activity among the candidates within reach in one direction. */
function highestNeighbour(set: CandidateSet, index: number, direction: 1 | -1): number {
  let highest = Math.log(1e-3);
  for (let k = index + direction; k >= 0 && k < set.count; k += direction) {
    if (Math.abs(set.seconds[k] - set.seconds[index]) > NEIGHBOUR_SECONDS) break;
    highest = Math.max(highest, set.activity[k]);
  }
  return highest;
}

/** Evidence that needs no beats known, [count][EVIDENCE.length], the rest 0; the bounds keep a freak value from deciding. */
export function ownEvidence(set: CandidateSet): Float64Array {
  const size = EVIDENCE.length;
  const evidence = new Float64Array(set.count * size);
  for (let index = 0; index < set.count; index++) {
    const at = index * size;
    const activity = clamp(set.activity[index], -3, 0.7);
    const clearness = clamp(set.clearness[index], 0, 3.5);
    evidence[at] = 1;
    evidence[at + 1] = activity;
    evidence[at + 2] = Math.min(activity - LOG_HALF, 0);
    evidence[at + 3] = clearness;
    evidence[at + 4] = Math.min(clearness - LOG_FOUR, 0);
    evidence[at + 5] = clamp(set.activity[index] - highestNeighbour(set, index, -1), -1.5, 1);
    evidence[at + 6] = clamp(set.activity[index] - highestNeighbour(set, index, 1), -1.5, 1);
    evidence[at + 7] = clamp(set.sharpness[index], -2.5, 2);
    evidence[at + 8] = clamp(set.roughness[index], -3, 2);
    evidence[at + 9] = clamp(set.height[index] - set.activity[index], -3, 1);
    evidence[at + 10] = clamp(set.standsOut[index], -1, 3);
  }
  return evidence;
}

/** How many of EVIDENCE need no beats known. */
const OWN_SIZE = 11;

/**
 * All evidence for every candidate, [count][EVIDENCE.length].
 * @param own of `ownEvidence`; not changed
 * @param context undefined as long as no beats are known: what depends on it is 0
 */
export function evidenceOf(
  set: CandidateSet,
  own: Float64Array,
  context: BeatContext | undefined,
): Float64Array {
  const evidence = own.slice();
  for (let index = 0; context && index < set.count; index++)
    if (context.known[index]) evidence.set(contextual(context, index), index * EVIDENCE.length + OWN_SIZE);
  return evidence;
}

function contextual(context: BeatContext, index: number): number[] {
  const height = clamp(context.height[index], -3, 1);
  const likeness = context.likeness[index];
  const clearest = context.clearestLead[index];
  return [
    height,
    Math.min(height - LOG_HALF, 0),
    clamp(context.sharpness[index], -2, 2),
    clamp(context.roughness[index], -2, 2),
    likeness,
    Math.max(0, likeness - 0.8) * 5,
    clamp(context.weakestLead[index], -3, 0.5),
    context.superfluous[index],
    clamp(clearest, -3, 0.5),
    clamp(clearest - LOG_THIRD, -2, 0),
    clamp(context.roughness[index], 0, 2),
  ];
}
