import type { CandidateSet } from '../../../src-main/dsp/r-peaks/candidate-set.ts';
import { measureCandidates } from '../../../src-main/dsp/r-peaks/candidate-set.ts';
import { LONGEST_RR, SHORTEST_RR } from '../../../src-main/dsp/r-peaks/interval-evidence.ts';
import type { RPeakLead } from '../../../src-main/dsp/r-peaks/r-peak-lead.ts';

/** A candidate is a beat's if it is this near, seconds; the highest and nearest of them is. */
const REACH = 0.12;
/** Length of what is learnt from at once, seconds. */
const STRETCH = 40;

/** Candidates of one record with what they are. */
export interface LabelledSet {
  readonly name: string;
  readonly set: CandidateSet;
  /** 1: a beat. */
  readonly labels: Uint8Array;
  /** Candidate ranges [from, to) to learn from: outside flutter, without pauses the model forbids. */
  readonly stretches: readonly (readonly [number, number])[];
  /** Weight of its stretches in the fit. */
  readonly weight: number;
}

function labelsOf(set: CandidateSet, beatSeconds: readonly number[]): Uint8Array {
  const labels = new Uint8Array(set.count);
  let low = 0;
  for (const time of beatSeconds) {
    while (low < set.count && set.seconds[low] < time - REACH) low++;
    let [best, bestValue] = [-1, 0];
    for (let k = low; k < set.count && set.seconds[k] <= time + REACH; k++) {
      const value = Math.exp(set.activity[k]) * (1 - Math.abs(set.seconds[k] - time) / (2 * REACH));
      if (value > bestValue) [best, bestValue] = [k, value];
    }
    if (best >= 0) labels[best] = 1;
  }
  return labels;
}

/** Whether the labels from..to are a succession that the model can give. */
function isPossible(set: CandidateSet, labels: Uint8Array, from: number, to: number): boolean {
  let last = set.seconds[from];
  let beats = 0;
  for (let k = from; k < to; k++) {
    if (!labels[k]) continue;
    const gap = set.seconds[k] - last;
    if (gap > LONGEST_RR || (beats > 0 && gap < SHORTEST_RR)) return false;
    last = set.seconds[k];
    beats++;
  }
  return beats > 0 && set.seconds[to - 1] - last < LONGEST_RR;
}

export function labelSet(
  name: string,
  leads: readonly RPeakLead[],
  samplingFrequency: number,
  beats: readonly number[],
  counts: (sampleIndex: number) => boolean,
  weight: number,
): LabelledSet {
  const set = measureCandidates(leads, samplingFrequency);
  const labels = labelsOf(
    set,
    beats.filter(counts).map((sampleIndex) => sampleIndex / samplingFrequency),
  );
  const stretches: [number, number][] = [];
  for (let from = 0, to: number; from < set.count; from = Math.max(to, from + 1)) {
    to = from;
    while (
      to < set.count &&
      set.seconds[to] - set.seconds[from] < STRETCH &&
      counts(set.seconds[to] * samplingFrequency)
    )
      to++;
    if (to - from > 5 && isPossible(set, labels, from, to)) stretches.push([from, to]);
  }
  return { name, set, labels, stretches, weight };
}
