/** Where two sets of beats differ: what the disagreement boxes stand on. */
import type { BeatSeries } from './beat-series.ts';

/** 1 where the partner has another class or there is none; `other` undefined where nothing was compared. */
export function disagreementsOf(
  series: BeatSeries,
  other: BeatSeries | undefined,
  partner: Int32Array | undefined,
): Uint8Array {
  const out = new Uint8Array(series.count);
  if (!other || !partner || other.count === 0) return out;
  for (let i = 0; i < series.count; i++) {
    const at = partner[i];
    out[i] = at < 0 || other.classIndex[at] !== series.classIndex[i] ? 1 : 0;
  }
  return out;
}
