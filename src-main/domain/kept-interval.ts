/**
 * Intervals as they stand: what a person put right or measured by hand, and what follows from that, before what the program
 * measured. What the clinical rules refuse stays refused, whoever typed a number.
 */
import { whyNoQtcAt } from './interval-rules.ts';
import type { SampleIndex } from './units.ts';

/** What a study mark of kind `measurement` holds. */
export interface KeptInterval {
  readonly name: string;
  readonly ms: number;
  /** What the program had measured; undefined where it had found none: measured by hand. */
  readonly measured?: number;
  /** Channels that it was measured on, and how. */
  readonly on: string;
  /** Where a person placed its two ends; undefined for a typed number. */
  readonly ends?: IntervalEnds;
}

export interface IntervalEnds {
  readonly from: SampleIndex;
  readonly to: SampleIndex;
}

/** The part of a mark that says where and by whom. */
export interface IntervalMark {
  readonly from: number;
  readonly to?: number;
  readonly details?: unknown;
  readonly author: string;
}

/** What the program does not give, and why. */
export interface RefusedInterval {
  readonly name: string;
  readonly why: string;
  /** Only that it was not found: the rules give it, and a person may measure it on these channels. */
  readonly missingOn?: string;
  /** The rules give it once a person measured the QT of these beats. */
  readonly follows?: boolean;
}

/** A run of beats with the intervals that the program measured, those that the clinical rules give. */
export interface MeasuredRun {
  readonly from: number;
  readonly to: number;
  readonly values: readonly { readonly name: string; readonly ms: number; readonly on: string }[];
  readonly refused: readonly RefusedInterval[];
  readonly ageYears?: number;
}

export interface ShownInterval<Mark extends IntervalMark = IntervalMark> {
  readonly name: string;
  readonly ms: number;
  readonly on: string;
  /** The mark that it is kept as, and who kept it. */
  readonly mark?: Mark;
  readonly by?: string;
  /** What the program measured, where a person says otherwise. */
  readonly measured?: number;
  /** A person measured what the program did not find. */
  readonly byHand?: boolean;
  readonly ends?: IntervalEnds;
  /** Computed anew from an interval that a person put right or measured. */
  readonly derived: boolean;
}

/** What stands of a run, and what does not. */
export interface RunIntervals<Mark extends IntervalMark = IntervalMark> {
  readonly shown: readonly ShownInterval<Mark>[];
  readonly refused: readonly RefusedInterval[];
}

/** As they are listed. */
const ORDER = ['cycle length', 'PR', 'QRS', 'QT', 'QTc', 'JTc', 'VA', 'AH', 'HV'];

/** @returns undefined for details that are no interval */
export function keptIntervalOf(details: unknown): KeptInterval | undefined {
  if (typeof details !== 'object' || details === null) return undefined;
  const { name, ms, measured, on, ends } = details as Record<string, unknown>;
  if (typeof name !== 'string' || typeof ms !== 'number' || !Number.isFinite(ms)) return undefined;
  return {
    name,
    ms,
    measured: typeof measured === 'number' ? measured : undefined,
    on: typeof on === 'string' ? on : '',
    ends: endsOf(ends),
  };
}

function endsOf(ends: unknown): IntervalEnds | undefined {
  if (typeof ends !== 'object' || ends === null) return undefined;
  const { from, to } = ends as Record<string, unknown>;
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}

/** A mark was kept for beats of this run, or for some of them. */
export function marksRun(mark: IntervalMark, { from, to }: Pick<MeasuredRun, 'from' | 'to'>): boolean {
  return mark.from <= to && (mark.to ?? mark.from) >= from;
}

/** The mark that holds an interval of these beats, of those that overlap them: the last. */
export function keptAs<Mark extends IntervalMark>(
  name: string,
  run: Pick<MeasuredRun, 'from' | 'to'>,
  marks: readonly Mark[],
): Mark | undefined {
  return marks.findLast((mark) => marksRun(mark, run) && keptIntervalOf(mark.details)?.name === name);
}

