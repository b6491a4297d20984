/** Samples [from, to) that are all present (not NaN). */
export interface PresentRun {
  readonly from: number;
  readonly to: number;
}

/** The runs of present samples, in order; missing samples are NaN. */
export function presentRuns(samples: Float32Array | Float64Array): PresentRun[] {
  const runs: PresentRun[] = [];
  let from = -1;
  for (let n = 0; n < samples.length; n++) {
    const missing = samples[n] !== samples[n]; // NaN alone differs from itself; faster than Number.isNaN here
    if (!missing && from < 0) from = n;
    else if (missing && from >= 0) {
      runs.push({ from, to: n });
      from = -1;
    }
  }
  if (from >= 0) runs.push({ from, to: samples.length });
  return runs;
}
