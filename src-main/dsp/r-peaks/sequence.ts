import type { BeatContext } from './beat-context.ts';
import type { CandidateSet } from './candidate-set.ts';
import { EVIDENCE, evidenceOf } from './evidence.ts';
import { INTERVAL_EVIDENCE, intervalEvidence, LONGEST_RR, SHORTEST_RR } from './interval-evidence.ts';

/** Weights of the evidence, in the order of EVIDENCE and INTERVAL_EVIDENCE. */
export interface SequenceWeights {
  readonly evidence: readonly number[];
  readonly interval: readonly number[];
}

/**
 * Every possible succession of two candidates with its score, grouped by the later one: a linear-chain conditional
 * random field (Lafferty, McCallum & Pereira, ICML 2001) whose states are the candidates that are beats.
 */
interface Lattice {
  /** Score of each candidate being a beat. */
  readonly own: Float64Array;
  /** Edges into candidate j: `first[j]` .. `first[j + 1]`, each from candidate `from[e]`. */
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly score: Float64Array;
  /** Candidates before `reach[j]` are further back than LONGEST_RR: reached at `pause` each. */
  readonly reach: Int32Array;
  readonly pause: number;
}

function dot(weights: readonly number[], values: Float64Array, offset: number): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += weights[k] * values[offset + k];
  return sum;
}

/** Cost of a pause longer than LONGEST_RR after a usual RR of 0.8 s: the same whatever its length. */
function pauseScore({ interval }: SequenceWeights): number {
  const off = Math.log(LONGEST_RR / 0.8);
  return (
    interval[6] * Math.log(LONGEST_RR / 1.2) +
    interval[10] * (off - 0.08) +
    interval[11] * (off - 0.35) +
    interval[12] * (off - 0.75)
  );
}

function latticeOf(
  set: CandidateSet,
  ownRows: Float64Array,
  context: BeatContext | undefined,
  weights: SequenceWeights,
): Lattice {
  const evidence = evidenceOf(set, ownRows, context);
  const own = new Float64Array(set.count);
  const first = new Int32Array(set.count + 1);
  const reach = new Int32Array(set.count);
  const from: number[] = [];
  const score: number[] = [];
  const row = new Float64Array(INTERVAL_EVIDENCE.length);
  for (let j = 0, low = 0; j < set.count; j++) {
    own[j] = dot(weights.evidence, evidence, j * EVIDENCE.length);
    while (set.seconds[j] - set.seconds[low] > LONGEST_RR) low++;
    reach[j] = low;
    first[j] = from.length;
    for (let i = low; i < j && set.seconds[j] - set.seconds[i] >= SHORTEST_RR; i++) {
      intervalEvidence(set, context, i, j, row);
      from.push(i);
      score.push(dot(weights.interval, row, 0));
    }
  }
  first[set.count] = from.length;
  return {
    own,
    first,
    reach,
    from: Int32Array.from(from),
    score: Float64Array.from(score),
    pause: pauseScore(weights),
  };
}

/** The most probable succession of beats: positions in the set, rising (Viterbi). */
function bestPath({ own, first, from, score, reach, pause }: Lattice): number[] {
  const count = own.length;
  const best = new Float64Array(count);
  const previous = new Int32Array(count).fill(-1);
  let [far, farBest] = [-1, -Infinity];
  let [last, lastBest] = [-1, 0];
  for (let j = 0, passed = 0; j < count; j++) {
    for (; passed < reach[j]; passed++) if (best[passed] > farBest) [far, farBest] = [passed, best[passed]];
    let [top, at] = farBest + pause > 0 ? [farBest + pause, far] : [0, -1];
    for (let e = first[j]; e < first[j + 1]; e++) {
      const sum = best[from[e]] + score[e];
      if (sum > top) [top, at] = [sum, from[e]];
    }
    best[j] = top + own[j];
    previous[j] = at;
    if (best[j] > lastBest) [last, lastBest] = [j, best[j]];
  }
  const path: number[] = [];
  for (; last >= 0; last = previous[last]) path.push(last);
  return path.reverse();
}

/** log(e^a + e^b) */
function logAdd(a: number, b: number): number {
  const [high, low] = a > b ? [a, b] : [b, a];
  return high === -Infinity ? -Infinity : high + Math.log1p(Math.exp(low - high));
}

/** Probability of each candidate being a beat, given all the others: forward and backward sums over all successions. */
function probabilities({ own, first, from, score, reach, pause }: Lattice): Float64Array {
  const count = own.length;
  const forward = new Float64Array(count);
  const backward = new Float64Array(count);
  let far = -Infinity;
  let all = 0; // the succession without any beat
  for (let j = 0, passed = 0; j < count; j++) {
    for (; passed < reach[j]; passed++) far = logAdd(far, forward[passed]);
    let sum = logAdd(0, far + pause);
    for (let e = first[j]; e < first[j + 1]; e++) sum = logAdd(sum, forward[from[e]] + score[e]);
    forward[j] = sum + own[j];
    all = logAdd(all, forward[j]);
  }
  // What follows a candidate: its edges' targets, then all that are further away than LONGEST_RR.
  const later = new Float64Array(count + 1).fill(-Infinity);
  for (let j = count - 1; j >= 0; j--) {
    later[j] = logAdd(later[j + 1], own[j] + backward[j]);
    for (let e = first[j]; e < first[j + 1]; e++)
      backward[from[e]] = logAdd(backward[from[e]], score[e] + own[j] + backward[j]);
    // Candidates that j - 1 no longer reaches back to are complete but for their far successors.
    const reached = j > 0 ? reach[j - 1] : 0;
    for (let i = reached; i < reach[j]; i++) backward[i] = logAdd(backward[i], later[j] + pause);
  }
  return forward.map((value, j) => Math.exp(value + backward[j] - all));
}

/**
 * The most probable beats (positions in the set) and how probable each is.
 * @param own the set's `ownEvidence`
 */
export function bestSequence(
  set: CandidateSet,
  own: Float64Array,
  context: BeatContext | undefined,
  weights: SequenceWeights,
): { beats: number[]; probability: () => Float64Array } {
  const lattice = latticeOf(set, own, context, weights);
  const beats = bestPath(lattice);
  return {
    beats,
    probability: () => {
      const all = probabilities(lattice);
      return Float64Array.from(beats, (beat) => Math.min(1, all[beat]));
    },
  };
}
