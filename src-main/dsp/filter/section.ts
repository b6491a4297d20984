/**
 * One second-order section with a0 = 1: y[n] = b0 x[n] + b1 x[n-1] + b2 x[n-2] - a1 y[n-1] - a2 y[n-2].
 * A first-order section has b2 = a2 = 0.
 */
export interface Section {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Magnitude of the cascade's response at a frequency in Hz. */
export function magnitudeAt(
  sections: readonly Section[],
  frequency: number,
  samplingFrequency: number,
): number {
  const w = (2 * Math.PI * frequency) / samplingFrequency;
  let magnitude = 1;
  for (const { b0, b1, b2, a1, a2 } of sections) {
    const numerator = Math.hypot(
      b0 + b1 * Math.cos(w) + b2 * Math.cos(2 * w),
      b1 * Math.sin(w) + b2 * Math.sin(2 * w),
    );
    const denominator = Math.hypot(
      1 + a1 * Math.cos(w) + a2 * Math.cos(2 * w),
      a1 * Math.sin(w) + a2 * Math.sin(2 * w),
    );
    magnitude *= numerator / denominator;
  }
  return magnitude;
}

/** Radius of the section's larger pole: < 1 for a stable section. */
function poleRadius({ a1, a2 }: Section): number {
  const discriminant = (a1 * a1) / 4 - a2;
  if (discriminant <= 0) return Math.sqrt(a2);
  return Math.abs(a1) / 2 + Math.sqrt(discriminant);
}

/**
 * Samples after which what lay before has faded to `remainder` of its size: the margin to read on either side of a
 * window so that filtering the window equals filtering the record.
 */
export function settlingSamples(sections: readonly Section[], remainder = 1e-4): number {
  const radius = Math.max(...sections.map(poleRadius));
  return radius === 0 ? 2 : Math.ceil(Math.log(remainder) / Math.log(radius));
}
