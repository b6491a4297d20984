import type { BeatContext } from '../../../src-main/dsp/r-peaks/beat-context.ts';
import type { CandidateSet } from '../../../src-main/dsp/r-peaks/candidate-set.ts';
import { EVIDENCE } from '../../../src-main/dsp/r-peaks/evidence.ts';
import {
  INTERVAL_EVIDENCE,
  intervalEvidence,
  LONGEST_RR,
  SHORTEST_RR,
} from '../../../src-main/dsp/r-peaks/interval-evidence.ts';

const OWN = EVIDENCE.length;
const BETWEEN = INTERVAL_EVIDENCE.length;

/** A stretch of candidates with all evidence laid out. Times from 0 within LONGEST_RR of either end may be its first or last beat. */
export interface Stretch {
  readonly count: number;
  readonly labels: Uint8Array;
  readonly evidence: Float64Array;
  readonly mayStart: Uint8Array;
  readonly mayEnd: Uint8Array;
  /** Edges into j: first[j]..first[j+1], from `from[e]`, evidence rows of BETWEEN. */
  readonly first: Int32Array;
  readonly from: Int32Array;
  readonly between: Float32Array;
  readonly weight: number;
}

export function layOut(
  set: CandidateSet,
  context: BeatContext | undefined,
  evidence: Float64Array,
  labels: Uint8Array,
  [from, to]: readonly [number, number],
  weight: number,
): Stretch {
  const count = to - from;
  const first = new Int32Array(count + 1);
  const sources: number[] = [];
  const rows: number[] = [];
  const row = new Float64Array(BETWEEN);
  for (let j = 0; j < count; j++) {
    first[j] = sources.length;
    for (let i = j - 1; i >= 0; i--) {
      const rr = set.seconds[from + j] - set.seconds[from + i];
      if (rr > LONGEST_RR) break;
      if (rr < SHORTEST_RR) continue;
      intervalEvidence(set, context, from + i, from + j, row);
      sources.push(i);
      rows.push(...row);
    }
  }
  first[count] = sources.length;
  const near = (edge: number) =>
    Uint8Array.from({ length: count }, (_, k) => +(Math.abs(set.seconds[from + k] - edge) < LONGEST_RR));
  return {
    count,
    labels: labels.slice(from, to),
    evidence: evidence.slice(from * OWN, to * OWN),
    mayStart: near(set.seconds[from]),
    mayEnd: near(set.seconds[to - 1]),
    first,
    from: Int32Array.from(sources),
    between: Float32Array.from(rows),
    weight,
  };
}

function logAdd(a: number, b: number): number {
  const high = Math.max(a, b);
  return high === -Infinity ? -Infinity : high + Math.log1p(Math.exp(Math.min(a, b) - high));
}

function dot(weights: Float64Array, offset: number, values: ArrayLike<number>, start: number, size: number) {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += weights[offset + k] * values[start + k];
  return sum;
}

/**
 * Log-likelihood of the labels under the weights (own evidence first, then intervals), and its gradient added to
 * `gradient`: observed minus expected evidence (Lafferty 2001).
 */
export function likelihood(stretch: Stretch, weights: Float64Array, gradient: Float64Array): number {
  const { count, labels, evidence, mayStart, mayEnd, first, from, between, weight } = stretch;
  const own = Float64Array.from({ length: count }, (_, j) => dot(weights, 0, evidence, j * OWN, OWN));
  const edge = Float64Array.from(from, (_, e) => dot(weights, OWN, between, e * BETWEEN, BETWEEN));
  const forward = new Float64Array(count);
  const backward = Float64Array.from(mayEnd, (may) => (may ? 0 : -Infinity));
  let all = -Infinity;
  for (let j = 0; j < count; j++) {
    let sum = mayStart[j] ? 0 : -Infinity;
    for (let e = first[j]; e < first[j + 1]; e++) sum = logAdd(sum, forward[from[e]] + edge[e]);
    forward[j] = sum + own[j];
    if (mayEnd[j]) all = logAdd(all, forward[j]);
  }
  for (let j = count - 1; j >= 0; j--)
    for (let e = first[j]; e < first[j + 1]; e++)
      backward[from[e]] = logAdd(backward[from[e]], edge[e] + own[j] + backward[j]);
  let value = -all;
  let previous = -1;
  for (let j = 0; j < count; j++) {
    const difference = labels[j] - Math.exp(forward[j] + backward[j] - all);
    for (let k = 0; k < OWN; k++) gradient[k] += weight * difference * evidence[j * OWN + k];
    if (labels[j]) value += own[j];
    for (let e = first[j]; e < first[j + 1]; e++) {
      let surplus = -Math.exp(forward[from[e]] + edge[e] + own[j] + backward[j] - all);
      if (labels[j] && from[e] === previous) {
        surplus += 1;
        value += edge[e];
      }
      if (Math.abs(surplus) < 1e-7) continue;
      for (let k = 0; k < BETWEEN; k++) gradient[OWN + k] += weight * surplus * between[e * BETWEEN + k];
    }
    if (labels[j]) previous = j;
  }
  return weight * value;
}
