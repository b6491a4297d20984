import type PDFDocument from 'pdfkit';
import { drawPulse, type Box } from '../report/strip-page.ts';

/** How the rows of a grid lie, mm. */
export interface PageRows {
  readonly height: number;
  /** Of each row: its middle, where the baseline stands. */
  readonly middles: readonly number[];
  /** What of the grid is each row's: the first and the last one's reach to its edges. */
  readonly bands: readonly { readonly top: number; readonly height: number }[];
}

/** How far a trace reaches over and under its baseline. */
export interface TraceExtent {
  readonly rise: number;
  readonly fall: number;
}

/** Least distance of a peak from the grid's edge, mm. */
const EDGE = 1;
/** Of the grid's height that is given up at either edge at most. */
const MOST_HEADROOM = 0.1;

/**
 * Equal rows, so far inward that the first one's peaks and the last one's troughs lie on the grid: a peak that the edge cuts off
 * would pass for a smaller one. @param first, last extents of these rows, mm
 */
export function pageRows(grid: Box, count: number, first: TraceExtent, last: TraceExtent): PageRows {
  const most = grid.height * MOST_HEADROOM;
  let height = grid.height / count;
  const room = (extent: number): number => Math.min(most, Math.max(0, extent + EDGE - height / 2));
  // What is given up makes every row lower, and that a little more is needed.
  for (let pass = 0; pass < 8; pass++) height = (grid.height - room(first.rise) - room(last.fall)) / count;
  const top = grid.y + room(first.rise);
  const middles = Array.from({ length: count }, (_, row) => top + height * (row + 0.5));
  const bands = middles.map((middle, row) => {
    const from = row === 0 ? grid.y : middle - height / 2;
    const to = row === count - 1 ? grid.y + grid.height : middle + height / 2;
    return { top: from, height: to - from };
  });
  return { height, middles, bands };
}

/** About a median; none of nothing. */
export function extentOf(values: ArrayLike<number>, zero: number): TraceExtent {
  let [rise, fall] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    if (values[k] - zero > rise) rise = values[k] - zero;
    if (zero - values[k] > fall) fall = zero - values[k];
  }
  return { rise, fall };
}

/**
 * 1 mV left of the rows: on each that it fits; a taller one once for the rows of its gain that follow one another, over as many of
 * them as it needs. @param gains mm a unit, a row each
 */
export function drawPulses(
  document: PDFDocument,
  grid: Box,
  { height, middles }: PageRows,
  gains: readonly number[],
): void {
  for (let first = 0, end = 0; first < gains.length; first = end) {
    const gain = gains[first];
    while (end < gains.length && gains[end] === gain) end++;
    const top = middles[first] - height / 2;
    const rows = middles.slice(first, end);
    const fitting = rows.find((middle) => middle - gain >= top) ?? rows[rows.length - 1];
    for (const middle of gain <= height ? rows : [fitting])
      drawPulse(document, grid.x, Math.max(middle, grid.y + gain + 0.5), gain);
  }
}
