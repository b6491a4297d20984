/** The RR interval of a group of beats. */

/** Beats further apart than this do not follow one another. */
const LONGEST_RR_SECONDS = 2;

export interface UsualRr {
  /** The median. */
  readonly ms: number;
  /** Beats that it is the median of. */
  readonly beats: number;
}

/**
 * Median RR in ms before those beats that follow one of their own class; undefined where none does.
 * @param sampleIndex of all beats, ascending @param rows which of them @param classOf class of one, told apart by `===`
 */
export function usualRr(
  { sampleIndex }: { readonly sampleIndex: ArrayLike<number> },
  rows: readonly number[],
  samplingFrequency: number,
  classOf: (row: number) => unknown,
): UsualRr | undefined {
  const intervals = rows
    .filter((row) => row > 0 && classOf(row - 1) === classOf(row))
    .map((row) => (sampleIndex[row] - sampleIndex[row - 1]) / samplingFrequency)
    .filter((seconds) => seconds > 0 && seconds < LONGEST_RR_SECONDS)
    .sort((a, b) => a - b);
  if (intervals.length === 0) return undefined;
  const middle = intervals.length >> 1;
  const median =
    intervals.length % 2 === 1 ? intervals[middle] : (intervals[middle - 1] + intervals[middle]) / 2;
  return { ms: median * 1000, beats: intervals.length };
}
