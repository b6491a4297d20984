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
  /** Of what it is, ascending, so that it is found again; undefined in what was kept of more than 500 beats before they were kept too. */
  readonly rPeaks?: readonly SampleIndex[];
  readonly statistic?: AverageStatistic;
}

/** About R, where nothing else is asked for: P waves and T waves of usual lengths. */
export const AVERAGE_SPAN = { beforeMs: 300, afterMs: 600 } as const;

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

/** The details of a mark of kind `average`. The distances of 20,000 beats take some 60 kB there. */
export function averageDetails({ key, marks, rPeaks = [], statistic }: KeptAverage): unknown {
  const steps = rPeaks.map((rPeak, i) => (rPeak - (rPeaks[i - 1] ?? 0)).toString(STEP_BASE));
  return { key, marks: { ...marks }, beats: steps.join(' '), statistic };
}

/** Distances from beat to beat are written to this base, the densest that numbers have: two or three letters each. */
const STEP_BASE = 36;

/** Of the text that `averageDetails` makes; undefined for any other. */
function rPeaksFrom(beats: unknown): SampleIndex[] | undefined {
  if (typeof beats !== 'string' || !/^[0-9a-z]+( [0-9a-z]+)*$/.test(beats)) return undefined;
  let at = 0;
  return beats.split(' ').map((step) => (at += parseInt(step, STEP_BASE)));
}

/** @returns undefined for details that are no kept average */
export function keptAverageOf(details: unknown): KeptAverage | undefined {
  if (typeof details !== 'object' || details === null) return undefined;
  const { key, marks, rPeaks, beats, statistic } = details as Record<string, unknown>;
  if (typeof key !== 'string' || typeof marks !== 'object' || marks === null) return undefined;
  const places = AVERAGE_MARKS.map((name) => (marks as Record<string, unknown>)[name] ?? undefined);
  const isPlace = (place: unknown): place is number | undefined =>
    place === undefined || Number.isInteger(place);
  if (!places.every(isPlace) || places.every((place) => place === undefined)) return undefined;
  const there = places.filter((place) => place !== undefined);
  if (there.some((place, i) => i > 0 && place <= there[i - 1])) return undefined;
  const [pOnset, qrsOnset, qrsOffset, tOffset] = places;
  // As they were kept of up to 500 beats before.
  const isOf = Array.isArray(rPeaks) && rPeaks.every((rPeak) => Number.isInteger(rPeak));
  return {
    key,
    marks: { pOnset, qrsOnset, qrsOffset, tOffset },
    rPeaks: isOf ? (rPeaks as number[]) : rPeaksFrom(beats),
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
