/** Root mean square over `width` samples around each sample (fewer at the ends count as zeros). */
export function movingRms(samples: Float64Array, width: number): Float64Array {
  const half = Math.max(1, Math.round(width / 2));
  const output = new Float64Array(samples.length);
  const last = samples.length - 1;
  let sum = 0;
  for (let n = -half; n <= last; n++) {
    const entering = n + half;
    const leaving = n - half - 1;
    if (entering <= last) sum += samples[entering] * samples[entering];
    if (leaving >= 0) sum -= samples[leaving] * samples[leaving];
    if (n >= 0) output[n] = Math.sqrt(Math.max(sum, 0) / (2 * half + 1));
  }
  return output;
}
