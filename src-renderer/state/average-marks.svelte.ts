/**
 * Onsets and offsets of the average beat: as found, or moved by a person and kept with the record; and the intervals that follow from
 * them. Held by the review, so that a move that is still on its way is kept before anything is undone or printed.
 */
import {
  AVERAGE_MARKS,
  averageIntervals,
  whyNoMark,
  type AverageIntervals,
  type AverageMark,
  type AverageMarks,
} from '../../src-main/domain/average-intervals.ts';
import {
  allowedMarks,
  averageDetails,
  keptAverageOf,
  keptFor,
  type AverageStatistic,
} from '../../src-main/domain/kept-average.ts';
import type { AveragePlaces } from '../../src-main/api/contract/average-bytes.ts';
import type { Hertz } from '../../src-main/domain/units.ts';
import type { UsualRr } from '../../src-main/domain/usual-rr.ts';
import type { StudyMark, StudyMarks } from './study-marks.svelte.ts';

/** What is averaged. */
export interface AveragedGroup {
  /** Of `averageKey`; what was moved is kept under it. */
  readonly key: string;
  /** Sample indices. */
  readonly rPeaks: readonly number[];
  readonly statistic: AverageStatistic;
  readonly code: string | undefined;
  readonly beats: number;
  readonly rr: UsualRr | undefined;
  readonly qtLead: string | undefined;
  readonly ageYears: number | undefined;
  readonly places: AveragePlaces;
  /** Of the average, samples from R. */
  readonly first: number;
  readonly last: number;
}

/** Where a mark begins that was not found: milliseconds from R, about where its wave is in an adult. */
const USUAL_MS: Readonly<Record<AverageMark, number>> = {
  pOnset: -160,
  qrsOnset: -40,
  qrsOffset: 50,
  tOffset: 350,
};
/** What keys move is kept once they rest. */
const REST_MS = 400;

export class HandMarks {
  readonly #samplingFrequency: Hertz;
  readonly #marks: Pick<StudyMarks, 'of' | 'add' | 'change' | 'remove'>;
  #group = $state.raw<AveragedGroup | undefined>();
  /** On its way to the record; undefined: as kept, else as found. */
  #moved = $state.raw<AverageMarks | undefined>();
  #resting: ReturnType<typeof setTimeout> | undefined;
  /** What is on its way to the disk. */
  #keeping: AverageMarks | undefined;
  #chain: Promise<unknown> = Promise.resolve();

  constructor(samplingFrequency: Hertz, marks: Pick<StudyMarks, 'of' | 'add' | 'change' | 'remove'>) {
    this.#samplingFrequency = samplingFrequency;
    this.#marks = marks;
  }

  /** Another average has marks of its own. */
  show(group: AveragedGroup | undefined): void {
    if (this.#group?.key !== group?.key) {
      this.rest();
      this.#moved = undefined;
    }
    this.#group = group;
  }

  get #kept(): StudyMark | undefined {
    const key = this.#group?.key;
    return key === undefined ? undefined : keptFor(key, this.#marks.of('average'));
  }

  /** Moved places, without those that the clinical rules have no use for. */
  get byHand(): AverageMarks | undefined {
    const moved = this.#moved ?? keptAverageOf(this.#kept?.details)?.marks;
    return moved && allowedMarks(moved, this.#group?.code);
  }

  /** Who moved them; undefined while that is not kept yet. */
  get by(): string | undefined {
    return this.#moved ? undefined : this.#kept?.author;
  }

  get marks(): AverageMarks | undefined {
    return this.byHand ?? this.#group?.places;
  }

  /** Marks that are not there and may be placed. */
  get missing(): readonly AverageMark[] {
    const { marks } = this;
    const code = this.#group?.code;
    return marks
      ? AVERAGE_MARKS.filter((name) => marks[name] === undefined && whyNoMark(name, code) === undefined)
      : [];
  }

  get intervals(): AverageIntervals | undefined {
    const group = this.#group;
    const { marks } = this;
    if (!group || !marks) return undefined;
    const moved = marks.qrsOnset !== group.places.qrsOnset;
    return averageIntervals({
      marks,
      qtOnset: moved ? marks.qrsOnset : group.places.qtOnset,
      samplingFrequency: this.#samplingFrequency,
      code: group.code,
      beats: group.beats,
      rrMs: group.rr?.ms,
      rrBeats: group.rr?.beats ?? 0,
      qtLead: group.qtLead,
      ageYears: group.ageYears,
    });
  }

  /**
   * Kept once the keys rest; a drag keeps at its end.
   * @param place samples from R; held within the average and in the order P, Q, J, T
   */
  move(mark: AverageMark, place: number, dragging = false): void {
    const group = this.#group;
    const { marks } = this;
    if (!group || !marks) return;
    const at = AVERAGE_MARKS.indexOf(mark);
    const there = (names: readonly AverageMark[]): number[] => names.flatMap((name) => marks[name] ?? []);
    const low = Math.max(group.first, ...there(AVERAGE_MARKS.slice(0, at)).map((one) => one + 1));
    const high = Math.min(group.last, ...there(AVERAGE_MARKS.slice(at + 1)).map((one) => one - 1));
    const { pOnset, qrsOnset, qrsOffset, tOffset } = marks;
    const held = Math.min(high, Math.max(low, Math.round(place)));
    this.#moved = { pOnset, qrsOnset, qrsOffset, tOffset, [mark]: held };
    clearTimeout(this.#resting);
    this.#resting = dragging ? undefined : setTimeout(() => this.rest(), REST_MS);
  }

  /** Places a mark that was not found, to be dragged where it belongs. */
  place(mark: AverageMark): void {
    this.move(mark, (USUAL_MS[mark] * this.#samplingFrequency) / 1000);
  }

  /** What was moved is kept now. */
  rest(): void {
    clearTimeout(this.#resting);
    this.#resting = undefined;
    const [group, moved] = [this.#group, this.#moved];
    // What is on its way to the disk is not kept twice: undo would take back a step that changed nothing.
    if (!group || !moved || moved === this.#keeping) return;
    this.#keeping = moved;
    this.#chain = this.#chain.then(() => this.#keep(group, moved));
  }

  /** As found again. */
  reset(): void {
    clearTimeout(this.#resting);
    this.#moved = undefined;
    const key = this.#group?.key;
    this.#chain = this.#chain.then(async () => {
      const kept = key === undefined ? undefined : keptFor(key, this.#marks.of('average'));
      if (kept) await this.#marks.remove(kept.id);
    });
  }

  /** Ends when what was moved is kept. */
  async settled(): Promise<void> {
    this.rest();
    await this.#chain;
  }

  async #keep({ key, rPeaks, statistic }: AveragedGroup, moved: AverageMarks): Promise<void> {
    const known = keptFor(key, this.#marks.of('average'));
    const details = averageDetails({ key, marks: moved, rPeaks, statistic });
    const mark = { kind: 'average', from: rPeaks[0], to: rPeaks[rPeaks.length - 1], details } as const;
    const isKept = await (known ? this.#marks.change(known, mark) : this.#marks.add(mark));
    // What was moved meanwhile stays; what was not kept is not shown as if it were.
    if (this.#moved === moved && isKept) this.#moved = undefined;
    if (this.#keeping === moved) this.#keeping = undefined;
  }
}
