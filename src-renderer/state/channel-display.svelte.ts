/* eslint-disable svelte/prefer-svelte-reactivity -- sets and maps are replaced as a whole ($state.raw) or are no state at all */
/** Which channels are shown, in which order, how large: named sets on the keys 1-8, gains per group and per channel. */
import { z } from 'zod';
import type { Signal } from '../../src-main/api/contract/record-schemas.ts';
import type { LeadGroup } from '../../src-main/domain/lead.ts';
import { SURFACE_LEADS } from '../../src-main/domain/lead.ts';
import type { DisplayedChannel } from '../trace/layout.ts';
import { filterSetting, type FilterSetting } from './filters.svelte.ts';
import { ECG_GAINS, IEGM_GAINS, nextStep } from '../trace/scale.ts';

/** The group in whose colour a channel is drawn, by its name. */
export const channelColours = z.record(z.string(), z.enum(['surface', 'CS', 'ABL', 'RVA', 'HIS', 'other']));
/** A named set: channels by name, in order; `kinds` takes every channel of a kind. Filters and colours of channels where it has its own. */
export const channelSet = z.object({
  name: z.string(),
  filters: filterSetting.optional(),
  colours: channelColours.optional(),
  channels: z.array(z.string()).optional(),
  kinds: z.array(z.enum(['ecg', 'iegm', 'pressure', 'other'])).optional(),
});
export type ChannelSet = z.infer<typeof channelSet>;

export const DEFAULT_SETS: readonly ChannelSet[] = [
  { name: 'All' },
  { name: '12-lead', channels: [...SURFACE_LEADS] },
  { name: 'IEGM', kinds: ['iegm'] },
  {
    name: 'EP page',
    channels: [
      'I',
      'aVF',
      'V1',
      'V6',
      'HIS',
      'HIS12',
      'HIS34',
      'CS90',
      'CS78',
      'CS56',
      'CS34',
      'CS12',
      'RVA12',
      'ABL12',
    ],
  },
  { name: 'II V1 + CS', channels: ['II', 'V1', 'CS90', 'CS78', 'CS56', 'CS34', 'CS12'] },
  { name: 'II V1 + ABL RVA', channels: ['II', 'V1', 'ABL12', 'RVA12'] },
  { name: 'Limb leads', channels: ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'] },
  { name: 'Chest leads', channels: ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] },
];

export const ECG_START = 10;
export const IEGM_START = 10;

const ORDER: readonly LeadGroup[] = ['surface', 'HIS', 'CS', 'ABL', 'RVA', 'other'];

/** Surface leads first, then electrograms by catheter; within a group as recorded. */
function inGroups(channels: readonly Signal[]): Signal[] {
  return [...channels].sort(
    (a, b) => ORDER.indexOf(a.group) - ORDER.indexOf(b.group) || a.channelIndex - b.channelIndex,
  );
}

export class ChannelDisplay {
  readonly channels: readonly Signal[];
  sets = $state.raw<readonly ChannelSet[]>(DEFAULT_SETS);
  setIndex = $state(0);
  hidden = $state.raw<ReadonlySet<number>>(new Set());
  isolated = $state<number | undefined>();
  order = $state.raw<readonly number[]>([]);
  /** mm/mV of the whole group, by kind. */
  ecgGain = $state(ECG_START);
  iegmGain = $state(IEGM_START);
  /** mm/mV of single channels. */
  ownGains = $state.raw<ReadonlyMap<number, number>>(new Map());
  /** The channel that keys work on. */
  current = $state(0);
  clipDisplay = $state(false);
  /** Channels by name that are not drawn in the colour of their own group, in every record; a set may have others. */
  colours = $state.raw<Readonly<Record<string, LeadGroup>>>({});

  constructor(channels: readonly Signal[]) {
    this.channels = channels;
    this.order = inGroups(channels).map(({ channelIndex }) => channelIndex);
  }

