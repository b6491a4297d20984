/**
 * An interval that a person puts right, or measures where the program found none: its two ends placed with a caliper, or a number
 * typed. Held by the review; kept as a mark of the record.
 */
import type { Measurement } from '../../src-main/api/contract/measurements.ts';
import {
  shownIntervals,
  type IntervalEnds,
  type RefusedInterval,
  type RunIntervals,
} from '../../src-main/domain/kept-interval.ts';
import { samplesToMilliseconds } from '../../src-main/domain/units.ts';
import type { Caliper, Calipers } from './calipers.svelte.ts';
import type { Intervals } from './intervals.svelte.ts';
import type { Measured } from './measured.ts';
import type { StudyMark, StudyMarks } from './study-marks.svelte.ts';

const NOTHING: RunIntervals<StudyMark> = { shown: [], refused: [] };

export class IntervalEdit {
  #intervals: Pick<Intervals, 'found'>;
  #marks: Pick<StudyMarks, 'of'>;
  #measured: Pick<Measured, 'keep'>;
  #calipers: Pick<Calipers, 'chosen' | 'samplingFrequency'>;
  /** The interval whose form is open. */
  name = $state<string | undefined>();
  typed = $state<number | null>(null);
  /** Where the caliper stood whose span is typed. */
  #ends = $state.raw<(IntervalEnds & { readonly ms: number }) | undefined>();
  /** R to R, as `M` sets a caliper: nobody placed it on the ends of a wave. */
  cycle: IntervalEnds | undefined;

  constructor(
    intervals: Pick<Intervals, 'found'>,
    marks: Pick<StudyMarks, 'of'>,
    measured: Pick<Measured, 'keep'>,
    calipers: Pick<Calipers, 'chosen' | 'samplingFrequency'>,
  ) {
    this.#intervals = intervals;
    this.#marks = marks;
    this.#measured = measured;
    this.#calipers = calipers;
  }

  /** What stands of the measured beats, and what does not. */
  get run(): RunIntervals<StudyMark> {
    const { found } = this.#intervals;
    return found ? shownIntervals(found, this.#marks.of('measurement')) : NOTHING;
  }

  /** What was not found and may be measured by hand. */
  get missing(): readonly RefusedInterval[] {
    return this.run.refused.filter(({ missingOn }) => missingOn !== undefined);
  }

  /** Milliseconds between the legs of the caliper, those that a person placed. */
  get caliperMs(): number | undefined {
    const caliper = this.#calipers.chosen;
    return caliper && Math.round(this.#spanOf(caliper));
  }

  #spanOf({ from, to }: IntervalEnds): number {
    return samplesToMilliseconds(Math.abs(to - from), this.#calipers.samplingFrequency);
  }

  begin(name: string, ms: number | null): void {
    this.name = name;
    this.typed = ms;
    this.#ends = undefined;
  }

  /** One that was not found: with the caliper's span where a person placed one over these beats. */
  add(name: string): void {
    this.begin(name, null);
    const { found } = this.#intervals;
    const caliper = this.#calipers.chosen;
    if (caliper && found && this.#isPlaced(caliper, found)) this.takeCaliper();
  }

  #isPlaced({ from, to }: Caliper, found: Measurement): boolean {
    if (from === this.cycle?.from && to === this.cycle.to) return false;
    const reach = this.#calipers.samplingFrequency;
    return Math.min(from, to) >= found.from - reach && Math.max(from, to) <= found.to + reach;
  }

  /** The first that was not found, or the one behind that which is open. @returns whether there is one */
  addNext(): boolean {
    const { missing } = this;
    if (missing.length === 0) return false;
    const at = missing.findIndex(({ name }) => name === this.name);
    this.add(missing[(at + 1) % missing.length].name);
    return true;
  }

  takeCaliper(): void {
    const caliper = this.#calipers.chosen;
    if (!caliper) return;
    const [from, to] = [caliper.from, caliper.to].sort((a, b) => a - b).map(Math.round);
    const ms = Math.round(this.#spanOf(caliper));
    this.#ends = { from, to, ms };
    this.typed = ms;
  }

  close(): void {
    this.name = undefined;
  }

  async keep(): Promise<void> {
    const { name, typed } = this;
    const { found } = this.#intervals;
    const ends = this.#ends;
    this.close();
    if (name === undefined || !found || typeof typed !== 'number' || !(typed >= 0)) return;
    // A number that was typed over the caliper's has no ends.
    const placed = ends?.ms === typed ? { from: ends.from, to: ends.to } : undefined;
    await this.#measured.keep(found, name, typed, placed);
  }
}
