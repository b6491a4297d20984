import type { Activation, FieldKind } from './activation.ts';

/** Median sharpness from which an electrogram that shows only one kind shows near fields: chosen on simulated studies, see bench. */
const ONE_KIND = 0.14;
/** Two groups explain this share of the variance (a single broad one about 0.65). */
const LEAST_EXPLAINED = 0.78;
/** The electrogram's own division is believed within these. */
const LOWEST_DIVIDE = 0.1;
const HIGHEST_DIVIDE = 0.35;
/** Two groups differ by this factor at least, and the smaller holds this share. */
const APART = 1.8;
const LEAST_SHARE = 0.08;
/** Nearer to the division than this factor, a deflection within a QRS is the ventricle's far field. */
const UNSURE = 1.15;
/** A QRS around its R peak, seconds: half of a broad one before, all of it after. */
const QRS_SECONDS = { before: 0.08, after: 0.1 };

/** Whether each activation lies within a QRS; both in rising order. */
function withinQrs(
  activations: readonly { readonly sampleIndex: number }[],
  rPeaks: ArrayLike<number>,
  samplingFrequency: number,
): boolean[] {
  let next = 0;
  return activations.map(({ sampleIndex }) => {
    while (next < rPeaks.length && rPeaks[next] + QRS_SECONDS.after * samplingFrequency < sampleIndex) next++;
    return next < rPeaks.length && sampleIndex >= rPeaks[next] - QRS_SECONDS.before * samplingFrequency;
  });
}

/** Mean of values[from..to). */
function meanOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let k = from; k < to; k++) sum += values[k];
  return sum / (to - from);
}

/**
 * The electrogram's own division of blunt and sharp: the split of the sorted logarithms with the least variance within
 * the two groups (Otsu 1979, IEEE Trans. Syst. Man Cybern. 9:62), half way between them. Where the groups are not apart
 * there is one group, which is all near or all far.
 */
function divisionOf(sharpnesses: readonly number[]): number {
  const logs = Float64Array.from(sharpnesses, (value) => Math.log(Math.max(value, 1e-3))).sort();
  const count = logs.length;
  const mean = meanOf(logs, 0, count);
  const total = logs.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const least = Math.max(2, Math.ceil(LEAST_SHARE * count));
  let [best, division] = [0, NaN];
  for (let split = least; split <= count - least; split++) {
    const [low, high] = [meanOf(logs, 0, split), meanOf(logs, split, count)];
    const between = (split * (count - split) * (high - low) ** 2) / count;
    if (between <= best) continue;
    best = between;
    division = high - low > Math.log(APART) ? (low + high) / 2 : NaN;
  }
  if (Number.isNaN(division) || best < LEAST_EXPLAINED * total)
    return Math.exp(logs[count >> 1]) >= ONE_KIND ? 0 : Infinity;
  return Math.min(Math.max(Math.exp(division), LOWEST_DIVIDE), HIGHEST_DIVIDE);
}

/** Near or far, by how steep each is among the others and, in doubt, by whether it lies within a QRS. */
export function fieldKinds(
  activations: readonly Omit<Activation, 'kind'>[],
  samplingFrequency: number,
  rPeaks: ArrayLike<number> | undefined,
): FieldKind[] {
  const division = divisionOf(activations.map(({ sharpness }) => sharpness));
  const inQrs = rPeaks && withinQrs(activations, rPeaks, samplingFrequency);
  return activations.map(({ sharpness }, index) =>
    sharpness >= division * (inQrs?.[index] ? UNSURE : 1) ? 'near' : 'far',
  );
}
