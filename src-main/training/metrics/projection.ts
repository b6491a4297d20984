/**
 * The first two principal components of `[rows][width]` vectors, by power iteration on the covariance (deterministic
 * start). For drawing embeddings; a short power iteration is exact enough for that.
 */
export function principalPlane(vectors: Float32Array, width: number): Float32Array {
  const rows = width > 0 ? vectors.length / width : 0;
  const centred = Float64Array.from(vectors);
  for (let k = 0; k < width; k++) {
    let mean = 0;
    for (let r = 0; r < rows; r++) mean += centred[r * width + k] / rows;
    for (let r = 0; r < rows; r++) centred[r * width + k] -= mean;
  }
  const out = new Float32Array(rows * 2);
  for (let component = 0; component < 2; component++) {
    const axis = leadingAxis(centred, rows, width, component);
    for (let r = 0; r < rows; r++) {
      let dot = 0;
      for (let k = 0; k < width; k++) dot += centred[r * width + k] * axis[k];
      out[r * 2 + component] = dot;
      for (let k = 0; k < width; k++) centred[r * width + k] -= dot * axis[k];
    }
  }
  return out;
}

const ITERATIONS = 60;

function leadingAxis(centred: Float64Array, rows: number, width: number, component: number): Float64Array {
  let axis = Float64Array.from({ length: width }, (_, k) => Math.cos(k * (component + 1) + 1));
  for (let step = 0; step < ITERATIONS; step++) {
    const next = new Float64Array(width);
    for (let r = 0; r < rows; r++) {
      let dot = 0;
      for (let k = 0; k < width; k++) dot += centred[r * width + k] * axis[k];
      for (let k = 0; k < width; k++) next[k] += dot * centred[r * width + k];
    }
    const length = Math.hypot(...next);
    if (length < 1e-12) return new Float64Array(width);
    axis = next.map((value) => value / length);
  }
  return axis;
}
