/**
 * Mains interference estimated and subtracted, rather than notched out. A notch answers each deflection with ripples of the mains'
 * frequency; here the sine is fitted where the signal is quiet, so that a deflection has next to no say in it.
 *
 * Source: the subtraction procedure (Levkov, Christov, Daskalov, BioMed Eng OnLine 2005, 4:50), whose criterion for what is no
 * mains, the second difference over one period, is used here as the variance of a weighted least-squares fit of cosine and sine.
 */
import type { Hertz } from '../../domain/units.ts';
import { presentRuns } from '../present-runs.ts';

/**
 * The fit at a time is over this much on either side, weights falling to its ends: mains of 50.1 Hz are followed to 26 dB and more.
 * Chosen on simulated electrograms, see test.
 */
const REACH_SECONDS = 0.25;
/** Of the power about the mean: less can't be told from rounding, and a fit over pure mains would be of no weight at all. */
const LEAST_VARIANCE = 1e-4;

/** Samples of a block, half a period of the mains: within one the fit does not change. */
export function mainsBlock(frequency: Hertz, samplingFrequency: Hertz): number {
  return Math.max(3, Math.round(samplingFrequency / frequency / 2));
}

/** Samples on either side that the fit at a sample sees. */
export function mainsReach(frequency: Hertz, samplingFrequency: Hertz): number {
  const block = mainsBlock(frequency, samplingFrequency);
  const period = samplingFrequency / frequency;
  return Math.ceil((reachInBlocks(block, samplingFrequency) + 3) * block + period + 2);
}

function reachInBlocks(block: number, samplingFrequency: Hertz): number {
  return Math.max(1, Math.round((REACH_SECONDS * samplingFrequency) / block));
}

/**
 * A signal without its mains. Missing samples (NaN) stay missing, the runs between them are taken apart; a run of less than some
 * three periods stays as it is, and so does what does not move at all, as of an amplifier at its rail.
 * @param samples one signal, any unit; two stretches of a record give the same values where both begin at a multiple of `mainsBlock`
 * @param frequency of the mains, Hz
 * @throws RangeError for a frequency outside (0, samplingFrequency / 2)
 */
export function subtractMains(
  samples: Float32Array | Float64Array,
  frequency: Hertz,
  samplingFrequency: Hertz,
): Float64Array {
  if (!(frequency > 0 && frequency < samplingFrequency / 2))
    throw new RangeError(`The mains lie between 0 and ${samplingFrequency / 2} Hz, not at ${frequency}.`);
  const output = new Float64Array(samples);
  for (const { from, to } of presentRuns(samples))
    subtractRun(output.subarray(from, to), frequency, samplingFrequency);
  return output;
}

function subtractRun(run: Float64Array, frequency: Hertz, samplingFrequency: Hertz): void {
  const block = mainsBlock(frequency, samplingFrequency);
  const wave = waveOf(frequency / samplingFrequency, block);
  const fits = fitBlocks(run, frequency / samplingFrequency, wave);
  if (!fits) return;
  const weights = weightsOf(fits);
  const reach = reachInBlocks(block, samplingFrequency);
  const weight = triangle(weights, reach);
  const over = (each: Float64Array): Float64Array => {
    for (let k = 0; k < each.length; k++) each[k] *= weights[k];
    const sums = triangle(each, reach);
    for (let k = 0; k < each.length; k++) sums[k] = weight[k] > 0 ? sums[k] / weight[k] : 0;
    return sums;
  };
  takeAway(run, wave, over(fits.cosine), over(fits.sine), fits);
}

/** The mains over one block, that begins at phase 0. */
interface BlockWave {
  readonly block: number;
  /** Angle from one sample to the next. */
  readonly angle: number;
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
}

function waveOf(cycles: number, block: number): BlockWave {
  const angle = 2 * Math.PI * cycles;
  const over = (one: (angle: number) => number): Float64Array =>
    new Float64Array(block).map((_, j) => one(angle * j));
  return { block, angle, cosine: over(Math.cos), sine: over(Math.sin) };
}

