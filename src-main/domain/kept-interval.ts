/** Intervals as they stand: what a person put right, and what follows from that, before what the program measured. */

/** What a study mark of kind `measurement` holds. */
export interface KeptInterval {
  readonly name: string;
  readonly ms: number;
  /** What the program had measured. */
  readonly measured?: number;
  /** Channels that it was measured on, and how. */
  readonly on: string;
}

/** The part of a mark that says where and by whom. */
export interface IntervalMark {
  readonly from: number;
  readonly to?: number;
  readonly details?: unknown;
  readonly author: string;
}

/** A run of beats with the intervals that the program measured, those that the clinical rules give. */
export interface MeasuredRun {
  readonly from: number;
  readonly to: number;
  readonly values: readonly { readonly name: string; readonly ms: number; readonly on: string }[];
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
  /** Computed anew from an interval that a person put right. */
  readonly derived: boolean;
}

/** @returns undefined for details that are no interval */
export function keptIntervalOf(details: unknown): KeptInterval | undefined {
  if (typeof details !== 'object' || details === null) return undefined;
  const { name, ms, measured, on } = details as Record<string, unknown>;
  if (typeof name !== 'string' || typeof ms !== 'number' || !Number.isFinite(ms)) return undefined;
  return {
    name,
    ms,
    measured: typeof measured === 'number' ? measured : undefined,
    on: typeof on === 'string' ? on : '',
  };
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
 * The intervals of a run. What the clinical rules refuse is not among `values`, so that nobody's number is shown for it.
 * @param marks those of kind `measurement`
 */
export function shownIntervals<Mark extends IntervalMark>(
  run: MeasuredRun,
  marks: readonly Mark[],
): ShownInterval<Mark>[] {
  const shown = run.values.map(({ name, ms, on }): ShownInterval<Mark> => {
    const mark = keptAs(name, run, marks);
    const kept = keptIntervalOf(mark?.details);
    if (!mark || !kept) return { name, ms, on, derived: false };
    return { name, ms: kept.ms, on, mark, by: mark.author, measured: ms, derived: false };
  });
  return shown.map((one) => (one.mark ? one : (derived(one, shown) ?? one)));
}

/** QTc follows a QT or cycle length that was put right (Bazett 1920, Fridericia 1920), JTc also a QRS. */
function derived<Mark extends IntervalMark>(
  one: ShownInterval<Mark>,
  shown: readonly ShownInterval<Mark>[],
): ShownInterval<Mark> | undefined {
  const named = (name: string): ShownInterval<Mark> | undefined => shown.find((other) => other.name === name);
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
