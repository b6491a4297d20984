/** Calipers across all traces: two times, in ms and per minute; marching copies them; several are kept. */
import { rateOf, samplesToMilliseconds } from '../../src-main/domain/units.ts';

export interface Caliper {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** Repeats of the interval behind the second leg. */
  readonly marches: number;
  /** Peak to peak of `channel` between the legs, unfiltered. */
  readonly extent?: number;
  readonly units?: string;
  readonly channel?: string;
  /** Set with Alt held: it snaps to nothing. */
  readonly free?: boolean;
  /** Who set it or moved it last; undefined until it is kept. */
  readonly author?: string;
}

export const MARCHES = 12;

export class Calipers {
  readonly samplingFrequency: number;
  list = $state.raw<readonly Caliper[]>([]);
  /** The one that keys and the status bar speak of. */
  current = $state<number | undefined>();
  /** First leg is set, the second follows the cursor. */
  open = $state<{ readonly from: number; readonly marching: boolean } | undefined>();
  /** Below 0 until it is kept; then the id of its mark. */
  #next = -1;
  /** Called after a caliper was set or moved, to measure and keep it, and after one was removed. */
  onChange: (id: number) => void = () => {};
  onRemove: (id: number) => void = () => {};

  constructor(samplingFrequency: number) {
    this.samplingFrequency = samplingFrequency;
  }

  begin(from: number, marching: boolean): void {
    this.open = { from, marching };
  }

  finish(to: number, free = false): Caliper | undefined {
    const { open } = this;
    this.open = undefined;
    if (!open || open.from === to) return undefined;
    const caliper = { id: this.#next--, from: open.from, to, marches: open.marching ? MARCHES : 0, free };
    this.list = [...this.list, caliper];
    this.current = caliper.id;
    this.onChange(caliper.id);
    return caliper;
  }

  /** A caliper between two given samples. */
  add(from: number, to: number): Caliper | undefined {
    this.begin(from, false);
    return this.finish(to);
  }

  /** What was measured between its legs. */
  measured(id: number, found: Pick<Caliper, 'extent' | 'units' | 'channel'>): void {
    this.list = this.list.map((one) => (one.id === id ? { ...one, ...found } : one));
  }

  move(id: number, change: { readonly from?: number; readonly to?: number; readonly free?: boolean }): void {
    this.list = this.list.map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  toggleMarching(id: number): void {
    this.list = this.list.map((one) =>
      one.id === id ? { ...one, marches: one.marches > 0 ? 0 : MARCHES } : one,
    );
    this.onChange(id);
  }

  remove(id: number): void {
    this.list = this.list.filter((one) => one.id !== id);
    this.onRemove(id);
    this.current = this.list[this.list.length - 1]?.id;
  }

  /** Those that are kept, and those that are still on their way there. */
  restore(kept: readonly Caliper[]): void {
    this.list = [...kept, ...this.list.filter(({ id }) => id < 0)];
    if (!this.list.some(({ id }) => id === this.current)) this.current = this.list.at(-1)?.id;
  }

  /** A caliper that was kept has its mark's id from now on. */
  rename(id: number, kept: Caliper): void {
    this.list = this.list.map((one) => (one.id === id ? kept : one));
    if (this.current === id) this.current = kept.id;
  }

  /** `318 ms 189/min`. */
  text(
    caliper: Pick<Caliper, 'from' | 'to' | 'extent' | 'units' | 'channel'>,
    decimal: (value: number, digits: number) => string = (value, digits) => value.toFixed(digits),
  ): string {
    const ms = samplesToMilliseconds(Math.abs(caliper.to - caliper.from), this.samplingFrequency);
    const rate = `${decimal(ms, 0)} ms ${ms > 0 ? decimal(rateOf(ms), 0) : '-'}/min`;
    return caliper.extent === undefined
      ? rate
      : `${rate} ${caliper.channel} ${decimal(caliper.extent, 2)} ${caliper.units}`;
  }
}
