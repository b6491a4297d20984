import type { ModelManifest } from '../dsp/preprocess/model-manifest.ts';

/** What the model says of a run of beats, as columns. */
export interface BeatDecisions {
  /** Index into the manifest's `classes`. */
  readonly classIndex: Int16Array;
  /** `[beats][classes]`, each row sums to 1. */
  readonly probabilities: Float32Array;
  /** Top probability less the second. */
  readonly margin: Float32Array;
  /** Nats. */
  readonly entropy: Float32Array;
  /** 1: under the model's threshold, it would rather not say. */
  readonly abstained: Uint8Array;
  /** 1 is the edge of what was trained on; see the manifest. */
  readonly outOfDistribution: Float32Array;
  /** 0..1, mean over the window; NaN where the model or the window has no electrogram. */
  readonly iegmWeight: Float32Array;
  /** `[beats][width]`: direction of each beat's embedding, scaled to its own greatest value; empty where not asked for. */
  readonly embedding: Int8Array;
}

/** @param width of the embeddings to keep; none by default */
export function emptyDecisions(beats: number, classes: number, width = 0): BeatDecisions {
  return {
    classIndex: new Int16Array(beats),
    probabilities: new Float32Array(beats * classes),
    margin: new Float32Array(beats),
    entropy: new Float32Array(beats),
    abstained: new Uint8Array(beats),
    outOfDistribution: new Float32Array(beats),
    iegmWeight: new Float32Array(beats).fill(NaN),
    embedding: new Int8Array(beats * width),
  };
}

/** Log-softmax of one row, divided by the temperature. */
function logProbabilities(
  logits: Float32Array,
  from: number,
  classes: number,
  temperature: number,
): Float64Array {
  const row = Float64Array.from(logits.subarray(from, from + classes), (value) => value / temperature);
  const top = Math.max(...row);
  const sum = Math.log(row.reduce((total, value) => total + Math.exp(value - top), 0)) + top;
  return row.map((value) => value - sum);
}

/**
 * Probability of each code: the product over the outputs of its class's calibrated probability, over the
 * combinations that exist, brought to sum 1.
 */
function codeProbabilities(
  results: Readonly<Record<string, Float32Array>>,
  beat: number,
  { outputs, codes, temperature }: ModelManifest,
): Float64Array {
  const rows = outputs.map(({ name, classes }) =>
    logProbabilities(
      results[`logits.${name}`],
      beat * classes.length,
      classes.length,
      temperature[name] ?? 1,
    ),
  );
  const logs = codes.map(({ of }) =>
    outputs.reduce((sum, { name, classes }, at) => sum + rows[at][classes.indexOf(of[name])], 0),
  );
  const top = Math.max(...logs);
  const powers = Float64Array.from(logs, (value) => Math.exp(value - top));
  const total = powers.reduce((sum, value) => sum + value, 0);
  return powers.map((value) => value / total);
}

function distanceScore(embedding: Float32Array, from: number, { outOfDistribution }: ModelManifest): number {
  let nearest = -1;
  for (const prototype of outOfDistribution.prototypes) {
    if (!prototype) continue;
    let dot = 0;
    let square = 0;
    for (let k = 0; k < prototype.length; k++) {
      dot += embedding[from + k] * prototype[k];
      square += embedding[from + k] ** 2;
    }
    nearest = Math.max(nearest, dot / Math.sqrt(square || 1));
  }
  return (1 - nearest) / outOfDistribution.scale;
}

function meanOver(values: Float32Array, beat: number, beats: number): number {
  const length = values.length / beats;
  let sum = 0;
  for (let t = 0; t < length; t++) sum += values[beat * length + t];
  return sum / length;
}

/** Written as signed bytes: a cosine of two stays within 0.01 of what it was. */
function writeDirection(
  embedding: Float32Array,
  from: number,
  target: Int8Array,
  at: number,
  width: number,
): void {
  let greatest = 0;
  for (let k = 0; k < width; k++) greatest = Math.max(greatest, Math.abs(embedding[from + k]));
  for (let k = 0; k < width; k++)
    target[at + k] = greatest === 0 ? 0 : Math.round((127 * embedding[from + k]) / greatest);
}

/** What the logits alone decide: class, probabilities, and how sure. */
export function writeAnswers(
  results: Readonly<Record<string, Float32Array>>,
  beats: number,
  manifest: ModelManifest,
  target: BeatDecisions,
  at: number,
): void {
  const width = manifest.classes.length;
  for (let beat = 0; beat < beats; beat++) {
    const p = codeProbabilities(results, beat, manifest);
    const best = p.indexOf(Math.max(...p));
    const second = p.reduce((top, value, c) => (c === best ? top : Math.max(top, value)), 0);
    target.classIndex[at + beat] = best;
    target.probabilities.set(p, (at + beat) * width);
    target.margin[at + beat] = p[best] - second;
    target.entropy[at + beat] = -p.reduce((sum, value) => sum + (value > 0 ? value * Math.log(value) : 0), 0);
    target.abstained[at + beat] = p[best] < manifest.abstention.threshold ? 1 : 0;
  }
}

/** Turns a run's raw results into decisions, into `target` from `at`. `hasIegm[beat]`: any electrogram is in its window. */
export function writeDecisions(
  results: Readonly<Record<string, Float32Array>>,
  beats: number,
  hasIegm: (beat: number) => boolean,
  manifest: ModelManifest,
  target: BeatDecisions,
  at: number,
): void {
  const weight = results['view.weight-on-iegm'];
  const embedding = results.embedding;
  const dimensions = embedding.length / beats;
  writeAnswers(results, beats, manifest, target, at);
  for (let beat = 0; beat < beats; beat++) {
    target.outOfDistribution[at + beat] = distanceScore(embedding, beat * dimensions, manifest);
    if (target.embedding.length > 0)
      writeDirection(embedding, beat * dimensions, target.embedding, (at + beat) * dimensions, dimensions);
    if (weight && hasIegm(beat)) target.iegmWeight[at + beat] = meanOver(weight, beat, beats);
  }
}