/** The mains fitted to each block by itself, and how far it is to be believed. */
interface BlockFits {
  /** What cosine and sine of the run's own phase are multiplied by. */
  readonly cosine: Float64Array;
  readonly sine: Float64Array;
  /** Mean square of what is no mains; infinite where a block is not whole, or nothing moves in it. */
  readonly variance: Float64Array;
  /** 1 where nothing moves. */
  readonly still: Uint8Array;
  /** Cosine and sine of the phase that each block begins at. */
  readonly beginCosine: Float64Array;
  readonly beginSine: Float64Array;
}

/** @param cycles of the mains a sample @returns undefined for a run that is too short */
function fitBlocks(run: Float64Array, cycles: number, wave: BlockWave): BlockFits | undefined {
  const { block, cosine, sine } = wave;
  const n = run.length;
  const { half, part } = periodOf(cycles);
  const lag = Math.floor(1 / cycles);
  const rest = 1 / cycles - lag;
  const first = Math.max(half, lag + 1);
  if (n < 2 * first + 2 * block) return undefined;
  const blocks = Math.ceil(n / block);
  const fits = {
    cosine: new Float64Array(blocks),
    sine: new Float64Array(blocks),
    variance: new Float64Array(blocks).fill(Infinity),
    still: new Uint8Array(blocks),
    beginCosine: new Float64Array(blocks),
    beginSine: new Float64Array(blocks),
  };
  for (let k = 0; k < blocks; k++) {
    fits.beginCosine[k] = Math.cos(wave.angle * block * k);
    fits.beginSine[k] = Math.sin(wave.angle * block * k);
  }
  const solve = solverOf(wave, gainAboutMean(cycles));
  const from = Math.ceil(first / block);
  const to = Math.floor((n - first) / block);
  let sum = 0;
  for (let i = from * block - half + 1; i < from * block + half; i++) sum += run[i];
  for (let k = from; k < to; k++) {
    let onCosine = 0;
    let onSine = 0;
    let foreign = 0;
    let power = 0;
    let lowest = run[k * block];
    let highest = lowest;
    let early = run[k * block - half];
    for (let j = 0, i = k * block; j < block; j++, i++) {
      const value = run[i];
      const late = run[i + half];
      const about = value - (sum + part * (early + late)) * cycles;
      power += about * about;
      onCosine += about * cosine[j];
      onSine += about * sine[j];
      if (value < lowest) lowest = value;
      else if (value > highest) highest = value;
      early = run[i - half + 1];
      sum += late - early;
    }
    // Every other sample tells enough.
    for (let i = k * block; i < (k + 1) * block; i += 2) {
      const before = run[i - lag] + rest * (run[i - lag - 1] - run[i - lag]);
      const after = run[i + lag] + rest * (run[i + lag + 1] - run[i + lag]);
      const second = before + after - 2 * run[i];
      foreign += 2 * second * second;
    }
    if (lowest === highest) fits.still[k] = 1;
    else fits.variance[k] = (foreign + LEAST_VARIANCE * power) / block;
    solve(fits, k, onCosine, onSine);
  }
  return fits;
}

/** One period about a sample: `half - 1` whole samples on either side, and a part of the next. */
function periodOf(cycles: number): { readonly half: number; readonly part: number } {
  const half = Math.floor(0.5 / cycles + 0.5);
  return { half, part: 0.5 / cycles + 0.5 - half };
}

/** What is left of the mains where the mean over a period of whole and part samples is taken off: nearly all. */
function gainAboutMean(cycles: number): number {
  const { half, part } = periodOf(cycles);
  const angle = 2 * Math.PI * cycles;
  let within = 1 + 2 * part * Math.cos(angle * half);
  for (let i = 1; i < half; i++) within += 2 * Math.cos(angle * i);
  return 1 - within * cycles;
}

