/**
 * In atrial fibrillation an early beat is no premature one: what the R-R intervals say about prematurity is withheld
 * there. Thresholds chosen by leave-records-out cross-validation over mitdb's DS1, two of whose patients fibrillate.
 */
export const FIBRILLATION_PRIOR = 'fibrillation';

/** Priors that are given only as far as the rhythm is none of fibrillation. */
export const WITHHELD_IN_FIBRILLATION = [
  'rr-pre-to-slow-local',
  'rr-pre-to-slow-record',
  'rr-pre-to-record',
  'rr-pre-to-previous',
  'rr-pre-to-post',
  'rr-earliness-run',
  'rr-pre-surprise',
] as const;

/** Irregularity (median |ln| change at the least irregular lag) from which a rhythm may be fibrillation, and of which it surely is. */
const IRREGULAR = [0.06, 0.16] as const;
/** Likeness of neighbouring P windows under which atrial activity may be chaotic, and under which it surely is. */
const CHAOTIC = [0.45, 0.15] as const;

function ramp(value: number, from: number, to: number): number {
  return Math.max(0, Math.min(1, (value - from) / (to - from)));
}

/**
 * 0 to 1: how much the rhythm around a beat looks like atrial fibrillation: irregular at every lag, and no P window like its neighbours'.
 * @param irregularity `rr-local-irregularity`
 * @param likeness `around p-like-neighbours`
 */
export function fibrillationOf(irregularity: number, likeness: number): number {
  return ramp(irregularity, ...IRREGULAR) * ramp(likeness, ...CHAOTIC);
}
