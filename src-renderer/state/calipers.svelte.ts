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
  /** The lead that it was set on, whose extent is measured; undefined: the current channel's. */
  readonly channelIndex?: number;
  /** Set with Alt held: it snaps to nothing. */
  readonly free?: boolean;
  /** Who set it or moved it last; undefined until it is kept. */
  readonly author?: string;
}

export const MARCHES = 12;
/** A leg that keys move is measured and kept once they rest. */
const REST_MS = 400;

export interface OpenCaliper {
  readonly from: number;
  readonly marching: boolean;
  /** Where keys put the second leg: there it snaps to nothing. */
  readonly exact?: number;
}

export type CaliperLegs = 'from' | 'to' | 'both';

export class Calipers {
  readonly samplingFrequency: number;
  list = $state.raw<readonly Caliper[]>([]);
  /** The one that keys and the status bar speak of. */
  current = $state<number | undefined>();
  /** What keys move of the current one. */
  leg = $state<CaliperLegs>('to');
  /** First leg is set, the second follows the cursor. */
  open = $state<OpenCaliper | undefined>();
  /** Below 0 until it is kept; then the id of its mark. */
  #next = -1;
  #resting: { readonly id: number; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  /** Called after a caliper was set or moved, to measure and keep it, and after one was removed. */
  onChange: (id: number) => void = () => {};
  onRemove: (id: number) => void = () => {};

  constructor(samplingFrequency: number) {
    this.samplingFrequency = samplingFrequency;
  }

  begin(from: number, marching: boolean): void {
    this.open = { from, marching };
  }

  /** @param channelIndex the lead under it @param free it snaps to nothing */
  finish(to: number, free = false, channelIndex?: number): Caliper | undefined {
    const { open } = this;
    this.open = undefined;
    if (!open || open.from === to) return undefined;
    const marches = open.marching ? MARCHES : 0;
    const caliper = { id: this.#next--, from: open.from, to, marches, free, channelIndex };
    this.list = [...this.list, caliper];
    this.current = caliper.id;
    this.leg = 'to';
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

  move(id: number, change: Partial<Pick<Caliper, 'from' | 'to' | 'free' | 'channelIndex'>>): void {
    this.list = this.list.map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  /** The one that keys and the status bar speak of. */
  get chosen(): Caliper | undefined {
    return this.list.find(({ id }) => id === this.current);
  }

  /** What keys move stands elsewhere: `to` gives the new place of a leg. Kept once the keys rest. */
  moveLegs(to: (at: number) => number): void {
    const { chosen, leg } = this;
    if (!chosen) return;
    const step = leg === 'both' ? to(chosen.from) - chosen.from : 0;
    const change =
      leg === 'both' ? { from: chosen.from + step, to: chosen.to + step } : { [leg]: to(chosen[leg]) };
    this.move(chosen.id, { ...change, free: true });
    if (this.#resting && this.#resting.id !== chosen.id) this.rest();
    clearTimeout(this.#resting?.timer);
    this.#resting = { id: chosen.id, timer: setTimeout(() => this.rest(), REST_MS) };
  }

  /** What keys moved is measured and kept now. */
  rest(): void {
    const { id, timer } = this.#resting ?? {};
    clearTimeout(timer);
    this.#resting = undefined;
    if (id !== undefined && this.list.some((one) => one.id === id)) this.onChange(id);
  }

  /** The next of those kept, in time order; the first after the last. */
  chooseNext(): Caliper | undefined {
    const inOrder = [...this.list].sort((a, b) => Math.min(a.from, a.to) - Math.min(b.from, b.to));
    const at = inOrder.findIndex(({ id }) => id === this.current);
    const next = inOrder[(at + 1) % inOrder.length];
    this.current = next?.id;
    return next;
  }

  /** Second leg, first leg, both. */
  changeLeg(): CaliperLegs {
    this.leg = this.leg === 'to' ? 'from' : this.leg === 'from' ? 'both' : 'to';
    return this.leg;
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
