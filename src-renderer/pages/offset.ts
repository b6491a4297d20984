/** How far a recording stands from 0 mV: a page brings a lead that would lie outside its row back, by whole squares of 5 mm. Pure. */
import type { TileSamples } from '../trace/tile-samples.ts';

/** Values that the middle is taken of: enough to see an offset, and quick. */
const LOOKED_AT = 128;

/** The median of the middles of some columns, in the signal's unit; 0 where nothing is there. */
export function middleValue(samples: TileSamples, position: number): number {
  const { columns } = samples;
  const step = Math.max(1, Math.floor(columns / LOOKED_AT));
  const middles: number[] = [];
  for (let k = 0; k < columns; k += step) {
    const middle = (samples.minima[position][k] + samples.maxima[position][k]) / 2;
    if (!Number.isNaN(middle)) middles.push(middle);
  }
  if (middles.length === 0) return 0;
  return middles.sort((a, b) => a - b)[middles.length >> 1];
}

/** Share of a row's height that a middle may stand away from the row's. */
const TOLERATED = 0.3;

/**
 * CSS pixels that the zero line is moved by: none for a usual recording, whole 5 mm squares where its middle would stand far
 * from the row's. Steps, so that panning does not make the trace swim.
 * @param middle in pixels above zero @param rowHeight, square CSS pixels
 */
export function offsetOf(middle: number, rowHeight: number, square: number): number {
  if (Math.abs(middle) <= TOLERATED * rowHeight) return 0;
  return Math.round(middle / square) * square;
}
