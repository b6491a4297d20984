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

/** Minimum and maximum per pixel of plain values; `MISSING_SAMPLE` where a pixel has none. */
export function reduceSamples(
  values: Int32Array,
  { starts, ends }: PixelBins,
  min: Int32Array,
  max: Int32Array,
): void {
  for (let pixel = 0; pixel < starts.length; pixel++) {
    let low = 0x7fffffff;
    let high = MISSING_SAMPLE;
    const end = ends[pixel];
    for (let i = starts[pixel]; i < end; i++) {
      const value = values[i];
      if (value > high) high = value;
      if (value < low && value !== MISSING_SAMPLE) low = value;
    }
    max[pixel] = high;
    min[pixel] = high === MISSING_SAMPLE ? MISSING_SAMPLE : low;
  }
}

/** The same of pairs: minimum, maximum, minimum, maximum ... */
export function reducePairs(
  pairs: Int32Array,
  { starts, ends }: PixelBins,
  min: Int32Array,
  max: Int32Array,
): void {
  for (let pixel = 0; pixel < starts.length; pixel++) {
    let low = 0x7fffffff;
    let high = MISSING_SAMPLE;
    const end = 2 * ends[pixel];
    for (let i = 2 * starts[pixel]; i < end; i += 2) {
      const bottom = pairs[i];
      const top = pairs[i + 1];
      if (top > high) high = top;
      if (bottom < low && bottom !== MISSING_SAMPLE) low = bottom;
    }
    max[pixel] = high;
    min[pixel] = high === MISSING_SAMPLE ? MISSING_SAMPLE : low;
  }
}
