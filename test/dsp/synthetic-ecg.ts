import { makeRandom } from '../../src-main/domain/random.ts';

/** A bare ECG lead of bell-shaped waves, for what one property of a beat does to detection. Not a heart: that is the simulator. */
export interface SyntheticOptions {
  readonly samplingFrequency?: number;
  readonly seconds?: number;
  /** R peak times, seconds; by default one every `rr`. */
  readonly beats?: readonly number[];
  readonly rr?: number;
  /** mV, by beat. */
  readonly rHeight?: (beat: number) => number;
  /** Standard deviation of the R wave, seconds. */
  readonly rWidth?: number;
  readonly tHeight?: number;
  readonly pHeight?: number;
  /** mV. */
  readonly noise?: number;
  readonly seed?: number;
}

export interface SyntheticLead {
  readonly samples: Float32Array;
  /** Sample indices of the R peaks. */
  readonly rPeaks: number[];
  readonly samplingFrequency: number;
}

function addBell(samples: Float32Array, fs: number, at: number, height: number, width: number): void {
  const reach = 5 * width;
  const to = Math.min(samples.length - 1, Math.floor((at + reach) * fs));
  for (let n = Math.max(0, Math.ceil((at - reach) * fs)); n <= to; n++)
    samples[n] += height * Math.exp(-(((n / fs - at) / width) ** 2) / 2);
}

export function syntheticLead(options: SyntheticOptions = {}): SyntheticLead {
  const { samplingFrequency: fs = 500, seconds = 60, rr = 0.8, rWidth = 0.011 } = options;
  const { tHeight = 0.25, pHeight = 0.12, noise = 0.01, seed = 1, rHeight = () => 1 } = options;
  const samples = new Float32Array(Math.round(seconds * fs));
  const times =
    options.beats ?? Array.from({ length: Math.floor((seconds - 0.6) / rr) }, (_, beat) => 0.5 + beat * rr);
  const random = makeRandom(seed);
  const stretch = Math.min(1, rr / 0.8);
  for (const [beat, time] of times.entries()) {
    const height = rHeight(beat);
    addBell(samples, fs, time, height, rWidth);
    addBell(samples, fs, time + 2.5 * rWidth, -0.2 * height, rWidth);
    addBell(samples, fs, time - 0.16 * stretch, pHeight, 0.02 * stretch);
    addBell(samples, fs, time + 0.28 * stretch, tHeight, 0.045 * stretch);
  }
  for (let n = 0; n < samples.length; n++) samples[n] += noise * random.normal();
  return { samples, rPeaks: times.map((time) => Math.round(time * fs)), samplingFrequency: fs };
}
