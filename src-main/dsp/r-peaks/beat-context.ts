import type { CandidateSet } from './candidate-set.ts';
import type { LeadFeature } from './lead-feature.ts';
import { blockOf } from './lead-levels.ts';

/** Beats on either side that a candidate is compared with. */
const REACH = 6;
/** Fewer known beats around a candidate than this tell nothing. */
const LEAST = 4;
/** RR scatter (median absolute log ratio) that counts as wholly irregular; atrial fibrillation has 0.15 and more. */
const IRREGULAR = 0.15;
/** Half the span over which two beats' shapes are compared, and the shifts tried. */
const SHAPE_SECONDS = 0.06;
const SHIFTS = [-2, 0, 2];
/** An RR this close to the usual one (log ratio) needs no beat within. */
const WHOLE = 0.2;

/** What the beats found so far say about each candidate. */
export interface BeatContext {
  /** 1 where enough beats are known around the candidate. */
  readonly known: Uint8Array;
  /** Usual RR around it, seconds. */
  readonly rr: Float64Array;
  /** 0 regular .. 1 irregular. */
  readonly irregular: Float64Array;
  /** Height, sharpness, roughness minus the median of the beats around. */
  readonly height: Float64Array;
  readonly sharpness: Float64Array;
  readonly roughness: Float64Array;
  /** Least of the leads' heights minus that lead's median over the beats around. */
  readonly weakestLead: Float64Array;
  /** The same of the lead that is clearest there: what is not on it is no beat. */
  readonly clearestLead: Float64Array;
  /** Mean correlation with the three beats most like it, -1..1. */
  readonly likeness: Float64Array;
  /** 1 where the beats before and after are one usual RR apart in a regular rhythm: nothing belongs between. */
  readonly superfluous: Float64Array;
}

/** Median of a few present values, which it sorts (by insertion: they are a dozen). */
function median(values: number[]): number {
  for (let k = 1; k < values.length; k++) {
    const value = values[k];
    let at = k;
    for (; at > 0 && values[at - 1] > value; at--) values[at] = values[at - 1];
    values[at] = value;
  }
  const half = values.length >> 1;
  return values.length % 2 === 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

/** Correlations once worked out, by pair: beats found anew are mostly those found before. */
export type KnownCorrelations = Map<number, number>;

/** Correlation of two equally long stretches of a lead, [from, to) and the same `offset` later. */
function shiftedCorrelation({ band, energy }: LeadFeature, from: number, to: number, offset: number): number {
  let product = 0;
  for (let n = from; n < to; n++) product += band[n] * band[n + offset];
  const energies = (energy[to] - energy[from]) * (energy[to + offset] - energy[from + offset]);
  return product / Math.sqrt(energies + 1e-24);
}

/** Largest correlation over the shifts of the band-passed leads around two candidates, weighted over the leads. */
export function correlation(set: CandidateSet, one: number, other: number): number {
  const half = Math.round(SHAPE_SECONDS * set.rate);
  const block = blockOf(set.levels[0], set.at[one]);
  const length = set.features[0].band.length;
  let best = -1;
  for (const shift of SHIFTS) {
    const offset = set.at[other] - set.at[one] + shift;
    const from = Math.max(set.at[one] - half, 0, -offset);
    const to = Math.min(set.at[one] + half + 1, length, length - offset);
    let [sum, total] = [0, 0];
    for (let lead = 0; lead < set.features.length && from < to; lead++) {
      const weight = set.levels[lead].weight[block];
      total += weight;
      sum += weight * shiftedCorrelation(set.features[lead], from, to, offset);
    }
    if (total > 0 && sum / total > best) best = sum / total;
  }
  return best;
}

function likenessTo(
  set: CandidateSet,
  index: number,
  near: readonly number[],
  known: KnownCorrelations,
): number {
  const likenesses = near.map((other) => {
    const pair = index * set.count + other;
    const value = known.get(pair) ?? correlation(set, index, other);
    known.set(pair, value);
    return value;
  });
  likenesses.sort((a, b) => b - a);
  return (likenesses[0] + likenesses[1] + likenesses[2]) / 3;
}

function weakestLead(set: CandidateSet, index: number, near: readonly number[]): number {
  let weakest = Infinity;
  for (const heights of set.leadHeights) {
    const usual = median(near.map((beat) => heights[beat]));
    weakest = Math.min(weakest, heights[index] - usual);
  }
  return weakest;
}

function clearestLead(set: CandidateSet, index: number, near: readonly number[]): number {
  const block = blockOf(set.levels[0], set.at[index]);
  let clearest = 0;
  for (let lead = 1; lead < set.levels.length; lead++)
    if (set.levels[lead].weight[block] > set.levels[clearest].weight[block]) clearest = lead;
  const heights = set.leadHeights[clearest];
  return heights[index] - median(near.map((beat) => heights[beat]));
}

/**
 * Compares every candidate with the beats around it.
 * @param beats positions of beats in the set, rising
 * @param known correlations of an earlier comparison of the same set; grows
 */
export function beatContext(
  set: CandidateSet,
  beats: readonly number[],
  known: KnownCorrelations = new Map(),
): BeatContext {
  const empty = () => new Float64Array(set.count);
  const context: BeatContext = {
    known: new Uint8Array(set.count),
    rr: empty(),
    irregular: empty(),
    height: empty(),
    sharpness: empty(),
    roughness: empty(),
    weakestLead: empty(),
    clearestLead: empty(),
    likeness: empty(),
    superfluous: empty(),
  };
  const seconds = beats.map((beat) => set.seconds[beat]);
  for (let index = 0, next = 0; index < set.count; index++) {
    while (next < beats.length && beats[next] < index) next++;
    compare(set, beats, seconds, index, next, context, known);
  }
  return context;
}

function compare(
  set: CandidateSet,
  beats: readonly number[],
  seconds: readonly number[],
  index: number,
  next: number,
  context: BeatContext,
  known: KnownCorrelations,
): void {
  const [from, to] = [Math.max(0, next - REACH), Math.min(beats.length, next + REACH + 1)];
  const near = beats.slice(from, to).filter((beat) => beat !== index);
  if (near.length < LEAST) return;
  const intervals = seconds.slice(from + 1, to).map((time, k) => time - seconds[from + k]);
  const rr = median(intervals);
  const scatter = median(intervals.map((interval) => Math.abs(Math.log(interval / rr))));
  const over = (values: Float64Array) => values[index] - median(near.map((beat) => values[beat]));
  context.known[index] = 1;
  context.rr[index] = rr;
  context.irregular[index] = Math.min(scatter / IRREGULAR, 1);
  context.height[index] = over(set.height);
  context.sharpness[index] = over(set.sharpness);
  context.roughness[index] = over(set.roughness);
  context.weakestLead[index] = weakestLead(set, index, near);
  context.clearestLead[index] = clearestLead(set, index, near);
  context.likeness[index] = likenessTo(set, index, near, known);
  const before = seconds[next - 1];
  const after = seconds[beats[next] === index ? next + 1 : next];
  if (before === undefined || after === undefined) return;
  const misfit = Math.abs(Math.log((after - before) / rr)) / WHOLE;
  context.superfluous[index] = Math.max(0, 1 - misfit) * (1 - context.irregular[index]);
}