/** Least squares over a block, by the inverse of its own products, which are every block's; then to the run's phase. */
function solverOf({ cosine, sine }: BlockWave, gain: number) {
  const cc = cosine.reduce((sum, c) => sum + c * c, 0);
  const ss = sine.reduce((sum, s) => sum + s * s, 0);
  const cs = cosine.reduce((sum, c, j) => sum + c * sine[j], 0);
  const scale = 1 / (gain * (cc * ss - cs * cs));
  return (fits: BlockFits, k: number, onCosine: number, onSine: number): void => {
    const a = (onCosine * ss - onSine * cs) * scale;
    const b = (onSine * cc - onCosine * cs) * scale;
    const c = fits.beginCosine[k];
    const s = fits.beginSine[k];
    fits.cosine[k] = a * c - b * s;
    fits.sine[k] = a * s + b * c;
  };
}

/** Each block by the inverse of its variance, or its neighbour's where that is larger: a deflection spreads by half a period. */
function weightsOf({ variance, still }: BlockFits): Float64Array {
  const weights = new Float64Array(variance.length);
  const last = variance.length - 1;
  for (let k = 0; k <= last; k++) {
    let around = variance[k];
    if (k > 0 && still[k - 1] === 0 && variance[k - 1] > around) around = variance[k - 1];
    if (k < last && still[k + 1] === 0 && variance[k + 1] > around) around = variance[k + 1];
    weights[k] = around > 0 ? 1 / around : 0;
  }
  return weights;
}

/** Sums under a triangle of so many blocks on either side: a box over a box. */
function triangle(values: Float64Array, reach: number): Float64Array {
  const left = reach >> 1;
  return box(box(values, left, reach - 1 - left), reach - 1 - left, left);
}

function box(values: Float64Array, before: number, after: number): Float64Array {
  const n = values.length;
  const summed = new Float64Array(n + 1);
  for (let k = 0; k < n; k++) summed[k + 1] = summed[k] + values[k];
  const boxed = new Float64Array(n);
  for (let k = 0; k < n; k++) {
    const from = k > before ? k - before : 0;
    const to = k + after + 1 < n ? k + after + 1 : n;
    boxed[k] = summed[to] - summed[from];
  }
  return boxed;
}

/** Between the middles of two blocks the fit goes over from one to the other. */
function takeAway(
  run: Float64Array,
  { block, cosine, sine }: BlockWave,
  ofCosine: Float64Array,
  ofSine: Float64Array,
  { still, beginCosine, beginSine }: BlockFits,
): void {
  const last = ofCosine.length - 1;
  const middle = (block - 1) / 2;
  for (let k = 0; k <= last; k++) {
    if (still[k] === 1) continue;
    const c = beginCosine[k];
    const s = beginSine[k];
    // In the block's own phase: its fit, and by how much those before and behind it differ.
    const a = ofCosine[k] * c + ofSine[k] * s;
    const b = ofSine[k] * c - ofCosine[k] * s;
    const k0 = k > 0 ? k - 1 : 0;
    const k2 = k < last ? k + 1 : last;
    const a0 = (ofCosine[k0] * c + ofSine[k0] * s - a) / block;
    const b0 = (ofSine[k0] * c - ofCosine[k0] * s - b) / block;
    const a2 = (ofCosine[k2] * c + ofSine[k2] * s - a) / block;
    const b2 = (ofSine[k2] * c - ofCosine[k2] * s - b) / block;
    const end = Math.min(block, run.length - k * block);
    for (let j = 0, i = k * block; j < end; j++, i++) {
      const far = j - middle;
      if (far < 0) run[i] -= cosine[j] * (a - far * a0) + sine[j] * (b - far * b0);
      else run[i] -= cosine[j] * (a + far * a2) + sine[j] * (b + far * b2);
    }
  }
}
