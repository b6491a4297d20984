import { butterworthLowPass } from '../filter/butterworth.ts';
import { filterZeroPhase } from '../filter/zero-phase.ts';

/** Rate of delineation: 4 ms are a tenth of a small square on paper. */
const WORKING_RATE = 250;

/** How a kind of wave is looked at; chosen on LUDB's records (see the bench), cut-offs from the waves' spectra (Thakor 1984). */
export interface WaveScale {
  /** Low-pass, Hz. */
  readonly lowPass: number;
  /** Half the span of the slope, and the length over which it is averaged, seconds. */
  readonly slopeSeconds: number;
  readonly meanSeconds: number;
  /** Step of the boundary's windows, seconds. */
  readonly unitSeconds: number;
}

export const QRS_SCALE: WaveScale = {
  lowPass: 40,
  slopeSeconds: 0.004,
  meanSeconds: 0.008,
  unitSeconds: 0.008,
};
export const P_SCALE: WaveScale = {
  lowPass: 20,
  slopeSeconds: 0.008,
  meanSeconds: 0.016,
  unitSeconds: 0.012,
};
export const T_SCALE: WaveScale = {
  lowPass: 12,
  slopeSeconds: 0.012,
  meanSeconds: 0.024,
  unitSeconds: 0.02,
};

/** One lead as one kind of wave is looked for in it, at `rate` Hz = samplingFrequency / `step`. */
export interface WaveSignal {
  readonly rate: number;
  readonly step: number;
  /** Low-passed, mV. */
  readonly smooth: Float64Array;
  /** Size of its slope, mV per span, averaged. */
  readonly slope: Float64Array;
}

export function workingStep(samplingFrequency: number): number {
  return Math.max(1, Math.round(samplingFrequency / WORKING_RATE));
}

function slopeOf(smooth: Float64Array, span: number, mean: number): Float64Array {
  const last = smooth.length - 1;
  const steep = smooth.map((_, n) =>
    Math.abs(smooth[Math.min(n + span, last)] - smooth[Math.max(n - span, 0)]),
  );
  const half = Math.round(mean / 2);
  const slope = new Float64Array(steep.length);
  for (let n = 0; n <= last; n++) {
    let sum = 0;
    for (let k = -half; k <= half; k++) sum += steep[Math.min(Math.max(n + k, 0), last)];
    slope[n] = sum / (2 * half + 1);
  }
  return slope;
}

/** Missing samples count as 0. */
export function waveSignal(samples: Float32Array, samplingFrequency: number, scale: WaveScale): WaveSignal {
  const step = workingStep(samplingFrequency);
  const rate = samplingFrequency / step;
  const passed = filterZeroPhase(butterworthLowPass(2, scale.lowPass, samplingFrequency), samples);
  const smooth = new Float64Array(Math.ceil(samples.length / step));
  for (let n = 0; n < smooth.length; n++) {
    const value = passed[n * step];
    smooth[n] = Number.isNaN(value) ? 0 : value;
  }
  const span = Math.max(1, Math.round(scale.slopeSeconds * rate));
  return { rate, step, smooth, slope: slopeOf(smooth, span, scale.meanSeconds * rate) };
}
