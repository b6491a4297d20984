import { percentile } from '../normalise.ts';
import { electrogramFeature } from './electrogram-feature.ts';
import type { ElectrogramFeature } from './electrogram-feature.ts';
import type { Activation, ActivationOptions, ActivationResult } from './activation.ts';
import { localLevels } from './local-levels.ts';
import { fieldKinds } from './near-far.ts';

/** Shortest time between two activations of one electrogram: fibrillation's shortest cycles are near 100 ms, double potentials are one activation. */
const REFRACTORY_SECONDS = 0.06;
/** An activation reaches this share of the largest ones around it ... chosen on fixtures, see test. */
const SHARE_OF_TOP = 0.15;
/** ... and this many times the noise around it. */
const TIMES_NOISE = 5;
/** Where the steepest point is looked for around the envelope's top. */
const STEEP_SECONDS = 0.02;

/** Envelope maxima above the threshold, the larger of two that are closer than the refractory time. */
function candidates(feature: ElectrogramFeature, samplingFrequency: number): number[] {
  const { envelope } = feature;
  const { top, noise } = localLevels(envelope, samplingFrequency);
  const refractory = REFRACTORY_SECONDS * samplingFrequency;
  const found: number[] = [];
  for (let n = 1; n + 1 < envelope.length; n++) {
    const value = envelope[n];
    if (value < envelope[n - 1] || value <= envelope[n + 1]) continue;
    if (value < SHARE_OF_TOP * top(n) || value < TIMES_NOISE * noise(n)) continue;
    const last = found[found.length - 1];
    if (last === undefined || n - last >= refractory) found.push(n);
    else if (value > envelope[last]) found[found.length - 1] = n;
  }
  return found;
}

function extremes(samples: Float64Array, from: number, to: number): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (let n = Math.max(0, from); n < Math.min(to, samples.length); n++) {
    if (samples[n] < low) low = samples[n];
    if (samples[n] > high) high = samples[n];
  }
  return { low, high };
}

/** The sample of the steepest slope within +-STEEP_SECONDS. */
function steepest(samples: Float64Array, at: number, samplingFrequency: number): number {
  const reach = Math.round(STEEP_SECONDS * samplingFrequency);
  let best = at;
  let bestSlope = -1;
  for (let n = Math.max(1, at - reach); n <= Math.min(at + reach, samples.length - 2); n++) {
    const slope = Math.abs(samples[n + 1] - samples[n - 1]);
    if (slope > bestSlope) [best, bestSlope] = [n, slope];
  }
  return best;
}

/**
 * Local activations of one bipolar electrogram (CS, ABL, RVA, HIS ...), near field told from far field.
 * @param electrogram mV, missing samples NaN
 * @param samplingFrequency Hz, 200 or more
 * @throws RangeError below 200 Hz, where an activation's steep part is not in the signal
 */
export function detectActivations(
  electrogram: Float32Array,
  samplingFrequency: number,
  options: ActivationOptions = {},
): ActivationResult {
  if (!(samplingFrequency >= 200))
    throw new RangeError(`Activations need 200 Hz or more, not ${samplingFrequency} Hz.`);
  const feature = electrogramFeature(electrogram, samplingFrequency, options.stimuli ?? []);
  const reach = Math.round(STEEP_SECONDS * samplingFrequency);
  const found = candidates(feature, samplingFrequency).map((at) => {
    const { low, high } = extremes(feature.fine, at - reach, at + reach + 1);
    return {
      sampleIndex: steepest(feature.fine, at, samplingFrequency),
      amplitude: high - low,
      sharpness: feature.sharpnessAt(at),
    };
  });
  const kinds = fieldKinds(found, samplingFrequency, options.rPeaks);
  const details: Activation[] = found.map((one, index) => ({ ...one, kind: kinds[index] }));
  return { activations: Int32Array.from(details, ({ sampleIndex }) => sampleIndex), kinds, details };
}

/** ms between successive activations of a kind; [count - 1] */
export function cycleLengths(activations: ArrayLike<number>, samplingFrequency: number): Float64Array {
  const lengths = new Float64Array(Math.max(0, activations.length - 1));
  for (let n = 0; n < lengths.length; n++)
    lengths[n] = ((activations[n + 1] - activations[n]) * 1000) / samplingFrequency;
  return lengths;
}

/** The median cycle length in ms; undefined of fewer than two activations. */
export function medianCycleLength(
  activations: ArrayLike<number>,
  samplingFrequency: number,
): number | undefined {
  const lengths = cycleLengths(activations, samplingFrequency);
  return lengths.length === 0 ? undefined : percentile(lengths, 50);
}
