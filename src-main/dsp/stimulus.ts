import { median } from './normalise.ts';

/** A stimulus is over within this time, QRS complexes and electrograms are not (Leipzig: band to 100 Hz). */
const WIDEST_SECONDS = 0.006;
/** Residual a stimulus reaches on a signal, mV: chosen on fixtures, see test. */
const LEAST_AMPLITUDE = 0.08;
/** ... and in times of the signal's own residual noise. */
const TIMES_NOISE = 12;
/** ... and in times of what the smoothed signal moves meanwhile: an R peak's tip is small against its flanks. */
const TIMES_MOVEMENT = 1.5;
/** Two pulses closer than this are one (biphasic artefact, ringing). */
const SEPARATE_SECONDS = 0.02;

export interface Stimulus {
  readonly sampleIndex: number;
  /** Signed height above the smoothed signal, mV, on the signal where it is largest. */
  readonly amplitude: number;
  /** Position of that signal among those given. */
  readonly signalIndex: number;
}

/** Median of 2 half + 1 samples around each; a pulse of up to `half` samples vanishes from it. */
function movingMedian(samples: Float32Array, half: number): Float32Array {
  const output = new Float32Array(samples.length);
  const size = 2 * half + 1;
  const window = new Float32Array(size);
  for (let n = 0; n < samples.length; n++) {
    for (let k = 0; k < size; k++) {
      const value = samples[Math.min(Math.max(n - half + k, 0), samples.length - 1)];
      let at = k;
      for (; at > 0 && window[at - 1] > value; at--) window[at] = window[at - 1];
      window[at] = value;
    }
    output[n] = window[half];
  }
  return output;
}

function noiseOf(residual: Float32Array): number {
  const step = Math.max(1, Math.floor(residual.length / 20_000));
  const sizes = [];
  for (let n = 0; n < residual.length; n += step) sizes.push(Math.abs(residual[n]));
  return median(sizes);
}

function movement(smoothed: Float32Array, at: number, reach: number): number {
  let [low, high] = [Infinity, -Infinity];
  for (let n = Math.max(0, at - reach); n <= Math.min(at + reach, smoothed.length - 1); n++) {
    if (smoothed[n] < low) low = smoothed[n];
    if (smoothed[n] > high) high = smoothed[n];
  }
  return high - low;
}

function stimuliOf(samples: Float32Array, signalIndex: number, samplingFrequency: number): Stimulus[] {
  const half = Math.max(1, Math.round((WIDEST_SECONDS / 2) * samplingFrequency));
  const smoothed = movingMedian(samples, 2 * half);
  const residual = samples.map((value, n) => value - smoothed[n]);
  const least = Math.max(LEAST_AMPLITUDE, TIMES_NOISE * noiseOf(residual));
  const found: Stimulus[] = [];
  for (let n = 1; n + 1 < samples.length; n++) {
    const size = Math.abs(residual[n]);
    if (!(size >= least) || size < Math.abs(residual[n - 1]) || size <= Math.abs(residual[n + 1])) continue;
    if (size < TIMES_MOVEMENT * movement(smoothed, n, 2 * half)) continue;
    found.push({ sampleIndex: n, amplitude: residual[n], signalIndex });
  }
  return found;
}

/**
 * Pacing stimulus artefacts: pulses much narrower than any wave of the heart. One entry per stimulus, at the largest
 * pulse of all signals given.
 * @param signals surface leads or electrograms, mV, missing samples NaN, equally long
 * @param samplingFrequency Hz; below 500 a pulse may fall between two samples
 */
export function findStimuli(signals: readonly Float32Array[], samplingFrequency: number): Stimulus[] {
  const pulses = signals
    .flatMap((samples, signalIndex) => stimuliOf(samples, signalIndex, samplingFrequency))
    .sort((a, b) => a.sampleIndex - b.sampleIndex);
  const stimuli: Stimulus[] = [];
  for (const pulse of pulses) {
    const last = stimuli[stimuli.length - 1];
    if (last === undefined || pulse.sampleIndex - last.sampleIndex > SEPARATE_SECONDS * samplingFrequency)
      stimuli.push(pulse);
    else if (Math.abs(pulse.amplitude) > Math.abs(last.amplitude)) stimuli[stimuli.length - 1] = pulse;
  }
  return stimuli;
}
