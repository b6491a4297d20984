import { beatContext } from './beat-context.ts';
import type { KnownCorrelations } from './beat-context.ts';
import type { CandidateSet } from './candidate-set.ts';
import { EVIDENCE, ownEvidence } from './evidence.ts';
import type { SequenceWeights } from './sequence.ts';
import { bestSequence } from './sequence.ts';

/** Log odds below which a candidate is dropped at once: of mitdb's beats 1 in 20,000, of the other candidates half. */
const HOPELESS = -5;

/** Log odds above which one is a beat by itself. */
const LIKELY = 1;

export interface DecodingWeights {
  /** Before any beat is known. */
  readonly first: SequenceWeights;
  /** With the beats around known. */
  readonly context: SequenceWeights;
}

export interface DecodedBeats {
  /** The candidates that were not hopeless. */
  readonly set: CandidateSet;
  /** Positions in `set`, rising. */
  readonly beats: readonly number[];
  /** How probable each beat is, 0..1. */
  readonly probability: () => Float64Array;
  /** Times of the candidates that are beats by themselves, whatever the rhythm, seconds. */
  readonly likely: readonly number[];
}

function pick(values: Float64Array, kept: readonly number[]): Float64Array {
  return Float64Array.from(kept, (index) => values[index]);
}

/** The set and its evidence with the kept candidates alone. */
function reduce(set: CandidateSet, own: Float64Array, kept: readonly number[]) {
  const size = EVIDENCE.length;
  const rows = new Float64Array(kept.length * size);
  for (const [k, index] of kept.entries()) rows.set(own.subarray(index * size, (index + 1) * size), k * size);
  const reduced: CandidateSet = {
    features: set.features,
    levels: set.levels,
    rate: set.rate,
    count: kept.length,
    at: Int32Array.from(kept, (index) => set.at[index]),
    seconds: pick(set.seconds, kept),
    activity: pick(set.activity, kept),
    height: pick(set.height, kept),
    clearness: pick(set.clearness, kept),
    sharpness: pick(set.sharpness, kept),
    roughness: pick(set.roughness, kept),
    standsOut: pick(set.standsOut, kept),
    leadHeights: set.leadHeights.map((heights) => pick(heights, kept)),
  };
  return { set: reduced, own: rows };
}

/** Positions of the candidates whose own evidence reaches `least`. */
function reaching(least: number, count: number, own: Float64Array, weights: readonly number[]): number[] {
  const kept: number[] = [];
  for (let index = 0; index < count; index++) {
    let score = 0;
    for (let k = 0; k < weights.length; k++) score += weights[k] * own[index * weights.length + k];
    if (score >= least) kept.push(index);
  }
  return kept;
}

/**
 * Decides three times which candidates are beats: without, and twice with what the beats found so far say about the
 * rhythm and the shape of beats.
 */
export function decodeBeats(all: CandidateSet, weights: DecodingWeights): DecodedBeats {
  const allOwn = ownEvidence(all);
  const { set, own } = reduce(all, allOwn, reaching(HOPELESS, all.count, allOwn, weights.first.evidence));
  const known: KnownCorrelations = new Map();
  const first = bestSequence(set, own, undefined, weights.first).beats;
  const second = bestSequence(set, own, beatContext(set, first, known), weights.context).beats;
  const likely = reaching(LIKELY, set.count, own, weights.first.evidence).map((index) => set.seconds[index]);
  return { set, ...bestSequence(set, own, beatContext(set, second, known), weights.context), likely };
}
