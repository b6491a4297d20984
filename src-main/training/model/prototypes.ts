import type { OutOfDistributionManifest } from '../../dsp/preprocess/model-manifest.ts';

function unitRow(values: Float32Array, from: number, width: number): Float64Array {
  const row = Float64Array.from(values.subarray(from, from + width));
  const length = Math.hypot(...row) || 1;
  return row.map((value) => value / length);
}

/** Mean unit embedding of each class, brought to unit length again; null for a class without an example. */
export function classPrototypes(
  embedding: Float32Array,
  width: number,
  labels: ArrayLike<number>,
  classes: number,
): (number[] | null)[] {
  const sums = Array.from({ length: classes }, () => new Float64Array(width));
  const counts = new Array<number>(classes).fill(0);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < 0) continue;
    const row = unitRow(embedding, i * width, width);
    counts[labels[i]]++;
    for (let k = 0; k < width; k++) sums[labels[i]][k] += row[k];
  }
  return sums.map((sum, c) => {
    if (counts[c] === 0) return null;
    const length = Math.hypot(...sum) || 1;
    return Array.from(sum, (value) => Number((value / length).toPrecision(6)));
  });
}

/** 1 - the largest cosine to a prototype, of each row. */
export function prototypeDistances(
  embedding: Float32Array,
  width: number,
  prototypes: readonly (readonly number[] | null)[],
): Float64Array {
  return Float64Array.from({ length: embedding.length / width }, (_, i) => {
    const row = unitRow(embedding, i * width, width);
    const cosines = prototypes.map((p) => (p ? p.reduce((dot, value, k) => dot + value * row[k], 0) : -1));
    return 1 - Math.max(...cosines);
  });
}

/** @param held distances of examples that were not trained on; their 99th percentile becomes 1 */
export function outOfDistributionOf(
  prototypes: readonly (readonly number[] | null)[],
  held: Float32Array,
): OutOfDistributionManifest {
  const sorted = Float32Array.from(held).sort();
  const scale = sorted.length > 0 ? sorted[Math.floor(0.99 * (sorted.length - 1))] : 1;
  return { prototypes, scale: Math.max(1e-3, scale) };
}
