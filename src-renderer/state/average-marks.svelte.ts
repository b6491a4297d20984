/** Onsets and offsets of the average beat: as found, or put right by hand; and the intervals that follow from them. */
import {
  AVERAGE_MARKS,
  averageIntervals,
  whyNoMark,
  type AverageIntervals,
  type AverageMark,
  type AverageMarks,
} from '../../src-main/domain/average-intervals.ts';
import type { AveragePlaces } from '../../src-main/api/contract/average-bytes.ts';
import type { Hertz, Milliseconds } from '../../src-main/domain/units.ts';

/** What is averaged. */
export interface AveragedGroup {
  readonly code: string | undefined;
  readonly beats: number;
  readonly rrMs: Milliseconds | undefined;
  readonly qtLead: string | undefined;
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

export class HandMarks {
  readonly #samplingFrequency: Hertz;
  #group = $state.raw<AveragedGroup | undefined>();
  /** undefined: as found. */
  #moved = $state.raw<AverageMarks | undefined>();

  constructor(samplingFrequency: Hertz) {
    this.#samplingFrequency = samplingFrequency;
  }

  /** Another average has marks of its own. */
  show(group: AveragedGroup | undefined): void {
    this.#group = group;
    this.#moved = undefined;
  }

  get byHand(): AverageMarks | undefined {
    return this.#moved;
  }

  get marks(): AverageMarks | undefined {
    return this.#moved ?? this.#group?.places;
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
      rrMs: group.rrMs,
      qtLead: group.qtLead,
    });
  }

  /** @param place samples from R; held within the average and in the order P, Q, J, T */
  move(mark: AverageMark, place: number): void {
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
  }

  /** Places a mark that was not found, to be dragged where it belongs. */
  place(mark: AverageMark): void {
    this.move(mark, (USUAL_MS[mark] * this.#samplingFrequency) / 1000);
  }

  /** As found again. */
  reset(): void {
    this.#moved = undefined;
  }
}
