/** The average beat of the stand-in: the mean of its beats with one standard deviation; it delineates nothing. */
import { encodeAverage } from '../../src-main/api/contract/average-bytes.ts';
import type { StandInChannel } from './stand-in-heart.ts';

export interface AverageBody {
  readonly rPeaks: readonly number[];
  readonly channels: readonly number[];
}

const BEFORE_SECONDS = 0.3;
const AFTER_SECONDS = 0.6;

/** As the program: so many of the beats, evenly. */
const MOST_AVERAGED = 400;

export function averageOf(
  channels: readonly StandInChannel[],
  samplingFrequency: number,
  { rPeaks: asked, channels: wanted }: AverageBody,
): Uint8Array {
  const every = Math.max(1, Math.ceil(asked.length / MOST_AVERAGED));
  const rPeaks = asked.filter((_, i) => i % every === 0);
  const first = -Math.round(BEFORE_SECONDS * samplingFrequency);
  const points = Math.round(AFTER_SECONDS * samplingFrequency) - first;
  return encodeAverage({
    beats: rPeaks.length,
    first,
    points,
    places: {
      pOnset: undefined,
      qrsOnset: Math.round(-0.045 * samplingFrequency),
      qrsOffset: Math.round(0.05 * samplingFrequency),
      tOffset: undefined,
      qtOnset: undefined,
    },
    channels: wanted.map((channelIndex) => {
      const { minima } = channels[channelIndex].levels[0];
      const mean = new Float32Array(points);
      const square = new Float32Array(points);
      for (const rPeak of rPeaks)
        for (let k = 0; k < points; k++) {
          const value = minima[(rPeak + first + k) & (minima.length - 1)];
          mean[k] += value / rPeaks.length;
          square[k] += value ** 2 / rPeaks.length;
        }
      const spread = square.map((value, k) => Math.sqrt(Math.max(0, value - mean[k] ** 2)));
      return {
        channelIndex,
        quality: 0,
        centre: mean,
        low: mean.map((value, k) => value - spread[k]),
        high: mean.map((value, k) => value + spread[k]),
      };
    }),
  });
}
