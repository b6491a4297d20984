/** Beats of two sets, one to one within min(150 ms, 40 % of the local RR): what the disagreement boxes stand on. */
import type { Hertz } from '../../src-main/domain/units.ts';
import type { BeatSeries } from './beat-series.ts';

/** Position in the other series, -1 for a beat without partner. */
export interface BeatMatch {
  readonly toSecond: Int32Array;
  readonly toFirst: Int32Array;
}

function localRr(series: BeatSeries, index: number): number {
  const before = index > 0 ? series.sampleIndex[index] - series.sampleIndex[index - 1] : Infinity;
  const after =
    index + 1 < series.count ? series.sampleIndex[index + 1] - series.sampleIndex[index] : Infinity;
  return Math.min(before, after);
}

/** In time order, each beat of `first` with the nearest free beat of `second` that no later beat of `first` is nearer to. */
export function matchBeats(first: BeatSeries, second: BeatSeries, samplingFrequency: Hertz): BeatMatch {
  const toSecond = new Int32Array(first.count).fill(-1);
  const toFirst = new Int32Array(second.count).fill(-1);
  let j = 0;
  for (let i = 0; i < first.count; i++) {
    const at = first.sampleIndex[i];
    const widest = Math.min(0.15 * samplingFrequency, 0.4 * localRr(first, i));
    while (j < second.count && second.sampleIndex[j] < at - widest) j++;
    let best = -1;
    for (let k = j; k < second.count && second.sampleIndex[k] <= at + widest; k++) {
      const distance = Math.abs(second.sampleIndex[k] - at);
      if (best < 0 || distance < Math.abs(second.sampleIndex[best] - at)) best = k;
    }
    if (best < 0) continue;
    const next = first.sampleIndex[i + 1];
    if (
      next !== undefined &&
      Math.abs(next - second.sampleIndex[best]) < Math.abs(at - second.sampleIndex[best])
    )
      continue;
    toSecond[i] = best;
    toFirst[best] = i;
    j = best + 1;
  }
  return { toSecond, toFirst };
}

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
