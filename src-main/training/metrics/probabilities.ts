/** Softmax of each row of `[rows][classes]` logits, divided by a temperature. */
export function softmaxRows(logits: Float32Array, classes: number, temperature = 1): Float32Array {
  const out = new Float32Array(logits.length);
  for (let row = 0; row < logits.length; row += classes) {
    let top = -Infinity;
    for (let c = 0; c < classes; c++) top = Math.max(top, logits[row + c]);
    let sum = 0;
    for (let c = 0; c < classes; c++) sum += out[row + c] = Math.exp((logits[row + c] - top) / temperature);
    for (let c = 0; c < classes; c++) out[row + c] /= sum;
  }
  return out;
}

export function argmaxRows(values: Float32Array, classes: number): Int32Array {
  const out = new Int32Array(values.length / classes);
  for (let row = 0; row < out.length; row++) {
    let best = 0;
    for (let c = 1; c < classes; c++) if (values[row * classes + c] > values[row * classes + best]) best = c;
    out[row] = best;
  }
  return out;
}

export function topRows(values: Float32Array, classes: number): Float32Array {
  const best = argmaxRows(values, classes);
  return Float32Array.from(best, (c, row) => values[row * classes + c]);
}
