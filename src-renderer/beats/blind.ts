/** Blind reading: labels that the reader did not make, and what the machine says of those beats, are not shown. */
import { UNCLASSED, type AnnotationRow, type BeatSeries, type PredictedSeries } from './beat-series.ts';

/** Provenances of labels that the reader saved here. */
const OWN = new Set(['accepted', 'shown', 'blind', 'bulk']);

export function isOwn(row: { readonly provenance: string }): boolean {
  return OWN.has(row.provenance);
}

/** Ids of the reader's own labels. */
export function ownIds(rows: readonly AnnotationRow[]): Set<number> {
  return new Set(rows.filter(isOwn).map(({ id }) => id));
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
