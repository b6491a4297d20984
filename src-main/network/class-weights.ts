/**
 * Class-frequency weights w_c = (1 - b) / (1 - b^n_c) (Cui et al., CVPR 2019), divided by their mean, clipped, and
 * brought back to mean 1: AGCACL's phi, and the class-balanced cross entropy's weights.
 * @param counts n_c: training segments of each class; 0 takes the weight of 1
 */
export function frequencyWeights(
  counts: readonly number[],
  beta = 0.999,
  clip: readonly [number, number] = [0.2, 5],
): Float32Array {
  const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const raw = counts.map((count) => (1 - beta) / (1 - beta ** Math.max(1, count)));
  const centre = meanOf(raw);
  const clipped = raw.map((weight) => Math.min(clip[1], Math.max(clip[0], weight / centre)));
  const rest = meanOf(clipped);
  return Float32Array.from(clipped, (weight) => weight / rest);
}

/** log pi_c of a class distribution (any positive scale); a class that is never drawn gets the log of a thousandth of the rarest. */
export function logPrior(frequencies: readonly number[]): Float32Array {
  const whole = frequencies.reduce((a, b) => a + b, 0);
  const rarest = Math.min(...frequencies.filter((f) => f > 0));
  return Float32Array.from(frequencies, (f) => Math.log((f > 0 ? f : rarest / 1000) / whole));
}
