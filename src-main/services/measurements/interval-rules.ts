import type { SetBeat } from './beat-run.ts';

const TACHYCARDIA: ReadonlySet<string> = new Set(['avnrt', 'avrt', 'af', 'vt']);

/** Why the clinical rules give no QTc for beats of this class; undefined where they give one. */
export function whyNoQtc({ beatClass, code }: SetBeat): string | undefined {
  if (beatClass === undefined || beatClass.origin === 'undetermined')
    return `beats labelled ${code} are undetermined`;
  if (TACHYCARDIA.has(beatClass.origin) || code === 'EAT') return `${code} is a tachycardia`;
  if (beatClass.origin === 'paced-a' || beatClass.origin === 'paced-v') return `${code} is paced`;
  if (beatClass.conduction === 'pre-excited') return `${code} is pre-excited`;
  if (beatClass.origin === 'ventricular' || beatClass.origin === 'fusion')
    return `${code} is a ventricular beat`;
  return undefined;
}

/** PR is no conduction time where the ventricles are not reached from the atria over the AV node alone. */
export function whyNoPr({ beatClass, code }: SetBeat): string | undefined {
  if (beatClass === undefined || beatClass.origin === 'undetermined')
    return `beats labelled ${code} are undetermined`;
  return beatClass.origin === 'sinus' || beatClass.origin === 'atrial' || beatClass.origin === 'paced-a'
    ? undefined
    : `${code} does not begin in the atria, or not as a P wave`;
}

/** Where the atria come first, what follows the QRS belongs to the next beat. */
export function whyNoVa({ beatClass, code }: SetBeat): string | undefined {
  const atriaFirst = beatClass && ['sinus', 'atrial', 'paced-a', 'af'].includes(beatClass.origin);
  return atriaFirst ? `${code} begins in the atria` : undefined;
}

export function hasBundleBranchBlock({ beatClass }: SetBeat): boolean {
  return beatClass?.conduction === 'bundle-branch-block';
}
