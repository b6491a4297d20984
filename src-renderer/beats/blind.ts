/** Blind reading: labels that the reader did not make, and what the machine says of those beats, are not shown. */
import { nearestOf, nextOf, type BeatUnion } from './beat-union.ts';
import { UNCLASSED, type BeatSeries, type PredictedSeries } from './beat-series.ts';

/** A stretch counts as read where the reader labelled every beat of it; one without beats, where the beat nearest to it is labelled. */
export function isRead(
  union: BeatUnion,
  isOwnBeat: (humanPosition: number) => boolean,
  from: number,
  to: number,
): boolean {
  const { sampleIndex, count, human } = union;
  const known = (row: number): boolean => human[row] >= 0 && isOwnBeat(human[row]);
  const first = nextOf(sampleIndex, count, from);
  let row = first;
  for (; row < count && sampleIndex[row] <= to; row++) if (!known(row)) return false;
  if (row > first) return true;
  const nearest = nearestOf(sampleIndex, count, from);
  return nearest >= 0 && known(nearest);
}

/** Provenances of labels that the reader saved here. */
const OWN = new Set(['accepted', 'shown', 'blind', 'bulk']);

export function isOwn(row: { readonly provenance: string }): boolean {
  return OWN.has(row.provenance);
}

/** The same beats; those that `known` denies have no class. */
export function hideClasses<Series extends BeatSeries>(
  series: Series,
  known: (position: number) => boolean,
): Series {
  return {
    ...series,
    classIndex: series.classIndex.map((one, position) => (known(position) ? one : UNCLASSED)),
  };
}

/** Predictions without class, confidence and doubt where `known` denies them. */
export function hidePredictions(
  series: PredictedSeries,
  known: (position: number) => boolean,
): PredictedSeries {
  return {
    ...hideClasses(series, known),
    confidence: series.confidence.map((one, position) => (known(position) ? one : NaN)),
    doubt: series.doubt.map((one, position) => (known(position) ? one : 0)),
    weightOnIegm: series.weightOnIegm.map((one, position) => (known(position) ? one : -1)),
  };
}
