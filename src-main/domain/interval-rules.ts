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

/** A faster rhythm of an adult is a tachycardia, a sinus rhythm too (ACC/AHA/HRS guideline on supraventricular tachycardia, 2015). */
const FASTEST_ADULT = 100;
/**
 * Children's resting rate, 98th percentile, from an age in whole years on (Davignon 1979, Pediatr Cardiol 1:123). The
 * first year's highest, of the third to sixth month, stands for all of it: the age is known in years only.
 */
const FASTEST_CHILD: readonly (readonly [from: number, perMinute: number])[] = [
  [12, 119],
  [8, 130],
  [5, 133],
  [3, 137],
  [1, 151],
  [0, 186],
];
const ADULT_AGE = 16;

/** Rate per minute above which a rhythm is a tachycardia at this age; an adult's where the age is not known. */
export function fastestRate(ageYears?: number): number {
  if (ageYears === undefined || ageYears < 0 || ageYears >= ADULT_AGE) return FASTEST_ADULT;
  return FASTEST_CHILD.find(([from]) => ageYears >= from)![1];
}

/** Why the clinical rules give no QTc at this cycle length, whatever the class; undefined where they give one. */
export function whyNoQtcAt(cycleLength: Milliseconds, ageYears?: number): string | undefined {
  const fastest = fastestRate(ageYears);
  if (rateOf(cycleLength) <= fastest) return undefined;
  const at = fastest === FASTEST_ADULT ? '' : ` at ${ageYears} years`;
  return `more than ${fastest}/min is a tachycardia${at}`;
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