/**
 * The intervals of a run. What the clinical rules refuse is not among those shown, so that nobody's number is shown for it.
 * @param marks those of kind `measurement`
 */
export function shownIntervals<Mark extends IntervalMark>(
  run: MeasuredRun,
  marks: readonly Mark[],
): RunIntervals<Mark> {
  const found = [
    ...run.values.map((value) => asKept(value, keptAs(value.name, run, marks), value.ms)),
    ...run.refused.flatMap(({ name, missingOn: on }) => {
      const mark = on === undefined ? undefined : keptAs(name, run, marks);
      return mark ? [asKept({ name, ms: NaN, on: on! }, mark, undefined)] : [];
    }),
  ];
  const following = run.refused
    .filter(({ follows }) => follows && found.some(({ name, mark }) => name === 'QT' && mark))
    .map(({ name }): ShownInterval<Mark> => ({ name, ms: NaN, on: onOf(found, 'QT'), derived: true }));
  const tooFast = whyTooFast(found, run.ageYears);
  const shown = [...found, ...following]
    .map((one) => (one.mark ? one : (derived(one, found) ?? one)))
    .filter(({ name, ms }) => Number.isFinite(ms) && !(tooFast !== undefined && isCorrected(name)))
    .sort((a, b) => rankOf(a.name) - rankOf(b.name));
  const names = new Set(shown.map(({ name }) => name));
  const gone = run.values.filter(({ name }) => !names.has(name));
  return {
    shown,
    refused: [
      ...run.refused.filter(({ name }) => !names.has(name)),
      ...gone.map(({ name }) => ({ name, why: tooFast! })),
    ],
  };
}

/** @param measured by the program; undefined where it found none */
function asKept<Mark extends IntervalMark>(
  { name, ms, on }: MeasuredRun['values'][number],
  mark: Mark | undefined,
  measured: number | undefined,
): ShownInterval<Mark> {
  const kept = keptIntervalOf(mark?.details);
  if (!mark || !kept) return { name, ms, on, derived: false };
  const byHand = measured === undefined ? true : undefined;
  return { name, ms: kept.ms, on, mark, by: mark.author, measured, byHand, ends: kept.ends, derived: false };
}

/** A cycle length that a person put right may be that of a tachycardia. */
function whyTooFast(found: readonly ShownInterval[], ageYears: number | undefined): string | undefined {
  const cycle = found.find(({ name, mark }) => name === 'cycle length' && mark);
  return cycle && whyNoQtcAt(cycle.ms, ageYears);
}

function isCorrected(name: string): boolean {
  return /^(QT|JT)c\b/.test(name);
}

function onOf(found: readonly ShownInterval[], wanted: string): string {
  return found.find(({ name }) => name === wanted)?.on ?? '';
}

function rankOf(name: string): number {
  const rank = ORDER.indexOf(name.replace(/ \(.*$/, ''));
  return rank < 0 ? ORDER.length : rank;
}

/** QTc follows a QT or cycle length that was put right or measured by hand (Bazett 1920, Fridericia 1920), JTc also a QRS. */
function derived<Mark extends IntervalMark>(
  one: ShownInterval<Mark>,
  found: readonly ShownInterval<Mark>[],
): ShownInterval<Mark> | undefined {
  const named = (name: string): ShownInterval<Mark> | undefined => found.find((other) => other.name === name);
  const formula = /^(QT|JT)c \((Bazett|Fridericia)\)$/.exec(one.name);
  const [qt, cycle, qrs] = [named('QT'), named('cycle length'), named('QRS')];
  if (!formula || !qt || !cycle) return undefined;
  const isJt = formula[1] === 'JT';
  if (!qt.mark && !cycle.mark && !(isJt && qrs?.mark)) return undefined;
  const rr = cycle.ms / 1000;
  const qtc = qt.ms / (formula[2] === 'Bazett' ? Math.sqrt(rr) : Math.cbrt(rr));
  return {
    ...one,
    ms: Math.round(isJt ? qtc - (qrs?.ms ?? NaN) : qtc),
    measured: Number.isFinite(one.ms) ? one.ms : undefined,
    derived: true,
  };
}
