/** Robust statistics of one signal. Missing samples (NaN) are left out; of nothing, the answer is NaN. */

/** MAD to standard deviation of a normal distribution: 1 / Phi^-1(3/4) (Rousseeuw & Croux, JASA 88:1273, 1993). */
export const MAD_TO_SIGMA = 1.4826;
/** Keeps a flat window from dividing by zero, in the unit of the signal (mV): a tenth of a microvolt. */
const EPSILON = 1e-4;
/** Limit in sigmas: the method's preprocessing, step 5. */
const CLIP = 10;

function present(samples: ArrayLike<number>): Float64Array {
  let count = 0;
  const values = new Float64Array(samples.length);
  for (let n = 0; n < samples.length; n++) if (samples[n] === samples[n]) values[count++] = samples[n]; // NaN alone differs from itself
  return values.subarray(0, count);
}

/** The value at `rank` of the sorted values, in linear time (Hoare's selection); reorders `values`, none of which is NaN. */
export function select(values: Float64Array, rank: number): number {
  let [low, high] = [0, values.length - 1];
  while (low < high) {
    const pivot = values[(low + high) >> 1];
    let [left, right] = [low, high];
    while (left <= right) {
      while (values[left] < pivot) left++;
      while (values[right] > pivot) right--;
      if (left <= right) {
        const swap = values[left];
        values[left++] = values[right];
        values[right--] = swap;
      }
    }
    if (rank <= right) high = right;
    else if (rank >= left) low = left;
    else break;
  }
  return values[rank];
}

/** Percentile 0..100, linear between ranks as numpy's default. */
export function percentile(samples: ArrayLike<number>, percent: number): number {
  const values = present(samples);
  if (values.length === 0) return NaN;
  const position = ((values.length - 1) * Math.min(Math.max(percent, 0), 100)) / 100;
  const rank = Math.floor(position);
  const below = select(values, rank);
  const fraction = position - rank;
  if (fraction === 0) return below;
  // After selection, all that lies above `rank` is at least as large: the next rank is its smallest.
  let above = Infinity;
  for (let n = rank + 1; n < values.length; n++) above = Math.min(above, values[n]);
  return below + fraction * (above - below);
}

export function median(samples: ArrayLike<number>): number {
  return percentile(samples, 50);
}

/** Median absolute deviation from `centre` (by default the median), not scaled. */
export function medianAbsoluteDeviation(samples: ArrayLike<number>, centre = median(samples)): number {
  const deviations = new Float64Array(samples.length);
  for (let n = 0; n < samples.length; n++) deviations[n] = Math.abs(samples[n] - centre);
  return median(deviations);
}

/** (x - median) / (1.4826 MAD + eps), clipped to +-10; missing samples stay NaN. Method, preprocessing step 5. */
export function normaliseRobustly(samples: Float32Array | Float64Array): Float32Array {
  const centre = median(samples);
  const scale = MAD_TO_SIGMA * medianAbsoluteDeviation(samples, centre) + EPSILON;
  return Float32Array.from(samples, (value) => Math.min(Math.max((value - centre) / scale, -CLIP), CLIP));
}
