import type { BeatIntervals, BeatWaves } from './waves.ts';

function difference(from: number | undefined, to: number | undefined, scale: number): number | undefined {
  return from === undefined || to === undefined ? undefined : (to - from) * scale;
}

/**
 * Intervals of each beat in ms. RR is the one that precedes the beat; the first beat has none, and so no QTc.
 * QTc is a number only: whether it may be shown (not in tachycardia, pacing or pre-excitation) is the caller's rule.
 */
export function intervalsOf(beats: readonly BeatWaves[], samplingFrequency: number): BeatIntervals[] {
  const ms = 1000 / samplingFrequency;
  return beats.map(({ rPeak, p, qrs, t }, index) => {
    const rr = difference(beats[index - 1]?.rPeak, rPeak, ms);
    const qt = difference(qrs?.onset, t?.offset, ms);
    const corrected = (correction: (rrSeconds: number) => number) =>
      qt === undefined || rr === undefined ? undefined : qt / correction(rr / 1000);
    return {
      rr,
      pr: difference(p?.onset, qrs?.onset, ms),
      qrs: difference(qrs?.onset, qrs?.offset, ms),
      qt,
      qtcBazett: corrected(Math.sqrt),
      qtcFridericia: corrected(Math.cbrt),
    };
  });
}