  shown: readonly DisplayedChannel[] = $derived.by(() => this.#displayed());

  /** Of the set that is shown; undefined for all channels. */
  get setName(): string | undefined {
    return this.setIndex === 0 && this.sets[0] === DEFAULT_SETS[0]
      ? undefined
      : this.sets[this.setIndex]?.name;
  }

  /** @returns the set; undefined where the record has none of its channels */
  useSet(index: number): ChannelSet | undefined {
    const set = this.sets[index];
    if (!set || this.#ofSet(set).length === 0) return undefined;
    this.setIndex = index;
    this.isolated = undefined;
    this.current = 0;
    return set;
  }

  /**
   * Keeps the channels shown, in their order and colours, as the set of a key.
   * @param filters kept with them @param name undefined: its own name where it was kept before, else by its number
   */
  keepAs(index: number, filters?: FilterSetting, name = keptName(this.sets[index], index)): void {
    const channels = this.shown.map((channel) => channel.name);
    const colours = Object.fromEntries(
      channels.flatMap((channel) => {
        const group = this.colourOf(channel);
        return group === undefined ? [] : [[channel, group]];
      }),
    );
    this.replaceSet(index, { name, channels, filters, colours });
    this.setIndex = index;
  }

  replaceSet(index: number, set: ChannelSet): void {
    this.sets = this.sets.map((one, position) => (position === index ? set : one));
  }

  /** In every record, and in the set that is shown. @param group undefined: that of the channel itself */
  colour(name: string, group: LeadGroup | undefined): void {
    this.colours = withColour(this.colours, name, group);
    const set = this.sets[this.setIndex];
    if (set?.colours)
      this.replaceSet(this.setIndex, { ...set, colours: withColour(set.colours, name, group) });
  }

  /** The group in whose colour a channel is drawn; undefined: its own. */
  colourOf(name: string): LeadGroup | undefined {
    return this.sets[this.setIndex]?.colours?.[name] ?? this.colours[name];
  }

  hide(channelIndex: number): void {
    if (this.shown.length <= 1) return;
    this.hidden = new Set([...this.hidden, channelIndex]);
    this.current = Math.min(this.current, this.shown.length - 1);
  }

  showHidden(): void {
    this.hidden = new Set();
    this.isolated = undefined;
  }

  isolate(channelIndex: number): void {
    this.isolated = this.isolated === channelIndex ? undefined : channelIndex;
    this.current = 0;
  }

  /** Puts a channel where another is. */
  move(channelIndex: number, before: number): void {
    const set = this.sets[this.setIndex];
    const nameOf = (index: number): string => this.channels.find((c) => c.channelIndex === index)!.name;
    // A set that names its channels has an order of its own.
    if (set?.channels)
      this.replaceSet(this.setIndex, {
        ...set,
        channels: putBefore(set.channels, nameOf(channelIndex), nameOf(before)),
      });
    else this.order = putBefore(this.order, channelIndex, before);
  }

  /** The current channel one row up or down among those shown. */
  moveCurrent(direction: 1 | -1): void {
    const { shown, current } = this;
    const [upper, lower] =
      direction === 1 ? [shown[current], shown[current + 1]] : [shown[current - 1], shown[current]];
    if (!upper || !lower) return;
    this.move(lower.channelIndex, upper.channelIndex);
    this.current = current + direction;
  }

  step(direction: 1 | -1): void {
    this.current = Math.min(this.shown.length - 1, Math.max(0, this.current + direction));
  }

  /** Next gain of both groups. */
  stepGains(direction: 1 | -1): void {
    this.ecgGain = nextStep(ECG_GAINS, this.ecgGain, direction);
    this.iegmGain = nextStep(IEGM_GAINS, this.iegmGain, direction);
  }

  stepOwnGain(channelIndex: number, direction: 1 | -1): void {
    const channel = this.channels.find((c) => c.channelIndex === channelIndex);
    if (!channel) return;
    const steps = channel.kind === 'ecg' ? ECG_GAINS : IEGM_GAINS;
    const gain = nextStep(steps, this.gainOf(channel), direction);
    this.ownGains = new Map([...this.ownGains, [channelIndex, gain]]);
  }

  /**
   * Gains by the whole record's extremes, the median of each group: surface leads fill about two rows; electrograms,
   * whose extremes are stimuli and single spikes, may reach over three.
   * @param rowMillimetres height of a row on screen
   */
  autoGains(rowMillimetres: number): void {
    this.ownGains = new Map();
    this.ecgGain = fittingGain(this.#extents('ecg'), ECG_GAINS, 2 * rowMillimetres) ?? this.ecgGain;
    this.iegmGain = fittingGain(this.#extents('iegm'), IEGM_GAINS, 2.5 * rowMillimetres) ?? this.iegmGain;
  }

  /** Peak to peak in mV, of the channels shown. */
  #extents(kind: 'ecg' | 'iegm'): number[] {
    const shown = new Set(this.shown.map(({ channelIndex }) => channelIndex));
    return this.channels
      .filter((channel) => shown.has(channel.channelIndex) && (channel.kind === 'ecg') === (kind === 'ecg'))
      .flatMap(({ minimum, maximum }) =>
        minimum === undefined || maximum === undefined ? [] : [maximum - minimum],
      );
  }

  resetGains(): void {
    this.ecgGain = ECG_START;
    this.iegmGain = IEGM_START;
    this.ownGains = new Map();
  }

  gainOf(channel: Signal): number {
    return this.ownGains.get(channel.channelIndex) ?? (channel.kind === 'ecg' ? this.ecgGain : this.iegmGain);
  }

  #ofSet(set: ChannelSet): Signal[] {
    const inOrder = this.order.map((index) => this.channels.find((c) => c.channelIndex === index)!);
    if (set.channels) {
      return set.channels.flatMap((name) => inOrder.filter((channel) => channel.name === name));
    }
    return set.kinds ? inOrder.filter(({ kind }) => set.kinds!.includes(kind)) : inOrder;
  }

  #displayed(): DisplayedChannel[] {
    const isolated = this.isolated;
    const all = this.#ofSet(this.sets[this.setIndex] ?? this.sets[0]);
    const channels =
      isolated === undefined
        ? all.filter(({ channelIndex }) => !this.hidden.has(channelIndex))
        : all.filter(({ channelIndex }) => channelIndex === isolated);
    return channels.map((channel) => ({
      channelIndex: channel.channelIndex,
      name: channel.name,
      kind: channel.kind,
      group: this.colourOf(channel.name) ?? channel.group,
      units: channel.units,
      amplitudeScale: this.gainOf(channel),
    }));
  }
}

function withColour(
  colours: Readonly<Record<string, LeadGroup>>,
  name: string,
  group: LeadGroup | undefined,
): Record<string, LeadGroup> {
  const others = Object.entries(colours).filter(([one]) => one !== name);
  return Object.fromEntries(group === undefined ? others : [...others, [name, group]]);
}

function putBefore<T>(list: readonly T[], one: T, before: T): T[] {
  const rest = list.filter((each) => each !== one);
  const at = rest.indexOf(before);
  return [...rest.slice(0, at), one, ...rest.slice(at)];
}

/** A set that the program brought is not kept under its name. */
function keptName(set: ChannelSet | undefined, index: number): string {
  const brought = DEFAULT_SETS.some(({ name }) => name === set?.name);
  return set === undefined || brought ? `Set ${index + 1}` : set.name;
}

function fittingGain(extents: number[], steps: readonly number[], millimetres: number): number | undefined {
  if (extents.length === 0) return undefined;
  const median = extents.sort((a, b) => a - b)[extents.length >> 1];
  return steps.findLast((step) => step * median <= millimetres) ?? steps[0];
}
