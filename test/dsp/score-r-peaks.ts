import type { Annotation } from '../../src-main/domain/annotation.ts';
import type { MatchCount } from './match.ts';
import { matchBeats } from './match.ts';
import { beatSamples, outsideFlutter } from './real-record.ts';

/** The two protocols of the bars: beat by beat at 150 ms after five minutes, and 50 ms over the whole record. */
export interface RPeakScore {
  readonly after5Minutes: MatchCount;
  readonly whole: MatchCount;
}

export function scoreRPeaks(
  annotations: readonly Annotation[],
  rPeaks: ArrayLike<number>,
  samplingFrequency: number,
): RPeakScore {
  const counts = outsideFlutter(annotations);
  const reference = beatSamples(annotations).filter(counts);
  const detected = Array.from(rPeaks).filter(counts);
  const start = 300 * samplingFrequency;
  const late = (samples: number[]) => samples.filter((sampleIndex) => sampleIndex >= start);
  return {
    after5Minutes: matchBeats(late(reference), late(detected), Math.round(0.15 * samplingFrequency)),
    whole: matchBeats(reference, detected, Math.round(0.05 * samplingFrequency)),
  };
}
