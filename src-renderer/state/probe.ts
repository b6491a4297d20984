/** Reads the unfiltered signal for measuring and for refining an inserted beat. */
import type { ApiClient } from '../../src-main/api/contract/client.ts';
import { decodeWindow } from '../../src-main/api/contract/window-bytes.ts';
import { peakToPeak, REFINE_SECONDS, steepestPeak, steepestStep } from '../beats/refine.ts';
import { reductionFor } from '../trace/scale.ts';

export interface ProbeRecord {
  readonly id: number;
  readonly samples: number;
  readonly samplingFrequency: number;
}

const MOST_COLUMNS = 4096;

export class Probe {
  #api: Pick<ApiClient, 'getWindow'>;
  #record: ProbeRecord;

  constructor(api: Pick<ApiClient, 'getWindow'>, record: ProbeRecord) {
    this.#api = api;
    this.#record = record;
  }

  /** Sample index of the R peak near a place on a channel; the place itself where nothing is there. */
  async refine(channelIndex: number, sampleIndex: number): Promise<number> {
    const reach = Math.round(REFINE_SECONDS * this.#record.samplingFrequency);
    const from = Math.max(0, Math.round(sampleIndex) - reach);
    const to = Math.min(this.#record.samples, Math.round(sampleIndex) + reach);
    const { minima } = await this.#read(channelIndex, from, to);
    const at = steepestPeak(minima);
    return at === undefined ? Math.round(sampleIndex) : from + at;
  }

  /** Sample index of the activation within `reach` samples of a place on an electrogram; undefined where none stands out. */
  async activation(channelIndex: number, sampleIndex: number, reach: number): Promise<number | undefined> {
    const from = Math.max(0, Math.round(sampleIndex - reach));
    const to = Math.min(this.#record.samples, Math.round(sampleIndex + reach) + 1);
    if (to - from > MOST_COLUMNS || to - from < 3) return undefined;
    const at = steepestStep((await this.#read(channelIndex, from, to)).minima);
    return at === undefined ? undefined : from + at;
  }

  /** Peak to peak of [from, to) in the channel's unit, unfiltered; undefined where the signal is missing. */
  async extent(channelIndex: number, from: number, to: number): Promise<number | undefined> {
    const first = Math.max(0, Math.round(Math.min(from, to)));
    const last = Math.min(this.#record.samples, Math.round(Math.max(from, to)) + 1);
    if (last <= first) return undefined;
    const { minima, maxima } = await this.#read(channelIndex, first, last);
    return peakToPeak(minima, maxima);
  }

  async #read(channelIndex: number, from: number, to: number) {
    const samplesPerColumn = reductionFor((2 * (to - from)) / MOST_COLUMNS);
    const first = Math.floor(from / samplesPerColumn);
    const columns = Math.ceil(to / samplesPerColumn) - first;
    const bytes = await this.#api.getWindow({
      params: { recordId: this.#record.id },
      query: { channels: `${channelIndex}`, from: first * samplesPerColumn, columns, samplesPerColumn },
    });
    return decodeWindow(bytes).channels[0];
  }
}
