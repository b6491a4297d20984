import { keptAverageOf } from '../../domain/kept-average.ts';
import { keptIntervalOf, marksRun, shownIntervals } from '../../domain/kept-interval.ts';
import type { AnnotationSet } from '../../store/annotation-sets.ts';
import { lastChangesOfMarks } from '../../store/study-mark-history.ts';
import { listStudyMarks, type StudyMark } from '../../store/study-marks.ts';
import { beatsBetween } from '../measurements/beat-run.ts';
import { measureAt, type Measurement } from '../measurements/measure.ts';
import type { Signature } from '../people/sign-offs.ts';
import type { Workstation } from '../workstation.ts';
import type { ReportedRun } from './report-content.ts';

/** Most classes that intervals are given for besides the runs that a person measured: the most frequent ones. */
const MOST_CLASSES = 3;

/** Intervals that people put right, or an average beat's onsets, with when they did last. */
export interface KeptMark extends StudyMark {
  readonly keptAt: string;
}

const KEPT: Readonly<Partial<Record<string, (details: unknown) => unknown>>> = {
  measurement: keptIntervalOf,
  average: keptAverageOf,
};

export function keptMarks({ library: { database } }: Workstation, recordId: number): KeptMark[] {
  const changes = lastChangesOfMarks(database, recordId);
  return listStudyMarks(database, recordId)
    .filter(({ kind, details }) => KEPT[kind]?.(details) !== undefined)
    .map((mark) => ({ ...mark, keptAt: changes.get(mark.id) ?? mark.createdAt }));
}

/**
 * What a signature covers: intervals that its signer, or who made the labels, had put right by then. One that was changed
 * afterwards is not signed any more, and one of somebody else never was.
 */
export function isSigned(mark: KeptMark, set: AnnotationSet, signatures: readonly Signature[]): boolean {
  return signatures.some(
    ({ who, at }) =>
      (mark.author === who || mark.author === set.author) && Date.parse(mark.keptAt) <= Date.parse(at),
  );
}

/**
 * The intervals of a signed set: the runs where a person put one right, each beside what the program measured; and, of the
 * most frequent classes besides, a run in the middle. What the clinical rules refuse stays refused, whoever typed it.
 * @param classes codes, the most frequent first
 * @param kept those that the signatures cover
 */
export async function signedIntervals(
  workstation: Workstation,
  set: AnnotationSet,
  classes: readonly string[],
  kept: readonly KeptMark[],
): Promise<ReportedRun[]> {
  const beats = beatsBetween(workstation.library.database, set.id);
  const runs: Measurement[] = [];
  for (const mark of kept) {
    const at = ((mark.to ?? mark.from) + mark.from) / 2;
    if (runs.some((run) => marksRun(mark, run))) continue;
    if (beats.some((beat) => marksRun(mark, { from: beat.sampleIndex, to: beat.sampleIndex })))
      runs.push(await measureAt(workstation, set.id, at));
  }
  for (const code of classes.slice(0, MOST_CLASSES)) {
    const those = beats.filter((beat) => beat.code === code);
    if (runs.some((run) => run.code === code)) continue;
    runs.push(await measureAt(workstation, set.id, those[those.length >> 1].sampleIndex));
  }
  return runs.map((run) => reportedRun(run, kept));
}

/** Kept intervals that lie on none of the runs: their beats are labelled no more. */
export function withoutRun(runs: readonly ReportedRun[], kept: readonly KeptMark[]): KeptMark[] {
  return kept.filter((mark) => !runs.some((run) => marksRun(mark, run)));
}

function reportedRun(run: Measurement, kept: readonly KeptMark[]): ReportedRun {
  const here = kept.filter((mark) => marksRun(mark, run));
  const beatsOf = new Map(run.values.map(({ name, beats }) => [name, beats]));
  const { shown, refused } = shownIntervals(run, here);
  const typed = new Map(here.map((mark) => [keptIntervalOf(mark.details)!.name, mark]));
  return {
    code: run.code,
    beats: run.ids.length,
    from: run.from,
    to: run.to,
    values: shown.map(({ mark, ...one }) => ({
      ...one,
      beats: beatsOf.get(one.name) ?? run.ids.length,
      keptAt: mark?.keptAt,
    })),
    refused: refused.map((one) => ({ ...one, putRightBy: typed.get(one.name)?.author })),
  };
}
