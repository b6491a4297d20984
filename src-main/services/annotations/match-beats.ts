import * as domain from '../../domain/match-beats.ts';
import type { Hertz } from '../../domain/units.ts';

/** Beats of two sets, matched one to one, as positions in their lists. */
export interface BeatMatches {
  /** In time order. */
  readonly pairs: readonly (readonly [first: number, second: number])[];
  readonly onlyFirst: readonly number[];
  readonly onlySecond: readonly number[];
}

/**
 * The domain's matching of beats, as pairs and as who is left over on either side.
 * @param first sample indices, ascending; `second` likewise
 */
export function matchBeats(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  samplingFrequency: Hertz,
): BeatMatches {
  const { toSecond, toFirst } = domain.matchBeats(first, second, samplingFrequency);
  const pairs: [number, number][] = [];
  toSecond.forEach((j, i) => {
    if (j >= 0) pairs.push([i, j]);
  });
  return { pairs, onlyFirst: partnerless(toSecond), onlySecond: partnerless(toFirst) };
}

function partnerless(partners: Int32Array): number[] {
  const positions: number[] = [];
  partners.forEach((partner, position) => {
    if (partner < 0) positions.push(position);
  });
  return positions;
}
