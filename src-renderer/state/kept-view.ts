/** How a reader looks at records, kept from one to the next: scales, filters, channel sets, calibration; and the last place of each start. */
import { z } from 'zod';
import { channelColours, channelSet, type ChannelDisplay } from './channel-display.svelte.ts';
import { FILTERS_AT_START, filterSetting, type Filters } from './filters.svelte.ts';
import type { LeadGroup } from '../../src-main/domain/lead.ts';
import type { Settings } from './settings.svelte.ts';
import type { Viewport } from './viewport.svelte.ts';

const scales = z.object({
  sweep: z.number(),
  ecgGain: z.number(),
  iegmGain: z.number(),
  clipDisplay: z.boolean(),
});
const calibration = z.object({ pixelsPerMillimetre: z.number().min(1).max(40) });
const lastPlace = z.object({ recordId: z.number(), from: z.number(), samplesPerPixel: z.number() });

/** Records that somebody reads blind: they stay so until that reader ends it. */
const blindRecords = z.array(z.object({ recordId: z.number(), reader: z.string() }));

export class KeptView {
  readonly #settings: Settings;
  readonly #recordId: number;
  readonly #viewport: Viewport;
  readonly #display: ChannelDisplay;
  readonly #filters: Filters;

  constructor(
    settings: Settings,
    recordId: number,
    viewport: Viewport,
    display: ChannelDisplay,
    filters: Filters,
  ) {
    this.#settings = settings;
    this.#recordId = recordId;
    this.#viewport = viewport;
    this.#display = display;
    this.#filters = filters;
  }

  place(): void {
    const { from, samplesPerPixel } = this.#viewport;
    this.#settings.put('lastPlace', { recordId: this.#recordId, from, samplesPerPixel });
  }

  /** Sweep, gains and filters. */
  scales(): void {
    const { ecgGain, iegmGain, clipDisplay } = this.#display;
    this.#settings.put('scales', { sweep: this.#viewport.sweep, ecgGain, iegmGain, clipDisplay });
    this.#settings.put('filters', this.#filters.setting);
  }

  /** The colour of a channel, in every record that has one of this name. */
  colour(name: string, group: LeadGroup | undefined): void {
    const { sets } = this.#display;
    this.#display.colour(name, group);
    this.#settings.put('channelColours', this.#display.colours);
    if (this.#display.sets !== sets) this.#settings.put('channelSets', this.#display.sets);
  }

  /** The channels shown, in order and colours, with the filters, on a key. */
  channelSet(index: number, name?: string): void {
    this.#display.keepAs(index, this.#filters.setting, name);
    this.#settings.put('channelSets', this.#display.sets);
  }

  /** Shows a set, with its filters where it has some. @returns whether this record has a channel of it */
  useChannelSet(index: number): boolean {
    const set = this.#display.useSet(index);
    if (set?.filters) {
      this.#filters.restore(set.filters);
      this.scales();
    }
    return set !== undefined;
  }

  /** @param reader who is signed in; undefined where nobody has to */
  blind(isBlind: boolean, reader = ''): void {
    const others = this.#blindRecords.filter((one) => !this.#isOf(one, reader));
    const now = isBlind ? [...others, { recordId: this.#recordId, reader }] : others;
    this.#settings.put('blindRecords', now);
  }

  /** Whether this record was being read blind when it was left. */
  isBlind(reader = ''): boolean {
    return this.#blindRecords.some((one) => this.#isOf(one, reader));
  }

  get #blindRecords(): z.infer<typeof blindRecords> {
    return this.#settings.get('blindRecords', blindRecords, []);
  }

  #isOf({ recordId, reader }: z.infer<typeof blindRecords>[number], wanted: string): boolean {
    return recordId === this.#recordId && reader === wanted;
  }

  calibrate(pixelsPerMillimetre: number): void {
    this.#viewport.calibrate(pixelsPerMillimetre);
    this.#settings.put('calibration', { pixelsPerMillimetre });
  }

  /** @returns whether gains were kept */
  restore(): boolean {
    const [settings, viewport, display] = [this.#settings, this.#viewport, this.#display];
    const { pixelsPerMillimetre } = settings.get('calibration', calibration, {
      pixelsPerMillimetre: viewport.pixelsPerMillimetre,
    });
    viewport.calibrate(pixelsPerMillimetre);
    const kept = settings.get('scales', scales.optional(), undefined);
    if (kept) {
      viewport.setSweep(kept.sweep);
      display.ecgGain = kept.ecgGain;
      display.iegmGain = kept.iegmGain;
      display.clipDisplay = kept.clipDisplay;
    }
    this.#filters.restore(settings.get('filters', filterSetting, FILTERS_AT_START));
    display.colours = settings.get('channelColours', channelColours, {});
    const sets = settings.get('channelSets', z.array(channelSet).min(1).max(8).optional(), undefined);
    if (sets) display.sets = sets;
    const place = settings.get('lastPlace', lastPlace.optional(), undefined);
    if (place?.recordId === this.#recordId) {
      viewport.samplesPerPixel = place.samplesPerPixel;
      viewport.from = place.from;
    }
    return kept !== undefined;
  }
}
