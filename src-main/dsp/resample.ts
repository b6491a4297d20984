/**
 * Polyphase resampling by a rational factor: the values of scipy's `resample_poly` with its default Kaiser window.
 */
import { presentRuns } from './present-runs.ts';
import { phasesFor } from './resample-taps.ts';

/** Largest factor of the ratio: 977 and 2035 Hz recorders to 250 Hz need 977 and 2035; beyond, the filter grows for nothing. */
const LARGEST_FACTOR = 20_000;

/** Four sums side by side: one alone waits for each addition to end. `length` is a multiple of four. */
function dotProduct(a: Float64Array, aFrom: number, b: Float64Array, bFrom: number, length: number): number {
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let k = 0; k < length; k += 4) {
    first += a[aFrom + k] * b[bFrom + k];
    second += a[aFrom + k + 1] * b[bFrom + k + 1];
    third += a[aFrom + k + 2] * b[bFrom + k + 2];
    fourth += a[aFrom + k + 3] * b[bFrom + k + 3];
  }
  return first + second + (third + fourth);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

export interface ResampleOptions {
  /** What lies beyond the ends: zeros as in scipy's default, or the end values (no step where a signal has an offset). */
  readonly padding?: 'zero' | 'edge';
}

/** Missing samples bridged by straight lines, so that the filter sees no NaN; ends hold the nearest value. */
function bridgeGaps(samples: Float32Array | Float64Array): Float64Array {
  const bridged = Float64Array.from(samples);
  const runs = presentRuns(samples);
  if (runs.length === 0) return bridged.fill(0);
  bridged.fill(samples[runs[0].from], 0, runs[0].from);
  for (let index = 0; index < runs.length; index++) {
    const left = runs[index].to - 1;
    const right = runs[index + 1]?.from;
    if (right === undefined) bridged.fill(samples[left], left + 1);
    else
      for (let n = left + 1; n < right; n++)
        bridged[n] = samples[left] + ((samples[right] - samples[left]) * (n - left)) / (right - left);
  }
  return bridged;
}

/** Whether output sample m lies in a gap: the input sample nearest to it is missing. */
function keepGaps(
  samples: Float32Array | Float64Array,
  output: Float64Array,
  up: number,
  down: number,
): Float64Array {
  for (let m = 0; m < output.length; m++) {
    const nearest = Math.min(Math.round((m * down) / up), samples.length - 1);
    if (Number.isNaN(samples[nearest])) output[m] = NaN;
  }
  return output;
}

/** The samples with `margin` zeros or end values on either side: the inner loop needs no bounds. */
function extend(
  samples: Float32Array | Float64Array,
  margin: number,
  padding: 'zero' | 'edge',
): Float64Array {
  const extended = new Float64Array(samples.length + 2 * margin);
  extended.set(samples, margin);
  if (padding === 'edge' && samples.length > 0) {
    extended.fill(samples[0], 0, margin);
    extended.fill(samples[samples.length - 1], margin + samples.length);
  }
  return extended;
}

/**
 * Resamples by `up / down`: output sample m is at input position m * down / up; ceil(n * up / down) samples.
 * Missing samples (NaN) are bridged for the filter and missing again in the output.
 * @throws RangeError for factors that are no integers in 1..20000
 */
export function resamplePolyphase(
  samples: Float32Array | Float64Array,
  up: number,
  down: number,
  options: ResampleOptions = {},
): Float64Array {
  for (const factor of [up, down])
    if (!Number.isInteger(factor) || factor < 1 || factor > LARGEST_FACTOR)
      throw new RangeError(`A resampling factor is an integer from 1 to ${LARGEST_FACTOR}, not ${factor}.`);
  const divisor = greatestCommonDivisor(up, down);
  up /= divisor;
  down /= divisor;
  if (up === 1 && down === 1) return Float64Array.from(samples);
  const { phases, width, halfLength } = phasesFor(up, down);
  const runs = presentRuns(samples);
  const gapless = runs.length === 1 && runs[0].to - runs[0].from === samples.length;
  const margin = width + 1;
  const input = extend(gapless ? samples : bridgeGaps(samples), margin, options.padding ?? 'zero');
  const output = new Float64Array(Math.ceil((samples.length * up) / down));
  for (let m = 0; m < output.length; m++) {
    const position = m * down + halfLength;
    const phase = (position % up) * width;
    const start = Math.floor(position / up) - width + 1 + margin;
    output[m] = dotProduct(phases, phase, input, start, width);
  }
  return gapless ? output : keepGaps(samples, output, up, down);
}

/** up / down of two sampling frequencies, exact for integers and for decimals; else the nearest ratio in range. */
export function resamplingRatio(fromHz: number, toHz: number): { up: number; down: number } {
  if (!(fromHz > 0 && toHz > 0 && Number.isFinite(fromHz / toHz)))
    throw new RangeError(`Sampling frequencies are positive, not ${fromHz} and ${toHz} Hz.`);
  // Continued fraction of to / from (Hardy & Wright, chapter 10): the convergents are the best ratios of their size.
  let value = toHz / fromHz;
  let [up, previousUp, down, previousDown] = [Math.floor(value), 1, 1, 0];
  while (Math.abs(up / down - toHz / fromHz) > (1e-12 * toHz) / fromHz) {
    value = 1 / (value - Math.floor(value));
    const term = Math.floor(value);
    const [nextUp, nextDown] = [term * up + previousUp, term * down + previousDown];
    if (nextUp > LARGEST_FACTOR || nextDown > LARGEST_FACTOR) break;
    [up, previousUp, down, previousDown] = [nextUp, up, nextDown, down];
  }
  if (up === 0) throw new RangeError(`${fromHz} Hz to ${toHz} Hz is too large a step to resample.`);
  return { up, down };
}

/**
 * Resamples from one sampling frequency to another (977 -> 250 Hz is 250 / 977), end values held at the edges.
 * @throws RangeError for frequencies that are not positive or too far apart
 */
export function resampleTo(
  samples: Float32Array | Float64Array,
  fromHz: number,
  toHz: number,
  options: ResampleOptions = { padding: 'edge' },
): Float64Array {
  const { up, down } = resamplingRatio(fromHz, toHz);
  return resamplePolyphase(samples, up, down, options);
}
