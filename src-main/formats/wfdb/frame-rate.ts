import { MISSING_SAMPLE } from '../../domain/record.ts';

/**
 * How signals with several samples a frame share one sampling frequency (WFDB's getvec): `high` gives one sample for
 * each of the fastest signal's, slower ones held; `frame` gives one a frame, faster ones averaged.
 */
export type Resolution = 'high' | 'frame';

/**
 * One value for each frame: the mean of its samples, towards zero as getvec's integer division; missing where one of
 * them is.
 */
export function averageFrames(
  values: Int32Array,
  samplesPerFrame: number,
  out: Int32Array,
  outOffset: number,
  frames: number,
): void {
  for (let frame = 0, at = 0; frame < frames; frame++) {
    let sum = 0;
    let missing = false;
    for (let c = 0; c < samplesPerFrame; c++, at++) {
      sum += values[at];
      missing ||= values[at] === MISSING_SAMPLE;
    }
    out[outOffset + frame] = missing ? MISSING_SAMPLE : Math.trunc(sum / samplesPerFrame);
  }
}

/**
 * `factor` values for each frame, of which `values` has `samplesPerFrame`: each is held until the next.
 * @param skipped values of the first frame that are left out
 */
export function holdSamples(
  values: Int32Array,
  samplesPerFrame: number,
  factor: number,
  skipped: number,
  out: Int32Array,
  outOffset: number,
  count: number,
): void {
  let frame = Math.floor(skipped / factor);
  let c = skipped - frame * factor;
  for (let i = 0; i < count; i++) {
    out[outOffset + i] = values[frame * samplesPerFrame + Math.floor((c * samplesPerFrame) / factor)];
    if (++c === factor) {
      c = 0;
      frame++;
    }
  }
}
