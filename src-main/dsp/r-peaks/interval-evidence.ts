import type { BeatContext } from './beat-context.ts';
import type { CandidateSet } from './candidate-set.ts';

/** What speaks for or against two candidates being successive beats; the order of the weights. */
export const INTERVAL_EVIDENCE = [
  'shorter than 360 ms',
  'shorter than 250 ms',
  'lower, soon after',
  'higher, soon after',
  'blunter, soon after',
  'sharper, soon after',
  'longer than 1.2 s',
  'short of the usual RR',
  'far short of it',
  'half of it',
  'beyond the usual RR',
  'far beyond it',
  'twice it',
  'short, irregular',
  'far short, irregular',
  'beyond, irregular',
  'far beyond, irregular',
  'short and lower, soon after',
  'the usual RR',
] as const;

/** 300/min is an RR of 200 ms; a little less leaves room for jitter. */
export const SHORTEST_RR = 0.17;
/** Beyond this, how long the pause is says nothing more. */
export const LONGEST_RR = 3;
/** T waves and P waves are looked for within this time, fully within 300 ms. */
const SOON = 0.5;

function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** Evidence for beat `j` following beat `i`, into `row`. */
export function intervalEvidence(
  set: CandidateSet,
  context: BeatContext | undefined,
  i: number,
  j: number,
  row: Float64Array,
): void {
  const rr = Math.min(set.seconds[j] - set.seconds[i], LONGEST_RR);
  const soon = clamp((SOON - rr) * 5, 0, 1);
  const rise = clamp(set.activity[j] - set.activity[i], -2, 2);
  const sharper = clamp(set.sharpness[j] - set.sharpness[i], -2, 2);
  row[0] = Math.max(0, (0.36 - rr) * 10);
  row[1] = Math.max(0, (0.25 - rr) * 10);
  row[2] = soon * Math.max(0, -rise);
  row[3] = soon * Math.max(0, rise);
  row[4] = soon * Math.max(0, -sharper);
  row[5] = soon * Math.max(0, sharper);
  row[6] = Math.max(0, Math.log(rr / 1.2));
  if (!context?.known[j]) {
    row.fill(0, 7);
    return;
  }
  const off = clamp(Math.log(rr / context.rr[j]), -1.6, 1.6);
  const irregular = context.irregular[j];
  row[7] = Math.max(0, -off - 0.08);
  row[8] = Math.max(0, -off - 0.35);
  row[9] = Math.max(0, -off - 0.7);
  row[10] = Math.max(0, off - 0.08);
  row[11] = Math.max(0, off - 0.35);
  row[12] = Math.max(0, off - 0.75);
  row[13] = row[7] * irregular;
  row[14] = row[8] * irregular;
  row[15] = row[10] * irregular;
  row[16] = row[11] * irregular;
  row[17] = Math.min(row[7], 1) * row[2];
  row[18] = Math.abs(off) < 0.1 ? 1 : 0;
}
