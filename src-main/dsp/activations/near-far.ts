import type { Activation, FieldKind } from './activation.ts';

/** Sharpness above which an activation is a near field, whatever its neighbours: chosen on fixtures, see test. */
const NEAR = 0.3;
/** Within a QRS a deflection must be this much sharper, since the ventricle's far field is there. */
const NEAR_IN_QRS = 0.4;
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

/** Near or far, by how steep each is and, where R peaks are known, by whether it lies within a QRS. */
export function fieldKinds(
  activations: readonly Omit<Activation, 'kind'>[],
  samplingFrequency: number,
  rPeaks: ArrayLike<number> | undefined,
): FieldKind[] {
  const inQrs = rPeaks && withinQrs(activations, rPeaks, samplingFrequency);
  return activations.map(({ sharpness }, index) =>
    sharpness >= (inQrs?.[index] ? NEAR_IN_QRS : NEAR) ? 'near' : 'far',
  );
}
