/** Calipers across all traces: two times, in ms and per minute; marching copies them; several are kept. */
import { rateOf, samplesToMilliseconds } from '../../src-main/domain/units.ts';

export interface Caliper {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** Repeats of the interval behind the second leg. */
  readonly marches: number;
}

export const MARCHES = 12;

export class Calipers {
  readonly samplingFrequency: number;
  list = $state.raw<readonly Caliper[]>([]);
  /** The one that keys and the status bar speak of. */
  current = $state<number | undefined>();
  /** First leg is set, the second follows the cursor. */
  open = $state<{ readonly from: number; readonly marching: boolean } | undefined>();
  #next = 1;

  constructor(samplingFrequency: number) {
    this.samplingFrequency = samplingFrequency;
  }

  begin(from: number, marching: boolean): void {
    this.open = { from, marching };
  }

  finish(to: number): Caliper | undefined {
    const { open } = this;
    this.open = undefined;
    if (!open || open.from === to) return undefined;
    const caliper = { id: this.#next++, from: open.from, to, marches: open.marching ? MARCHES : 0 };
    this.list = [...this.list, caliper];
    this.current = caliper.id;
    return caliper;
  }

  move(id: number, change: { readonly from?: number; readonly to?: number }): void {
    this.list = this.list.map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  toggleMarching(id: number): void {
    this.list = this.list.map((one) =>
      one.id === id ? { ...one, marches: one.marches > 0 ? 0 : MARCHES } : one,
    );
  }

  remove(id: number): void {
    this.list = this.list.filter((one) => one.id !== id);
    this.current = this.list[this.list.length - 1]?.id;
  }

  restore(list: readonly Caliper[]): void {
    this.list = list;
    this.#next = Math.max(0, ...list.map(({ id }) => id)) + 1;
  }

  /** `318 ms 189/min`. */
  text(caliper: { readonly from: number; readonly to: number }): string {
    const ms = samplesToMilliseconds(Math.abs(caliper.to - caliper.from), this.samplingFrequency);
    return `${ms.toFixed(0)} ms ${ms > 0 ? rateOf(ms).toFixed(0) : '-'}/min`;
  }
}
