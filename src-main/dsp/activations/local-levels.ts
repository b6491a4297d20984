import { median, percentile } from '../normalise.ts';

/** A second holds an activation at any rate above 60/min; blocks either side fill in below. */
const BLOCK_SECONDS = 1;
/** Blocks on either side whose median counts: a single artefact does not move the level. */
const REACH = 4;
/** Percentile of the envelope that is noise between activations. */
const NOISE_PERCENTILE = 40;

export interface LocalLevels {
  /** Typical height of the largest deflections around a sample. */
  readonly top: (sampleIndex: number) => number;
  readonly noise: (sampleIndex: number) => number;
}

/** Height of deflections and of noise around each sample of an envelope (chosen on fixtures, see test). */
export function localLevels(envelope: Float64Array, samplingFrequency: number): LocalLevels {
  const block = Math.round(BLOCK_SECONDS * samplingFrequency);
  const blocks = Math.max(1, Math.floor(envelope.length / block));
  const tops = new Float64Array(blocks);
  const floors = new Float64Array(blocks);
  for (let b = 0; b < blocks; b++) {
    const part = envelope.subarray(b * block, b + 1 === blocks ? envelope.length : (b + 1) * block);
    tops[b] = part.reduce((top, value) => Math.max(top, value), 0);
    floors[b] = percentile(part, NOISE_PERCENTILE);
  }
  const smooth = (values: Float64Array) =>
    values.map((_, b) => median(values.subarray(Math.max(0, b - REACH), b + REACH + 1)));
  const [top, noise] = [smooth(tops), smooth(floors)];
  const at = (sampleIndex: number) => Math.min(Math.floor(sampleIndex / block), blocks - 1);
  return { top: (sampleIndex) => top[at(sampleIndex)], noise: (sampleIndex) => noise[at(sampleIndex)] };
}
