import { MISSING_SAMPLE, type RecordDescription, type SignalDescription } from '../../domain/record.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import {
  applyDisplayFilter,
  displayFilterOf,
  firstToRead,
  marginOf,
  type DisplayFilter,
  type DisplayFilters,
} from './display-filter.ts';
import { railsOf } from './rails.ts';
import {
  CLIPPED,
  MISSING,
  readWindow,
  type ChannelWindow,
  type RecordWindow,
  type WindowRequest,
} from './window.ts';

/**
 * A window with the display filters: computed on the samples of the window and a margin on either side, then reduced.
 * Channels that no filter applies to come as they are.
 * @throws InvalidInput for a band that can't be filtered
 */
export function readFilteredWindow(
  file: SignalFile,
  record: RecordDescription,
  request: WindowRequest,
  filters: DisplayFilters,
): RecordWindow {
  const wanted = request.channels.map((channelIndex) =>
    displayFilterOf(filters, record.signals[channelIndex].kind, record.samplingFrequency),
  );
  const plain = readWindow(file, record, request);
  const channels = plain.channels.map((channel, i) => {
    const filter = wanted[i];
    return filter === undefined ? channel : filterChannel(file, record, request, channel, filter);
  });
  return { ...plain, channels };
}

function filterChannel(
  file: SignalFile,
  record: RecordDescription,
  { from, columns, samplesPerColumn }: WindowRequest,
  { channelIndex }: ChannelWindow,
  filter: DisplayFilter,
): ChannelWindow {
  const signal = record.signals[channelIndex];
  const { samplingFrequency } = record;
  const margin = marginOf(filter, samplingFrequency);
  const to = Math.min(record.samples, from + columns * samplesPerColumn);
  const start = firstToRead(filter, from, samplingFrequency);
  const [digital] = file.readSamples([channelIndex], start, Math.min(record.samples, to + margin));
  const filtered = applyDisplayFilter(filter, physicalOf(digital, signal), samplingFrequency);
  const minima = new Float32Array(columns).fill(NaN);
  const maxima = samplesPerColumn === 1 ? minima : new Float32Array(columns).fill(NaN);
  reduce(filtered.subarray(from - start, to - start), samplesPerColumn, minima, maxima);
  const quality = qualityOf(digital.subarray(from - start, to - start), signal, columns, samplesPerColumn);
  return { channelIndex, filtered: true, minima, maxima, quality };
}

/** Minimum and maximum of each column; a column of missing samples stays NaN. */
function reduce(samples: Float64Array, perColumn: number, minima: Float32Array, maxima: Float32Array): void {
  for (let column = 0; column * perColumn < samples.length; column++) {
    let [low, high] = [Infinity, -Infinity];
    const end = Math.min(samples.length, (column + 1) * perColumn);
    for (let i = column * perColumn; i < end; i++) {
      const value = samples[i];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low > high) continue;
    minima[column] = low;
    maxima[column] = high;
  }
}

/** As `toPhysical`, in one loop: this runs over millions of samples. */
function physicalOf(digital: Int32Array, { baseline, gain }: SignalDescription): Float64Array {
  const physical = new Float64Array(digital.length);
  for (let i = 0; i < digital.length; i++)
    physical[i] = digital[i] === MISSING_SAMPLE ? NaN : (digital[i] - baseline) / gain;
  return physical;
}

/** Of the unfiltered samples: a filter does not undo clipping. */
function qualityOf(
  digital: Int32Array,
  signal: SignalDescription,
  columns: number,
  perColumn: number,
): Uint8Array {
  const quality = new Uint8Array(columns).fill(MISSING);
  const { low, high } = railsOf(signal) ?? { low: -Infinity, high: Infinity };
  for (let column = 0; column * perColumn < digital.length; column++) {
    let bits = 0;
    const end = Math.min(digital.length, (column + 1) * perColumn);
    for (let i = column * perColumn; i < end; i++) {
      const value = digital[i];
      if (value === MISSING_SAMPLE) bits |= MISSING;
      else if (value <= low || value >= high) bits |= CLIPPED;
    }
    quality[column] = bits;
  }
  return quality;
}
