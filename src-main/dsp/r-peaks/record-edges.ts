/** A QRS is told only where half of one lies within the recording; what is nearer to its edges is cut off. */
const HALF_QRS_SECONDS = 0.06;

/**
 * The lead with its last sample held from the one before: recorders fill up a file (mitdb's last sample is 0 ADC units,
 * up to 1.3 mV off), and a filter makes a QRS of such a step. The lead itself is not changed.
 */
export function withHeldEnd(samples: Float32Array): Float32Array {
  const last = samples.length - 1;
  if (last < 1 || samples[last] === samples[last - 1]) return samples;
  const held = samples.slice();
  held[last] = samples[last - 1];
  return held;
}

/** Indices [from, to) of a lead of `length` samples at `rate` Hz between which a whole QRS may lie. */
export function wholeQrsRange(length: number, rate: number): { readonly from: number; readonly to: number } {
  const margin = Math.round(HALF_QRS_SECONDS * rate);
  return { from: Math.max(1, margin), to: length - Math.max(1, margin) };
}
