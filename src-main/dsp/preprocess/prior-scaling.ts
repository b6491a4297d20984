/** Centre and scale of each prior over the training part: it travels in the model's manifest. */
export interface PriorScaling {
  readonly centre: readonly number[];
  readonly scale: readonly number[];
}

/** Standardised priors beyond this many standard deviations tell no more than "far". */
const LIMIT = 4;
/** A prior that hardly varies in training (an all-zero column) must not blow up elsewhere. */
const SMALLEST_SCALE = 1e-3;

/** Mean and standard deviation of each column over `rows` of `[examples][width]`. */
export function priorScalingOf(priors: Float32Array, width: number, rows: readonly number[]): PriorScaling {
  const centre = new Array<number>(width).fill(0);
  const square = new Array<number>(width).fill(0);
  for (const row of rows) {
    for (let k = 0; k < width; k++) {
      const value = priors[row * width + k];
      centre[k] += value / rows.length;
      square[k] += (value * value) / rows.length;
    }
  }
  const scale = centre.map((mean, k) =>
    Math.max(SMALLEST_SCALE, Math.sqrt(Math.max(0, square[k] - mean * mean))),
  );
  return { centre, scale };
}

/** One row, standardised and clipped, into `target` at `at`. */
export function writeStandardised(
  priors: Float32Array,
  row: number,
  { centre, scale }: PriorScaling,
  target: Float32Array,
  at: number,
): void {
  const width = centre.length;
  for (let k = 0; k < width; k++) {
    const value = (priors[row * width + k] - centre[k]) / scale[k];
    target[at + k] = Math.max(-LIMIT, Math.min(LIMIT, value));
  }
}
