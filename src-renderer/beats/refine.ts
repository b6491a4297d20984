/** Places a beat that a reader pointed at on the R peak near it. */

/** Within how far of the pointed place the peak is looked for: chosen so that a T wave is out of reach. */
export const REFINE_SECONDS = 0.08;

/**
 * The sample that lies furthest from the stretch's median, by absolute value: the R peak, or the S where that is deeper.
 * @param values mV of one surface lead around the place; NaN where missing
 * @returns position in `values`; undefined where all is missing
 */
export function steepestPeak(values: Float32Array): number | undefined {
  const present = [...values].filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (present.length === 0) return undefined;
  const median = present[present.length >> 1];
  let best: number | undefined;
  let height = -1;
  values.forEach((value, index) => {
    if (Math.abs(value - median) > height) {
      height = Math.abs(value - median);
      best = index;
    }
  });
  return best;
}

/** A deflection this many times steeper than the stretch's usual step is an activation; below, noise. Chosen on simulated studies. */
const STEEPER_THAN_USUAL = 6;

/**
 * The steepest step of an electrogram: its local activation.
 * @param values mV around the place, unfiltered; NaN where missing
 * @returns position in `values`; undefined where no step stands out
 */
export function steepestStep(values: Float32Array): number | undefined {
  const steps = Array.from(values.subarray(1), (value, i) => Math.abs(value - values[i]));
  const present = steps.filter((step) => !Number.isNaN(step)).sort((a, b) => a - b);
  const usual = present[present.length >> 1];
  const steepest = present.at(-1);
  if (steepest === undefined || steepest === 0 || steepest < STEEPER_THAN_USUAL * usual) return undefined;
  return steps.indexOf(steepest);
}

/** Greatest minus least value; undefined where all is missing. */
export function peakToPeak(minima: Float32Array, maxima: Float32Array): number | undefined {
  let low = Infinity;
  let high = -Infinity;
  for (const value of minima) if (value < low) low = value;
  for (const value of maxima) if (value > high) high = value;
  return low <= high ? high - low : undefined;
}
