/** Minimum and maximum per column; NaN where a column has no sample. */
export interface PhysicalEnvelope {
  readonly min: Float32Array;
  readonly max: Float32Array;
  /** Samples a column stands for; 1 where every sample is there. */
  readonly reduction: number;
}

/**
 * The columns of a window of physical values (mV, NaN where missing), such as a filtered trace: each sample where they
 * fit on `pixels` columns, else minimum and maximum of each column's samples. Columns are divided as the store divides
 * them, so that filtered and unfiltered traces lie on one another.
 * @param pixels 1 or more
 */
export function physicalEnvelope(values: Float32Array | Float64Array, pixels: number): PhysicalEnvelope {
  if (values.length <= pixels) {
    const samples = Float32Array.from(values);
    return { min: samples, max: samples.slice(), reduction: 1 };
  }
  const min = new Float32Array(pixels);
  const max = new Float32Array(pixels);
  const span = values.length / pixels;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const end = Math.floor((pixel + 1) * span);
    let low = Infinity;
    let high = -Infinity;
    for (let i = Math.floor(pixel * span); i < end; i++) {
      const value = values[i];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    min[pixel] = low === Infinity ? NaN : low;
    max[pixel] = high === -Infinity ? NaN : high;
  }
  return { min, max, reduction: Math.ceil(span) };
}
