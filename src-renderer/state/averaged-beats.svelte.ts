/**
 * Beats that the average is of: the selected ones, those of a class in view, some of them in the middle, or those whose average
 * somebody moved before. Held by the average's view.
 */
import { BEAT_CLASSES } from '../../src-main/domain/beat-class.ts';
import { MOST_QTC_BEATS } from '../../src-main/domain/interval-rules.ts';
import { keptAverageOf, type AverageStatistic } from '../../src-main/domain/kept-average.ts';
import { nextOf } from '../beats/beat-union.ts';
import type { Review } from './review.svelte.ts';

/** An average that is kept with the record. */
export interface KeptBeats {
  readonly markId: number;
  readonly author: string;
  /** First beat, sample index. */
  readonly from: number;
  /** Those of its beats that are still there. */
  readonly rows: readonly number[];
  readonly beats: number;
  readonly statistic: AverageStatistic;
}

export class AveragedBeats {
  readonly #review: Review;
  /** `selected`, a class index, `few` or `kept` with one; undefined: the selected beats, else the most frequent class. */
  #choice = $state<string | undefined>();

  constructor(review: Review) {
    this.#review = review;
  }

  /** Rows in view by class, the most frequent first. */
  readonly inView = $derived.by(() => {
    const { annotations, selection, viewport } = this.#review;
    void annotations.revision;
    const { union } = annotations;
    const byClass: Record<number, number[]> = {};
    const end = nextOf(union.sampleIndex, union.count, viewport.to);
    for (let row = nextOf(union.sampleIndex, union.count, viewport.from); row < end; row++)
      (byClass[selection.classOf(row)] ??= []).push(row);
    return Object.entries(byClass)
      .map(([classIndex, rows]) => ({ classIndex: Number(classIndex), rows }))
      .sort((a, b) => b.rows.length - a.rows.length);
  });

  readonly selected = $derived.by(() => {
    const { annotations, selection } = this.#review;
    void [annotations.revision, selection.revision];
    const { union } = annotations;
    const rows: number[] = [];
    if (selection.isEmpty) return rows;
    for (let row = 0; row < union.count; row++) if (selection.keys.has(selection.keyOf(row))) rows.push(row);
    return rows;
  });

  readonly kept = $derived.by((): KeptBeats[] => {
    const { annotations, studyMarks } = this.#review;
    void annotations.revision;
    return studyMarks.of('average').flatMap(({ id, author, details }) => {
      const { rPeaks, statistic } = keptAverageOf(details) ?? {};
      if (!rPeaks || rPeaks.length === 0 || statistic === undefined) return [];
      const rows = rPeaks.map((rPeak) => this.#rowAt(rPeak)).filter((row) => row >= 0);
      return [{ markId: id, author, from: rPeaks[0], rows, beats: rPeaks.length, statistic }];
    });
  });

  /** What is chosen, as the list of choices has it; what is not there any more is not. */
  readonly value = $derived.by(() => {
    const [kind, of] = (this.#choice ?? '').split(' ');
    if (kind === 'kept' && this.kept.some((one) => String(one.markId) === of && isWhole(one)))
      return `kept ${of}`;
    const isClass = kind === 'few' || kind === 'class';
    if (!isClass && this.selected.length > 0) return 'selected';
    const group = this.inView.find(({ classIndex }) => String(classIndex) === of) ?? this.inView[0];
    return group ? `${kind === 'few' ? 'few' : 'class'} ${group.classIndex}` : '';
  });

  readonly rows = $derived.by((): readonly number[] => {
    const [kind, of] = this.value.split(' ');
    if (kind === 'selected') return this.selected;
    if (kind === 'kept') return this.kept.find(({ markId }) => String(markId) === of)?.rows ?? [];
    const rows = this.inView.find(({ classIndex }) => String(classIndex) === of)?.rows ?? [];
    return kind === 'few' ? this.#middleOf(rows) : rows;
  });

  /** The class of all of them; undefined where they are of several. */
  readonly code = $derived.by(() => {
    const [first, ...others] = this.rows.map((row) => this.#review.selection.classOf(row));
    const isOne = first !== undefined && others.every((classIndex) => classIndex === first);
    return isOne ? BEAT_CLASSES[first].code : undefined;
  });

  /** A kept average is looked at as it was made, where its first beat is. */
  choose(value: string): void {
    this.#choice = value;
    const kept = this.kept.find(({ markId }) => value === `kept ${markId}`);
    if (!kept) return;
    const { reading, viewport } = this.#review;
    reading.statistic = kept.statistic;
    viewport.reveal(kept.from);
  }

  #rowAt(rPeak: number): number {
    const { sampleIndex, count } = this.#review.annotations.union;
    const row = nextOf(sampleIndex, count, rPeak);
    return row < count && sampleIndex[row] === rPeak ? row : -1;
  }

  /** Those that follow one another nearest to the middle of the view, as many as QTc is given over. */
  #middleOf(all: readonly number[]): readonly number[] {
    const { annotations, viewport } = this.#review;
    const centre = all.findIndex((row) => annotations.union.sampleIndex[row] >= viewport.centre);
    const at = (centre < 0 ? all.length : centre) - (MOST_QTC_BEATS >> 1);
    const first = Math.max(0, Math.min(all.length - MOST_QTC_BEATS, at));
    return all.slice(first, first + MOST_QTC_BEATS);
  }
}

/** All its beats are still there: the average can be made again. */
export function isWhole({ rows, beats }: KeptBeats): boolean {
  return rows.length === beats;
}
