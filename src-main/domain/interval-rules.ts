/** Which intervals the clinical rules give for beats of a class, and why they give none. */
import type { BeatClass } from './beat-class.ts';
import { rateOf, type Milliseconds } from './units.ts';

/** A beat as its label has it. */
export interface LabelledBeat {
  readonly code: string;
  readonly beatClass: BeatClass | undefined;
}

/** QTc is over 3 to 5 beats (clinical rule). */
export const FEWEST_QTC_BEATS = 3;
export const MOST_QTC_BEATS = 5;
/** Leads that QT is measured on, the first that is there. */
export const QT_LEADS = ['II', 'V5'] as const;

const TACHYCARDIA: ReadonlySet<string> = new Set(['avnrt', 'avrt', 'af', 'vt']);

/** Why the clinical rules give no QTc for beats of this class; undefined where they give one. */
export function whyNoQtc({ beatClass, code }: LabelledBeat): string | undefined {
  if (beatClass === undefined || beatClass.origin === 'undetermined')
    return `beats labelled ${code} are undetermined`;
  if (TACHYCARDIA.has(beatClass.origin) || code === 'EAT') return `${code} is a tachycardia`;
  if (beatClass.origin === 'paced-a' || beatClass.origin === 'paced-v') return `${code} is paced`;
  if (beatClass.conduction === 'pre-excited') return `${code} is pre-excited`;
  if (beatClass.origin === 'ventricular' || beatClass.origin === 'fusion')
    return `${code} is a ventricular beat`;
  return undefined;
}

/** A faster rhythm is a tachycardia, a sinus rhythm too (ACC/AHA/HRS guideline on supraventricular tachycardia, 2015). */
export const FASTEST_QTC_PER_MINUTE = 100;

/** Why the clinical rules give no QTc at this cycle length, whatever the class; undefined where they give one. */
export function whyNoQtcAt(cycleLength: Milliseconds): string | undefined {
  return rateOf(cycleLength) > FASTEST_QTC_PER_MINUTE
    ? `more than ${FASTEST_QTC_PER_MINUTE}/min is a tachycardia`
    : undefined;
}

/** PR is no conduction time where the ventricles are not reached from the atria over the AV node alone. */
export function whyNoPr({ beatClass, code }: LabelledBeat): string | undefined {
  if (beatClass === undefined || beatClass.origin === 'undetermined')
    return `beats labelled ${code} are undetermined`;
  return beatClass.origin === 'sinus' || beatClass.origin === 'atrial' || beatClass.origin === 'paced-a'
    ? undefined
    : `${code} does not begin in the atria, or not as a P wave`;
}

/** Where the atria come first, what follows the QRS belongs to the next beat. */
export function whyNoVa({ beatClass, code }: LabelledBeat): string | undefined {
  const atriaFirst = beatClass && ['sinus', 'atrial', 'paced-a', 'af'].includes(beatClass.origin);
  return atriaFirst ? `${code} begins in the atria` : undefined;
}

export function hasBundleBranchBlock({ beatClass }: LabelledBeat): boolean {
  return beatClass?.conduction === 'bundle-branch-block';
}
