/** Human and predicted beats as one row each in time order: what tables, navigation and queues walk along. */
import type { BeatMatch } from '../../src-main/domain/match-beats.ts';
import type { BeatSeries } from './beat-series.ts';

export interface BeatUnion {
  readonly count: number;
  readonly sampleIndex: Float64Array;
  /** Positions in the human and the predicted series, -1 for none. */
  readonly human: Int32Array;
  readonly predicted: Int32Array;
}

export function uniteBeats(
  human: BeatSeries | undefined,
  predicted: BeatSeries | undefined,
  match: BeatMatch | undefined,
): BeatUnion {
  const humans = human?.count ?? 0;
  const predictions = predicted?.count ?? 0;
  const sampleIndex = new Float64Array(humans + predictions);
  const humanAt = new Int32Array(humans + predictions).fill(-1);
  const predictedAt = new Int32Array(humans + predictions).fill(-1);
  let count = 0;
  let p = 0;
  const lonely = (until: number): void => {
    for (; p < predictions && predicted!.sampleIndex[p] < until; p++) {
      if (match && match.toFirst[p] >= 0) continue;
      sampleIndex[count] = predicted!.sampleIndex[p];
      predictedAt[count++] = p;
    }
  };
  for (let h = 0; h < humans; h++) {
    lonely(human!.sampleIndex[h]);
    sampleIndex[count] = human!.sampleIndex[h];
    humanAt[count] = h;
    predictedAt[count++] = match ? match.toSecond[h] : -1;
  }
  lonely(Infinity);
  return {
    count,
    sampleIndex: sampleIndex.subarray(0, count),
    human: humanAt.subarray(0, count),
    predicted: predictedAt.subarray(0, count),
  };
}

/** Position of the first of ascending values at or after `at`; `count` where there is none. */
export function nextOf(sampleIndex: Float64Array, count: number, at: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sampleIndex[middle] < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the value nearest to `at`; -1 where there are none. */
export function nearestOf(sampleIndex: Float64Array, count: number, at: number): number {
  const after = nextOf(sampleIndex, count, at);
  if (after === count || (after > 0 && at - sampleIndex[after - 1] <= sampleIndex[after] - at))
    return after - 1;
  return after;
}

/**
 * What a selection keeps, stable over edits: the id of the human annotation, or the negative id of a prediction that
 * no human beat is matched to.
 */
export function keyOfRow(
  union: BeatUnion,
  row: number,
  human: BeatSeries | undefined,
  predicted: BeatSeries | undefined,
): number {
  return union.human[row] >= 0 ? human!.id[union.human[row]] : -predicted!.id[union.predicted[row]];
}

/** The row that has a key; undefined where it is gone. */
export function rowOfKey(
  union: BeatUnion,
  key: number,
  human: BeatSeries | undefined,
  predicted: BeatSeries | undefined,
): number | undefined {
  const [series, rows] = key > 0 ? [human, union.human] : [predicted, union.predicted];
  const position = series?.id.indexOf(Math.abs(key)) ?? -1;
  if (position < 0) return undefined;
  const row = rows.indexOf(
    position,
    key > 0 ? nextOf(union.sampleIndex, union.count, series!.sampleIndex[position]) : 0,
  );
  // A prediction that a human beat is matched to goes by that beat's key.
  return row < 0 || (key < 0 && union.human[row] >= 0) ? undefined : row;
}
