import { MISSING_SAMPLE } from '../domain/record.ts';

/** Which bins of a level each pixel covers: [starts[p], ends[p]), counted from the window's first bin. */
export interface PixelBins {
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  readonly firstBin: number;
  readonly bins: number;
}

/**
 * Divides the samples [from, to) over `pixels` equal pixels. A bin that reaches over a pixel's edge counts in both: no
 * extreme is lost.
 * @param reduction samples a bin; `pixels` at most `to - from`
 */
export function pixelBins(from: number, to: number, pixels: number, reduction: number): PixelBins {
  const starts = new Int32Array(pixels);
  const ends = new Int32Array(pixels);
  const firstBin = Math.floor(from / reduction);
  const span = (to - from) / pixels;
  for (let pixel = 0; pixel < pixels; pixel++) {
    const first = from + Math.floor(pixel * span);
    const last = from + Math.floor((pixel + 1) * span) - 1;
    starts[pixel] = Math.floor(first / reduction) - firstBin;
    ends[pixel] = Math.floor(last / reduction) + 1 - firstBin;
  }
  return { starts, ends, firstBin, bins: ends[pixels - 1] };
}

/** A run of a channel's bins as they are stored in one block. */
export interface StoredBins {
  /** One value a bin, or minimum and maximum in turn. */
  readonly stored: Int32Array;
  readonly valuesPerBin: 1 | 2;
  /** The first of them, and how many, counted as `PixelBins` does. */
  readonly first: number;
  readonly bins: number;
  /** Stands for a missing sample; the lowest number of all. */
  readonly missing: number;
  /** Added to a stored value. */
  readonly base: number;
  /** Whether differences of stored values fit in 32 bits: values of 2 and 3 bytes. */
  readonly narrow: boolean;
}

/**
 * Takes a run of bins into the pixels that it reaches; runs come in order of time.
 * @param min,max per pixel; `MISSING_SAMPLE` in both where a pixel has had no sample yet
 * @param gaps per pixel; 1 where one of its bins has no sample
 */
export function reduceBins(
  run: StoredBins,
  columns: PixelBins,
  min: Int32Array,
  max: Int32Array,
  gaps: Uint8Array,
): void {
  const { first, bins, valuesPerBin, missing, base } = run;
  const { starts, ends } = columns;
  const reduce = run.narrow ? extremesByArithmetic : extremesByComparing;
  const last = first + bins;
  for (let pixel = firstPixelAfter(ends, first); pixel < starts.length && starts[pixel] < last; pixel++) {
    const from = Math.max(starts[pixel], first) - first;
    const end = Math.min(ends[pixel], last) - first;
    reduce(run.stored, from * valuesPerBin, end * valuesPerBin, valuesPerBin, missing);
    if (anyMissing) gaps[pixel] = 1;
    if (highest === missing) continue;
    const [low, high] = [lowest + base, highest + base];
    if (max[pixel] === MISSING_SAMPLE || low < min[pixel]) min[pixel] = low;
    if (high > max[pixel]) max[pixel] = high;
  }
}

/** Results of the two functions below: returning them together would make an object for each pixel. */
let lowest = 0;
let highest = 0;
let anyMissing = false;

/** As `binSamples` in dsp/envelope does it, and for the same reason. A missing value shows as the lowest. */
function extremesByArithmetic(
  stored: Int32Array,
  from: number,
  end: number,
  valuesPerBin: number,
  missing: number,
): void {
  const toHigh = valuesPerBin - 1;
  let low = stored[from] | 0;
  let high = stored[from + toHigh] | 0;
  for (let i = from; i < end; i += valuesPerBin) {
    const below = ((stored[i] | 0) - low) | 0;
    const above = (high - (stored[i + toHigh] | 0)) | 0;
    low = (low + (below & (below >> 31))) | 0;
    high = (high - (above & (above >> 31))) | 0;
  }
  lowest = low;
  highest = high;
  anyMissing = false;
  if (low === missing) extremesByComparing(stored, from, end, valuesPerBin, missing);
}

function extremesByComparing(
  stored: Int32Array,
  from: number,
  end: number,
  valuesPerBin: number,
  missing: number,
): void {
  const toHigh = valuesPerBin - 1;
  let low = 0x7fffffff;
  let high = missing;
  anyMissing = false;
  for (let i = from; i < end; i += valuesPerBin) {
    if (stored[i] === missing) anyMissing = true;
    else if (stored[i] < low) low = stored[i];
    if (stored[i + toHigh] > high) high = stored[i + toHigh];
  }
  lowest = low;
  highest = high;
}

/** The first pixel that reaches beyond bin `first`; ends ascend. */
function firstPixelAfter(ends: Int32Array, first: number): number {
  let [low, high] = [0, ends.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] > first) high = middle;
    else low = middle + 1;
  }
  return low;
}
