/** Calipers are kept as marks of the record: measured when they are set or moved, taken back by undo, read again when it is opened. */
import { z } from 'zod';
import type { Signal } from '../../src-main/api/contract/record-schemas.ts';
import type { DisplayedChannel } from '../trace/layout.ts';
import type { Caliper, Calipers } from './calipers.svelte.ts';
import type { ChannelDisplay } from './channel-display.svelte.ts';
import type { Probe } from './probe.ts';
import type { NewMark, StudyMark, StudyMarks } from './study-marks.svelte.ts';

const details = z.object({
  marches: z.number().default(0),
  /** Its second leg was set before the first. */
  reversed: z.boolean().default(false),
  extent: z.number().optional(),
  units: z.string().optional(),
  channel: z.string().optional(),
});

export class KeptCalipers {
  #calipers: Calipers;
  #marks: StudyMarks;
  #display: ChannelDisplay;
  #probe: Probe;
  /** Marks of calipers that were set a moment ago, by the id they had. */
  #kept = new Map<number, number>();
  #chain: Promise<unknown> = Promise.resolve();

  #reach: () => number;
  #isRPeak: (sampleIndex: number) => boolean;

  /** @param reach samples within which a leg is drawn to an activation @param isRPeak a beat stands there */
  constructor(
    calipers: Calipers,
    marks: StudyMarks,
    display: ChannelDisplay,
    probe: Probe,
    reach: () => number,
    isRPeak: (sampleIndex: number) => boolean,
  ) {
    this.#reach = reach;
    this.#isRPeak = isRPeak;
    this.#calipers = calipers;
    this.#marks = marks;
    this.#display = display;
    this.#probe = probe;
    calipers.onChange = (id) => this.#then(() => this.#keep(id));
    calipers.onRemove = (id) => this.#then(() => this.#remove(id));
  }

  /** Shows what is kept. */
  show(): void {
    this.#calipers.restore(this.#marks.of('caliper').map(caliperOf));
  }

  async settled(): Promise<void> {
    this.#calipers.rest();
    await this.#chain;
  }

  #then(work: () => Promise<unknown>): void {
    this.#chain = this.#chain.then(work);
  }

  #find(id: number): Caliper | undefined {
    const now = this.#kept.get(id) ?? id;
    return this.#calipers.list.find((one) => one.id === now);
  }

  async #keep(id: number): Promise<void> {
    const set = this.#find(id);
    if (!set) return;
    const caliper = await this.#snapped(set);
    const channel = this.#channelOf(set);
    const found =
      channel &&
      (await this.#probe
        .extent(channel.channelIndex, caliper.from, caliper.to)
        .then((extent) => ({ extent, units: channel.units, channel: channel.name })));
    const measured = { ...caliper, ...found };
    const known = this.#marks.of('caliper').find((mark) => mark.id === caliper.id);
    if (known) {
      await this.#marks.change(known, markOf(measured));
      this.show();
      return;
    }
    const mark = await this.#marks.keep(markOf(measured));
    if (!mark) return;
    this.#kept.set(caliper.id, mark.id);
    this.#calipers.rename(caliper.id, caliperOf(mark));
  }

  /** On an electrogram a leg that was just set stands on the activation near it, where it is on no R peak and was not set free. */
  async #snapped(caliper: Caliper): Promise<Caliper> {
    const channel = this.#channelOf(caliper);
    if (channel?.kind !== 'iegm' || caliper.free === true) return caliper;
    const known = this.#marks.of('caliper').find(({ id }) => id === caliper.id);
    const settled = [known?.from, known?.to];
    const leg = async (at: number): Promise<number> =>
      settled.includes(Math.round(at)) || this.#isRPeak(at)
        ? at
        : ((await this.#probe.activation(channel.channelIndex, at, this.#reach())) ?? at);
    const [from, to] = [await leg(caliper.from), await leg(caliper.to)];
    if (from === to) return caliper;
    this.#calipers.move(caliper.id, { from, to });
    return { ...caliper, from, to };
  }

  /** The lead that it was set on, or measured on before; else the channel that keys work on. */
  #channelOf({ channelIndex, channel }: Caliper): Signal | DisplayedChannel | undefined {
    const { channels, shown, current } = this.#display;
    return (
      channels.find((one) => one.channelIndex === channelIndex) ??
      channels.find(({ name }) => name === channel) ??
      shown[current]
    );
  }

  async #remove(id: number): Promise<void> {
    const markId = this.#kept.get(id) ?? id;
    if (markId > 0) await this.#marks.remove(markId);
  }
}

function caliperOf(mark: StudyMark): Caliper {
  const { marches, reversed, ...found } = details.parse(mark.details ?? {});
  const to = mark.to ?? mark.from;
  const [from, end] = reversed ? [to, mark.from] : [mark.from, to];
  return { id: mark.id, from, to: end, marches, ...found, author: mark.author };
}

function markOf({ from, to, marches, extent, units, channel }: Caliper): NewMark {
  return {
    kind: 'caliper',
    from: Math.min(from, to),
    to: Math.max(from, to),
    details: { marches, reversed: to < from, extent, units, channel },
  };
}
