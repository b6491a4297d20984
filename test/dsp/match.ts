/** Counts of a one-to-one matching. */
export interface MatchCount {
  readonly found: number;
  readonly missed: number;
  readonly extra: number;
}

/** Nearest one-to-one matching of two rising lists of sample indices: the rule of the shared scoring tool. */
export function matchBeats(
  reference: readonly number[],
  detected: readonly number[],
  tolerance: number,
): MatchCount & { readonly pairs: readonly (readonly [reference: number, detected: number])[] } {
  const pairs: [number, number][] = [];
  let [i, j] = [0, 0];
  while (i < reference.length && j < detected.length) {
    const distance = detected[j] - reference[i];
    if (Math.abs(distance) <= tolerance) {
      const nearer = () => Math.abs(detected[j + 1] - reference[i]) < Math.abs(detected[j] - reference[i]);
      while (j + 1 < detected.length && nearer()) j++;
      pairs.push([reference[i++], detected[j++]]);
    } else if (distance < 0) j++;
    else i++;
  }
  const found = pairs.length;
  return { found, missed: reference.length - found, extra: detected.length - found, pairs };
}

export function addCounts(one: MatchCount, other: MatchCount): MatchCount {
  return {
    found: one.found + other.found,
    missed: one.missed + other.missed,
    extra: one.extra + other.extra,
  };
}

export const NO_MATCHES: MatchCount = { found: 0, missed: 0, extra: 0 };

/** Percent of the reference that was found. */
export function sensitivity({ found, missed }: MatchCount): number {
  return found + missed === 0 ? NaN : (100 * found) / (found + missed);
}

/** Percent of what was detected that is in the reference. */
export function positivePredictivity({ found, extra }: MatchCount): number {
  return found + extra === 0 ? NaN : (100 * found) / (found + extra);
}
