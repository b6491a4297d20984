import type { Activation, FieldKind } from './activation.ts';

/** Sharpness that divides near from far where an electrogram shows only one of them: chosen on fixtures, see test. */
const DIVIDE = 0.2;
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
 * the two groups (Otsu 1979, IEEE Trans. Syst. Man Cybern. 9:62), half way between them.
 */
function divisionOf(sharpnesses: readonly number[]): number {
  const logs = Float64Array.from(sharpnesses, (value) => Math.log(Math.max(value, 1e-3))).sort();
  const least = Math.max(2, Math.ceil(LEAST_SHARE * logs.length));
  let [best, division] = [0, Math.log(DIVIDE)];
  for (let split = least; split <= logs.length - least; split++) {
    const [low, high] = [meanOf(logs, 0, split), meanOf(logs, split, logs.length)];
    const between = split * (logs.length - split) * (high - low) ** 2;
    if (between <= best) continue;
    best = between;
    division = high - low > Math.log(APART) ? (low + high) / 2 : Math.log(DIVIDE);
  }
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
