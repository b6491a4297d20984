/** Onsets and offsets of an average beat that a person moved, as they are kept with the record: of just these beats, averaged so. */
import { AVERAGE_MARKS, whyNoMark, type AverageMarks } from './average-intervals.ts';
import type { SampleIndex } from './units.ts';

export type AverageStatistic = 'mean' | 'median';

/** What a study mark of kind `average` holds. */
export interface KeptAverage {
  /** Of `averageKey`. */
  readonly key: string;
  /** Samples from R. */
  readonly marks: AverageMarks;
  /** Of what it is, so that it is found again; undefined where these are too many to be kept with it. */
  readonly rPeaks?: readonly SampleIndex[];
  readonly statistic?: AverageStatistic;
}

/** More R peaks than this are not kept with an average. */
export const MOST_KEPT_BEATS = 500;

/** FNV-1a, 32 bits (Fowler, Noll, Vo 1991). */
const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** Tells averages of a record apart by what they are made of. @param rPeaks sample indices, ascending */
export function averageKey(rPeaks: readonly SampleIndex[], statistic: AverageStatistic): string {
  let hash = FNV_OFFSET;
  for (const rPeak of rPeaks)
    for (let shift = 0; shift < 32; shift += 8)
      hash = Math.imul(hash ^ ((rPeak >>> shift) & 0xff), FNV_PRIME) >>> 0;
  return `${statistic} of ${rPeaks.length}: ${hash.toString(16).padStart(8, '0')}`;
}

/** @returns undefined for details that are no kept average */
export function keptAverageOf(details: unknown): KeptAverage | undefined {
  if (typeof details !== 'object' || details === null) return undefined;
  const { key, marks, rPeaks, statistic } = details as Record<string, unknown>;
  if (typeof key !== 'string' || typeof marks !== 'object' || marks === null) return undefined;
  const places = AVERAGE_MARKS.map((name) => (marks as Record<string, unknown>)[name] ?? undefined);
  const isPlace = (place: unknown): place is number | undefined =>
    place === undefined || Number.isInteger(place);
  if (!places.every(isPlace) || places.every((place) => place === undefined)) return undefined;
  const there = places.filter((place) => place !== undefined);
  if (there.some((place, i) => i > 0 && place <= there[i - 1])) return undefined;
  const [pOnset, qrsOnset, qrsOffset, tOffset] = places;
  const isOf = Array.isArray(rPeaks) && rPeaks.every((rPeak) => Number.isInteger(rPeak));
  return {
    key,
    marks: { pOnset, qrsOnset, qrsOffset, tOffset },
    rPeaks: isOf ? (rPeaks as number[]) : undefined,
    statistic: statistic === 'mean' || statistic === 'median' ? statistic : undefined,
  };
}

/** The mark that holds the moved places of an average: the last. @param marks those of kind `average` */
export function keptFor<Mark extends { readonly details?: unknown }>(
  key: string,
  marks: readonly Mark[],
): Mark | undefined {
  return marks.findLast(({ details }) => keptAverageOf(details)?.key === key);
}

/** Without those that the clinical rules allow no interval to end on: the beats may have been relabelled since. */
export function allowedMarks(marks: AverageMarks, code: string | undefined): AverageMarks {
  const of = (name: keyof AverageMarks): number | undefined =>
    whyNoMark(name, code) === undefined ? marks[name] : undefined;
  return {
    pOnset: of('pOnset'),
    qrsOnset: of('qrsOnset'),
    qrsOffset: of('qrsOffset'),
    tOffset: of('tOffset'),
  };
}

export function areSameMarks(a: AverageMarks, b: AverageMarks): boolean {
  return AVERAGE_MARKS.every((name) => a[name] === b[name]);
}
