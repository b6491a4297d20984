import type { Hertz } from './units.ts';

/** The widest distance at which two marks are one beat: min(150 ms, 40 % of the local RR) (workstation specification). */
const WIDEST_MS = 150;
const SHARE_OF_RR = 0.4;

/** Each beat's position in the other list, -1 for a beat without partner. */
export interface BeatMatch {
  readonly toSecond: Int32Array;
  readonly toFirst: Int32Array;
}

/**
 * Matches the beats of two sets one to one, nearest first within a neighbourhood.
 * @param first sample indices, ascending; `second` likewise
 */
export function matchBeats(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  samplingFrequency: Hertz,
): BeatMatch {
  const toSecond = new Int32Array(first.length).fill(-1);
  const toFirst = new Int32Array(second.length).fill(-1);
  let i = 0;
  let j = 0;
  while (i < first.length && j < second.length) {
    const distance = Math.abs(first[i] - second[j]);
    if (distance <= toleranceAt(first, i, samplingFrequency) && isNearest(first, second, i, j, distance)) {
      toSecond[i] = j;
      toFirst[j++] = i++;
    } else if (first[i] < second[j]) i++;
    else j++;
  }
  return { toSecond, toFirst };
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
