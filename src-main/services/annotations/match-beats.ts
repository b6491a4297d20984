import type { Hertz } from '../../domain/units.ts';

/** The widest distance at which two marks are one beat: min(150 ms, 40 % of the local RR) (workstation specification). */
const WIDEST_MS = 150;
const SHARE_OF_RR = 0.4;

export interface BeatMatches {
  /** Pairs of indices into the two lists. */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  readonly onlyFirst: readonly number[];
  readonly onlySecond: readonly number[];
}

/**
 * Matches the beats of two sets one to one, nearest first within a neighbourhood.
 * @param first sample indices, ascending; `second` likewise
 */
export function matchBeats(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  samplingFrequency: Hertz,
): BeatMatches {
  const pairs: [number, number][] = [];
  const onlyFirst: number[] = [];
  const onlySecond: number[] = [];
  let i = 0;
  let j = 0;
  while (i < first.length && j < second.length) {
    const distance = Math.abs(first[i] - second[j]);
    if (distance <= toleranceAt(first, i, samplingFrequency) && isNearest(first, second, i, j, distance)) {
      pairs.push([i++, j++]);
    } else if (first[i] < second[j]) onlyFirst.push(i++);
    else onlySecond.push(j++);
  }
  for (; i < first.length; i++) onlyFirst.push(i);
  for (; j < second.length; j++) onlySecond.push(j);
  return { pairs, onlyFirst, onlySecond };
}

/** In samples, from the shorter of the two RR intervals around the beat. */
function toleranceAt(beats: ArrayLike<number>, i: number, samplingFrequency: Hertz): number {
  const before = i > 0 ? beats[i] - beats[i - 1] : Infinity;
  const after = i + 1 < beats.length ? beats[i + 1] - beats[i] : Infinity;
  return Math.min((WIDEST_MS * samplingFrequency) / 1000, SHARE_OF_RR * Math.min(before, after));
}

/** No later beat of either set lies nearer to one of the two. */
function isNearest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  i: number,
  j: number,
  distance: number,
): boolean {
  const laterSecond = j + 1 < second.length ? Math.abs(first[i] - second[j + 1]) : Infinity;
  const laterFirst = i + 1 < first.length ? Math.abs(first[i + 1] - second[j]) : Infinity;
  return laterSecond >= distance && laterFirst >= distance;
}
