import { median } from './normalise.ts';

/** Below this a pulse is one sample, which noise makes as well: none is looked for. Hz. */
const LOWEST_SAMPLING_FREQUENCY = 500;
/** A stimulus is over within this time, QRS complexes and electrograms are not (Leipzig: band to 100 Hz). */
const WIDEST_SECONDS = 0.006;
/** Residual a stimulus reaches on a signal, mV: chosen on simulated pacing, see test. */
const LEAST_AMPLITUDE = 0.08;
/** ... and in times of the signal's own residual noise. */
const TIMES_NOISE = 12;
/** ... and in times of what the smoothed signal moves meanwhile: an R peak's tip is small against its flanks. */
const TIMES_MOVEMENT = 1.5;
/** Two pulses closer than this are one (biphasic artefact, ringing). */
const SEPARATE_SECONDS = 0.02;
/** Samples on which a signal's residual noise is estimated. */
const NOISE_SAMPLES = 5000;
/** What is replaced around a stimulus: its rise, its decay and ringing. */
const BLANK_SECONDS = { before: 0.003, after: 0.012 };

export interface Stimulus {
  readonly sampleIndex: number;
  /** Signed height above the smoothed signal, mV, on the signal where it is largest. */
  readonly amplitude: number;
  /** Position of that signal among those given. */
  readonly signalIndex: number;
}

/** Median of 2 half + 1 samples around `centre`; a pulse of up to `half` samples vanishes from it. */
function localMedian(samples: Float32Array, centre: number, half: number, window: Float64Array): number {
  const size = 2 * half + 1;
  for (let k = 0; k < size; k++) {
    const value = samples[Math.min(Math.max(centre - half + k, 0), samples.length - 1)];
    let at = k;
    for (; at > 0 && window[at - 1] > value; at--) window[at] = window[at - 1];
    window[at] = value;
  }
  return window[half];
}

/** Looks at one signal: residuals over a moving median are worked out only where they are asked for. */
class PulseFinder {
  readonly #samples: Float32Array;
  readonly #half: number;
  readonly #window: Float64Array;

  constructor(samples: Float32Array, samplingFrequency: number) {
    this.#samples = samples;
    this.#half = 2 * Math.max(1, Math.round((WIDEST_SECONDS / 2) * samplingFrequency));
    this.#window = new Float64Array(2 * this.#half + 1);
  }

  #smooth(n: number): number {
    return localMedian(this.#samples, n, this.#half, this.#window);
  }

  residual(n: number): number {
    return this.#samples[n] - this.#smooth(n);
  }

  noise(): number {
    const step = Math.max(1, Math.floor(this.#samples.length / NOISE_SAMPLES));
    const sizes: number[] = [];
    for (let n = 0; n < this.#samples.length; n += step) sizes.push(Math.abs(this.residual(n)));
    return median(sizes);
  }

  /** Cheap test that every pulse passes: the sample stands out to the same side from what is just before and after. */
  standsOut(n: number, least: number): boolean {
    const reach = this.#half;
    const before = this.#samples[n] - this.#samples[Math.max(0, n - reach)];
    const after = this.#samples[n] - this.#samples[Math.min(n + reach, this.#samples.length - 1)];
    return (before > least && after > least) || (before < -least && after < -least);
  }

  /** How far the smoothed signal moves around `n`. */
  movement(n: number): number {
    let [low, high] = [Infinity, -Infinity];
    const last = Math.min(n + this.#half, this.#samples.length - 1);
    for (let k = Math.max(0, n - this.#half); k <= last; k++) {
      const value = this.#smooth(k);
      if (value < low) low = value;
      if (value > high) high = value;
    }
    return high - low;
  }
}

function pulsesOf(samples: Float32Array, signalIndex: number, samplingFrequency: number): Stimulus[] {
  const finder = new PulseFinder(samples, samplingFrequency);
  const least = Math.max(LEAST_AMPLITUDE, TIMES_NOISE * finder.noise());
  const found: Stimulus[] = [];
  for (let n = 1; n + 1 < samples.length; n++) {
    if (!finder.standsOut(n, least / 2)) continue;
    const amplitude = finder.residual(n);
    const size = Math.abs(amplitude);
    if (size < least) continue;
    if (size < Math.abs(finder.residual(n - 1)) || size <= Math.abs(finder.residual(n + 1))) continue;
    if (size >= TIMES_MOVEMENT * finder.movement(n)) found.push({ sampleIndex: n, amplitude, signalIndex });
  }
  return found;
}

/**
 * Pacing stimulus artefacts: pulses much narrower than any wave of the surface ECG. One entry per stimulus, at the
 * largest pulse of all signals given. For surface leads: on an electrogram, local activations are as narrow.
 * @param signals surface leads, mV, missing samples NaN, equally long
 * @param samplingFrequency Hz; below 500 none is found, since a pulse of one sample may be noise
 */
export function findStimuli(signals: readonly Float32Array[], samplingFrequency: number): Stimulus[] {
  if (samplingFrequency < LOWEST_SAMPLING_FREQUENCY) return [];
  const pulses = signals
    .flatMap((samples, signalIndex) => pulsesOf(samples, signalIndex, samplingFrequency))
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

/** A copy of the signal with a straight line in place of each stimulus; the signal itself where there is none. */
export function withoutStimuli(
  samples: Float32Array,
  stimuli: ArrayLike<number>,
  samplingFrequency: number,
): Float32Array {
  if (stimuli.length === 0) return samples;
  const blanked = samples.slice();
  const before = Math.max(1, Math.round(BLANK_SECONDS.before * samplingFrequency));
  const after = Math.round(BLANK_SECONDS.after * samplingFrequency);
  for (let k = 0; k < stimuli.length; k++) {
    const from = Math.max(0, stimuli[k] - before);
    const to = Math.min(samples.length - 1, stimuli[k] + after);
    const [first, last] = [blanked[from], blanked[to]];
    for (let n = from + 1; n < to; n++) blanked[n] = first + ((last - first) * (n - from)) / (to - from);
  }
  return blanked;
}
