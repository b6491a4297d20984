/** The open record: view, channels, filters, annotations, selection, and what the trace view found. */
import { z } from 'zod';
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import type { RecordDetail } from '../../src-main/api/contract/record-schemas.ts';
import type { TraceReport } from '../trace/trace-view.ts';
import { timeText } from '../trace/time-text.ts';
import { Annotations } from './annotations.svelte.ts';
import { Calipers } from './calipers.svelte.ts';
import { ChannelDisplay, channelSet } from './channel-display.svelte.ts';
import { Editing } from './editing.svelte.ts';
import { Filters, FILTERS_AT_START, filterSetting } from './filters.svelte.ts';
import { Queue } from './queue.svelte.ts';
import { Selection } from './selection.svelte.ts';
import type { Settings } from './settings.svelte.ts';
import { Viewport } from './viewport.svelte.ts';

const scales = z.object({
  sweep: z.number(),
  ecgGain: z.number(),
  iegmGain: z.number(),
  clipDisplay: z.boolean(),
});
const calibration = z.object({ pixelsPerMillimetre: z.number().min(1).max(40) });
const lastPlace = z.object({ recordId: z.number(), from: z.number(), samplesPerPixel: z.number() });

export class Review {
  readonly api: ApiClient;
  readonly settings: Settings;
  readonly record: RecordDetail;
  readonly viewport: Viewport;
  readonly display: ChannelDisplay;
  readonly filters: Filters;
  readonly annotations: Annotations;
  readonly selection: Selection;
  readonly queue: Queue;
  readonly editing: Editing;
  readonly calipers: Calipers;
  report = $state.raw<TraceReport | undefined>();
  beatLines = $state(true);
  /** A hint for the status bar: what a key just did, or why it could not. */
  message = $state<string | undefined>();

  constructor(api: ApiClient, settings: Settings, record: RecordDetail) {
    this.api = api;
    this.settings = settings;
    this.record = record;
    this.viewport = new Viewport(record.samplingFrequency, record.samples);
    this.display = new ChannelDisplay(record.channels);
    this.filters = new Filters();
    this.annotations = new Annotations(api, record);
    this.selection = new Selection(this.annotations);
    this.queue = new Queue(this.annotations, this.selection);
    this.editing = new Editing(this.annotations, this.selection, this.queue, this.viewport);
    this.calipers = new Calipers(record.samplingFrequency);
    this.#restore();
  }

  /** Reads annotations; the traces do not wait for them. */
  async load(): Promise<void> {
    await this.annotations.load(this.record.annotationSets);
  }

  /** Moves to a row of the beat union, selects it and says where it is. */
  goToRow(row: number): void {
    this.selection.selectRow(row);
    this.viewport.reveal(this.annotations.union.sampleIndex[row]);
  }

  timeOf(sampleIndex: number, digits = 3): string {
    return timeText(sampleIndex / this.record.samplingFrequency, digits);
  }

  keepPlace(): void {
    const { from, samplesPerPixel } = this.viewport;
    this.settings.put('lastPlace', { recordId: this.record.id, from, samplesPerPixel });
  }

  keepScales(): void {
    const { ecgGain, iegmGain, clipDisplay } = this.display;
    this.settings.put('scales', { sweep: this.viewport.sweep, ecgGain, iegmGain, clipDisplay });
    this.settings.put('filters', this.filters.setting);
  }

  calibrate(pixelsPerMillimetre: number): void {
    this.viewport.calibrate(pixelsPerMillimetre);
    this.settings.put('calibration', { pixelsPerMillimetre });
  }

  #restore(): void {
    const { settings, viewport, display } = this;
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
    this.filters.restore(settings.get('filters', filterSetting, FILTERS_AT_START));
    const sets = settings.get('channelSets', z.array(channelSet).min(1).max(8).optional(), undefined);
    if (sets) display.sets = sets;
    const place = settings.get('lastPlace', lastPlace.optional(), undefined);
    if (place?.recordId === this.record.id) {
      viewport.samplesPerPixel = place.samplesPerPixel;
      viewport.from = place.from;
    }
  }
}
