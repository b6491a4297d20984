import type { Random } from '../../domain/random.ts';

export interface PairedDifference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Share of resamples in which the first is not better: one-sided p. */
  readonly notBetter: number;
}

/**
 * Paired bootstrap by subject: subjects are drawn with replacement, both methods are scored on the same draw.
 * @param subjects subject of each example
 * @param difference first minus second, of the examples given by index
 * @returns mean and 95 % interval over the resamples
 */
export function pairedBootstrap(
  subjects: readonly string[],
  difference: (indices: readonly number[]) => number,
  resamples: number,
  random: Random,
): PairedDifference {
  const lists = new Map<string, number[]>();
  subjects.forEach((subject, i) => lists.set(subject, [...(lists.get(subject) ?? []), i]));
  const groups = [...lists.values()];
  const values = Array.from({ length: resamples }, () => {
    const drawn = Array.from({ length: groups.length }, () => groups[random.integer(groups.length)]);
    return difference(drawn.flat());
  }).sort((a, b) => a - b);
  const at = (share: number): number =>
    values[Math.min(values.length - 1, Math.floor(share * values.length))];
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: at(0.025),
    high: at(0.975),
    notBetter: values.filter((value) => value <= 0).length / values.length,
  };
}
