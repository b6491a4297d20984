import type { RecordDescription } from '../../domain/record.ts';
import type { StudyMark } from '../../store/study-marks.ts';

/** The His deflection of each beat, and the atrial one before it on the same channel; sample indices. */
export interface HisTimes {
  readonly channel: string;
  readonly beats: readonly { readonly a?: number; readonly h?: number }[];
}

/** What a study mark of kind `his` tells: H at its time, A where the person marked it too. */
interface HisDetails {
  readonly a?: number;
}

/** H lies this long before the QRS at most (HV of up to 100 ms, and the QRS's first half). */
const LONGEST_BEFORE_R_SECONDS = 0.25;

/**
 * Confirmed His deflections of some beats: only those that a person marked on a channel mapped as HIS.
 * @returns the reason where there are none
 */
export function hisTimes(
  record: RecordDescription,
  marks: readonly StudyMark[],
  rPeaks: ArrayLike<number>,
): HisTimes | string {
  const channel = record.signals.find(({ group }) => group === 'HIS');
  if (!channel) return 'no His channel';
  const confirmed = marks.filter(({ kind }) => kind === 'his');
  const reach = LONGEST_BEFORE_R_SECONDS * record.samplingFrequency;
  const beats = Array.from(rPeaks, (r) => {
    const mark = confirmed.findLast(({ from }) => from < r && from >= r - reach);
    return mark ? { h: mark.from, a: (mark.details as HisDetails | undefined)?.a } : {};
  });
  return beats.some(({ h }) => h !== undefined)
    ? { channel: channel.name, beats }
    : 'no H of these beats was confirmed by a person';
}
