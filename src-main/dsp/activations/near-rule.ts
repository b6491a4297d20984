import type { LeadGroup } from '../../domain/lead.ts';

/** What makes a deflection a near field. Chosen on simulated studies of seeds 1 to 8, 31 and 77, scored on others: see bench. */
export interface NearRule {
  /** Of the largest steep deflections around it. */
  readonly share: number;
  /** Its steep part (80-250 Hz) in that and the blunt part (10-40 Hz). */
  readonly sharpness: number;
  /** Both within a QRS, where the ventricle's far field lies; higher for a pair beside the mitral ring. */
  readonly shareInQrs: number;
  readonly sharpnessInQrs: number;
  /** Shortest time between two activations: seconds. Double potentials of one tissue are one activation. */
  readonly refractory: number;
  /** What follows a deflection this soon (seconds) and reaches less than this share of its steep part is its tail. */
  readonly tail?: { readonly seconds: number; readonly share: number };
}

/** A pair on one chamber: the other one's deflections are far, and smaller and blunter than its own. */
const ATRIAL: NearRule = {
  share: 0.2,
  sharpness: 0.1,
  shareInQrs: 0.45,
  sharpnessInQrs: 0.2,
  refractory: 0.06,
};
const VENTRICULAR: NearRule = {
  share: 0.1,
  sharpness: 0.13,
  shareInQrs: 0.1,
  sharpnessInQrs: 0.13,
  refractory: 0.06,
};
/** A pair across the AV ring lies on atrium, bundle and ventricle, each near, 30 ms apart and of very different size. */
const ACROSS: NearRule = {
  share: 0.08,
  sharpness: 0,
  shareInQrs: 0.08,
  sharpnessInQrs: 0,
  refractory: 0.025,
};
/** Where no bundle potential, as small and as close after an atrial deflection, is looked for, ripples can be told. */
const ABLATION: NearRule = { ...ACROSS, tail: { seconds: 0.035, share: 0.3 } };

const RULES: Readonly<Record<LeadGroup, NearRule>> = {
  CS: ATRIAL,
  RVA: VENTRICULAR,
  ABL: ABLATION,
  HIS: ACROSS,
  other: ATRIAL,
  surface: ATRIAL,
};

/** The rule of a channel's group; a channel of unknown place is taken for an atrial pair. */
export function nearRuleOf(group: LeadGroup | undefined): NearRule {
  return RULES[group ?? 'other'];
}

/** A QRS around its R peak, seconds: half of a broad one before, all of it after. */
const QRS_SECONDS = { before: 0.08, after: 0.1 };

/** Whether each place lies within a QRS; both in rising order. */
export function withinQrs(
  places: readonly number[],
  rPeaks: ArrayLike<number>,
  samplingFrequency: number,
): boolean[] {
  let next = 0;
  return places.map((at) => {
    while (next < rPeaks.length && rPeaks[next] + QRS_SECONDS.after * samplingFrequency < at) next++;
    return next < rPeaks.length && at >= rPeaks[next] - QRS_SECONDS.before * samplingFrequency;
  });
}
