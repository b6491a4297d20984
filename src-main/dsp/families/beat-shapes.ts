import type { Hertz, Seconds } from '../../domain/units.ts';

/** Beat shapes, `[beats][channels x points]`, row after row; each row has norm 1 (or 0 where nothing was there). */
export interface BeatShapes {
  readonly values: Float32Array;
  readonly beats: number;
  readonly channels: number;
  readonly points: number;
}

/**
 * The window around R that a shape covers. 200 ms before holds the P wave's end, 320 ms after most of the T wave; in
 * tachycardia at 300/min (RR 200 ms) it is cut at half the RR before and the whole RR after, so that a neighbour's QRS
 * does not enter. Chosen on simulated studies, see test.
 */
export const SHAPE_BEFORE: Seconds = 0.2;
export const SHAPE_AFTER: Seconds = 0.32;
/** Points a second after averaging: QRS and electrogram shapes survive 125 Hz, and 8 channels x 65 points stay small. */
const POINTS_PER_SECOND = 125;
export const SHAPE_POINTS = Math.round((SHAPE_BEFORE + SHAPE_AFTER) * POINTS_PER_SECOND);

/** Samples [from, to) averaged; missing ones left out; NaN where all are missing. */
function meanOf(samples: Float32Array, from: number, to: number): number {
  let sum = 0;
  let count = 0;
  for (let i = Math.max(0, from); i < Math.min(samples.length, to); i++) {
    if (Number.isNaN(samples[i])) continue;
    sum += samples[i];
    count++;
  }
  return count === 0 ? NaN : sum / count;
}

function removeMean(row: Float32Array, from: number, points: number): void {
  let sum = 0;
  let count = 0;
  for (let i = from; i < from + points; i++) {
    if (Number.isNaN(row[i])) continue;
    sum += row[i];
    count++;
  }
  const mean = count === 0 ? 0 : sum / count;
  for (let i = from; i < from + points; i++) row[i] = Number.isNaN(row[i]) ? 0 : row[i] - mean;
  clearFlat(row.subarray(from, from + points), mean);
}

/** Of a mean, what the rounding of 32-bit values (2^-24 each) leaves of a flat line at most, with room for a sum of them. */
const ROUNDING = 2 ** -20;

/** A flat line less its mean is rounding, which `normalise` would make a shape of. @param mean that was subtracted */
export function clearFlat(row: Float32Array, mean: number): void {
  const most = ROUNDING * Math.abs(mean);
  if (row.every((value) => Math.abs(value) <= most)) row.fill(0);
}

export function normalise(row: Float32Array): void {
  let energy = 0;
  for (const value of row) energy += value * value;
  const scale = energy > 0 ? 1 / Math.sqrt(energy) : 0;
  for (let i = 0; i < row.length; i++) row[i] *= scale;
}

/**
 * Collects shapes block by block, so that a long record never stands in memory.
 * Channels weigh alike: each is divided by `channelScales` (its typical deflection in mV).
 */
export class BeatShapeCollector {
  readonly shapes: BeatShapes;
  private readonly samplingFrequency: Hertz;
  private readonly channelScales: readonly number[];

  /** @param channelScales mV per channel, above 0 */
  constructor(beats: number, channelScales: readonly number[], samplingFrequency: Hertz) {
    const channels = channelScales.length;
    this.samplingFrequency = samplingFrequency;
    this.channelScales = channelScales;
    const values = new Float32Array(beats * channels * SHAPE_POINTS);
    this.shapes = { values, beats, channels, points: SHAPE_POINTS };
  }

  /**
   * Takes one beat's shape.
   * @param block mV, `[channels][samples]`, NaN missing, holding the beat's window as far as the record does
   * @param r index of R in the block
   * @param rrBefore samples to the beat before, Infinity at the start; `rrAfter` likewise
   */
  add(beat: number, block: readonly Float32Array[], r: number, rrBefore: number, rrAfter: number): void {
    const { channels, points, values } = this.shapes;
    const row = values.subarray(beat * channels * points, (beat + 1) * channels * points);
    const step = this.samplingFrequency / POINTS_PER_SECOND;
    const first = r - SHAPE_BEFORE * this.samplingFrequency;
    for (let channel = 0; channel < channels; channel++) {
      for (let p = 0; p < points; p++) {
        const from = first + p * step;
        const outside = from < r - rrBefore / 2 || from > r + rrAfter * 0.7;
        const value = outside ? NaN : meanOf(block[channel], Math.round(from), Math.round(from + step));
        row[channel * points + p] = value / this.channelScales[channel];
      }
      removeMean(row, channel * points, points);
    }
    normalise(row);
  }
}
