import { MAD_TO_SIGMA, median, medianAbsoluteDeviation, percentile } from '../normalise.ts';
import type { PreprocessParameters } from './parameters.ts';

/** Where one channel stands: subtract `centre`, divide by `scale`. */
export interface ChannelScale {
  readonly centre: number;
  readonly scale: number;
}

/** A channel whose 1st to 99th percentile spans less than this (mV) is flat: an ADC step or less of any recorder read. */
const FLAT_MILLIVOLTS = 0.004;

export function isFlat(samples: Float32Array): boolean {
  return !(percentile(samples, 99) - percentile(samples, 1) > FLAT_MILLIVOLTS);
}

/** (x - median) / (1.4826 MAD + eps) of the samples given: a window, or the record. */
export function ecgScaleOf(samples: Float32Array, parameters: PreprocessParameters): ChannelScale {
  const centre = median(samples);
  return {
    centre,
    scale: MAD_TO_SIGMA * medianAbsoluteDeviation(samples, centre) + parameters.ecgEpsilon,
  };
}

/** 99th percentile of |x - median|, with a floor: electrograms are spiky, their MAD is noise. */
export function spreadScaleOf(samples: Float32Array, parameters: PreprocessParameters): ChannelScale {
  const centre = median(samples);
  const spread = percentile(
    samples.map((value) => Math.abs(value - centre)),
    parameters.iegmPercentile,
  );
  return { centre, scale: Math.max(parameters.iegmFloor, spread) };
}

/** Writes (x - centre) / scale, clipped, into `target` at `at`; missing samples become 0. */
export function writeNormalised(
  samples: Float32Array,
  { centre, scale }: ChannelScale,
  limit: number,
  target: Float32Array,
  at: number,
): void {
  for (let t = 0; t < samples.length; t++) {
    const value = (samples[t] - centre) / scale;
    target[at + t] = Number.isNaN(value) ? 0 : Math.max(-limit, Math.min(limit, value));
  }
}
