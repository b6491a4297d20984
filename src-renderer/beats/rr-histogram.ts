/** RR intervals counted in bins, by the class of the beat that ends them. */
import type { Milliseconds } from '../../src-main/domain/units.ts';

export interface HistogramInput {
  readonly count: number;
  readonly sampleIndex: Float64Array;
}

export interface HistogramBin {
  readonly from: Milliseconds;
  readonly to: Milliseconds;
  /** Rows whose preceding interval falls in the bin. */
  readonly rows: readonly number[];
}

/** 25 ms bins from 150 to 1,500 ms; what lies outside is counted in the first and the last. */
export const BIN_MS = 25;
export const FIRST_MS = 150;
export const LAST_MS = 1500;

export function rrHistogram(beats: HistogramInput, samplingFrequency: number): HistogramBin[] {
  const bins = Array.from({ length: (LAST_MS - FIRST_MS) / BIN_MS }, (_, k) => ({
    from: FIRST_MS + k * BIN_MS,
    to: FIRST_MS + (k + 1) * BIN_MS,
    rows: [] as number[],
  }));
  for (let row = 1; row < beats.count; row++) {
    const rr = ((beats.sampleIndex[row] - beats.sampleIndex[row - 1]) * 1000) / samplingFrequency;
    const bin = Math.min(bins.length - 1, Math.max(0, Math.floor((rr - FIRST_MS) / BIN_MS)));
    bins[bin].rows.push(row);
  }
  return bins;
}
