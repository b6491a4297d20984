import { MAD_TO_SIGMA, median, medianAbsoluteDeviation, percentile } from '../normalise.ts';
import type { PreprocessParameters } from './parameters.ts';

/** Where one channel stands: subtract `centre`, divide by `scale`. */
export interface ChannelScale {
  readonly centre: number;
  readonly scale: number;
}

/** A channel whose 1st to 99th percentile spans less than this (mV) is flat: an ADC step or less of any recorder read. */
export const FLAT_MILLIVOLTS = 0.004;

/** How many samples are above a value, below it, and by more than `FLAT_MILLIVOLTS`. */
export interface Glance {
  readonly above: number;
  readonly below: number;
  readonly farAbove: number;
  readonly farBelow: number;
}

/** Whether so many samples lie on either side that the channel is not flat: none needs to be sorted for that. */
export function leavesNoDoubt({ above, below, farAbove, farBelow }: Glance, samples: number): boolean {
  // So many samples on one side put the 1st or 99th percentile, between two ranks, on that side.
  const enough = Math.floor((samples - 1) * 0.01) + 2;
  return (farAbove >= enough && below >= enough) || (farBelow >= enough && above >= enough);
}

/** Samples after which a glance asks whether it has seen enough. */
const GLANCE = 512;

/** Counts no more samples than leave no doubt. */
function glanceAt(samples: Float32Array, about: number): Glance {
  const glance = { above: 0, farAbove: 0, below: 0, farBelow: 0 };
  for (let from = 0; from < samples.length; from += GLANCE) {
    let { above, farAbove, below, farBelow } = glance;
    const to = Math.min(from + GLANCE, samples.length);
    for (let n = from; n < to; n++) {
      const value = samples[n] - about;
      if (value > 0) above++;
      else if (value < 0) below++;
      if (value > FLAT_MILLIVOLTS) farAbove++;
      else if (value < -FLAT_MILLIVOLTS) farBelow++;
    }
    Object.assign(glance, { above, farAbove, below, farBelow });
    if (leavesNoDoubt(glance, samples.length)) break;
  }
  return glance;
}

/**
 * @param about any value, best one in the middle of what the channel usually shows: where enough samples lie on either
 *   side of it the answer is known without sorting
 */
export function isFlat(samples: Float32Array, about = 0): boolean {
  if (leavesNoDoubt(glanceAt(samples, about), samples.length)) return false;
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
