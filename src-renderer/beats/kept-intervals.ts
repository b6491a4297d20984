/** Intervals as they stand: what a person put right, and what follows from that, before what the program measured. */
import { z } from 'zod';
import type { Measurement } from '../../src-main/api/contract/measurements.ts';
import type { StudyMark } from '../state/study-marks.svelte.ts';

export const keptInterval = z.object({
  name: z.string(),
  ms: z.number(),
  /** What the program had measured. */
  measured: z.number().optional(),
  on: z.string().default(''),
});

export interface ShownInterval {
  readonly name: string;
  readonly ms: number;
  readonly on: string;
  /** The mark that it is kept as, and who kept it. */
  readonly mark?: StudyMark;
  readonly by?: string;
  /** What the program measured, where a person says otherwise. */
  readonly measured?: number;
  /** Computed anew from an interval that a person put right. */
  readonly derived: boolean;
}

/** The mark that holds an interval of these beats, of those that overlap them. */
export function keptAs(
  name: string,
  { from, to }: Pick<Measurement, 'from' | 'to'>,
  marks: readonly StudyMark[],
): StudyMark | undefined {
  return marks.findLast(
    (mark) =>
      mark.from <= to &&
      (mark.to ?? mark.from) >= from &&
      keptInterval.safeParse(mark.details).data?.name === name,
  );
}

/** @param marks those of kind `measurement` */
export function shownIntervals(found: Measurement, marks: readonly StudyMark[]): ShownInterval[] {
  const shown = found.values.map(({ name, ms, on }): ShownInterval => {
    const mark = keptAs(name, found, marks);
    const kept = keptInterval.safeParse(mark?.details).data;
    if (!mark || !kept) return { name, ms, on, derived: false };
    return { name, ms: kept.ms, on, mark, by: mark.author, measured: ms, derived: false };
  });
  return shown.map((one) => (one.mark ? one : (derived(one, shown) ?? one)));
}

/** QTc follows a QT or cycle length that was put right, JTc also a QRS. */
function derived(one: ShownInterval, shown: readonly ShownInterval[]): ShownInterval | undefined {
  const named = (name: string): ShownInterval | undefined => shown.find((other) => other.name === name);
  const formula = /^(QT|JT)c \((Bazett|Fridericia)\)$/.exec(one.name);
  const [qt, cycle, qrs] = [named('QT'), named('cycle length'), named('QRS')];
  if (!formula || !qt || !cycle) return undefined;
  const isJt = formula[1] === 'JT';
  if (!qt.mark && !cycle.mark && !(isJt && qrs?.mark)) return undefined;
  const rr = cycle.ms / 1000;
  const qtc = qt.ms / (formula[2] === 'Bazett' ? Math.sqrt(rr) : Math.cbrt(rr));
  return {
    ...one,
    ms: Math.round(isJt ? qtc - (qrs?.ms ?? 0) : qtc),
    measured: one.ms,
    derived: true,
  };
}
