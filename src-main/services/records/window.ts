import { PurkinjeError } from '../../domain/errors.ts';
import {
  MISSING_SAMPLE,
  toPhysical,
  type RecordDescription,
  type SignalDescription,
} from '../../domain/record.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { isClipped, railsOf } from './rails.ts';

export interface WindowRequest {
  /** Channel indices. */
  readonly channels: readonly number[];
  /** First sample index. */
  readonly from: number;
  readonly columns: number;
  /** 1: the samples themselves; otherwise minimum and maximum of each column. */
  readonly samplesPerColumn: number;
}

/** Bits of a column's quality. */
export const MISSING = 1;
export const CLIPPED = 2;

/** One channel of a window, in physical units, NaN where a sample is missing; each array is `columns` long. */
export interface ChannelWindow {
  readonly channelIndex: number;
  readonly filtered: boolean;
  readonly minima: Float32Array;
  /** The same array as `minima` where a column is one sample. */
  readonly maxima: Float32Array;
  readonly quality: Uint8Array;
}

export interface RecordWindow {
  readonly from: number;
  readonly samplesPerColumn: number;
  readonly columns: number;
  readonly channels: ChannelWindow[];
}

/** Digital extremes of each column, as far as the record goes. */
export interface Columns {
  readonly min: Int32Array[];
  readonly max: Int32Array[];
}

/** @throws InvalidInput for a channel or a start outside the record */
export function checkWindow(
  record: RecordDescription,
  { channels, from, samplesPerColumn }: WindowRequest,
): void {
  const unknown = channels.find((channel) => record.signals[channel] === undefined);
  if (unknown !== undefined)
    throw new PurkinjeError(
      'InvalidInput',
      `The record has ${record.signals.length} channels; there is no ${unknown}.`,
    );
  if (from >= record.samples)
    throw new PurkinjeError(
      'InvalidInput',
      `The record has ${record.samples} samples; ${from} lies behind its end.`,
    );
  if (!Number.isInteger(Math.log2(samplesPerColumn)))
    throw new PurkinjeError('InvalidInput', `samplesPerColumn is a power of two, not ${samplesPerColumn}.`);
}

/** Unfiltered, from the block file's samples or pyramid. Columns beyond the record's end are missing. */
export function readWindow(
  file: SignalFile,
  record: RecordDescription,
  request: WindowRequest,
): RecordWindow {
  const { min, max } = readColumns(file, record, request);
  const channels = request.channels.map((channelIndex, i) =>
    toChannelWindow(channelIndex, record.signals[channelIndex], min[i], max[i], request),
  );
  return {
    from: request.from,
    samplesPerColumn: request.samplesPerColumn,
    columns: request.columns,
    channels,
  };
}

/** Whole columns come at once; a last one that the record's end cuts short is read for itself. */
function readColumns(file: SignalFile, record: RecordDescription, request: WindowRequest): Columns {
  const { channels, from, columns, samplesPerColumn } = request;
  const to = Math.min(record.samples, from + columns * samplesPerColumn);
  if (samplesPerColumn === 1) {
    const samples = file.readSamples(channels, from, to);
    return { min: samples, max: samples };
  }
  const whole = Math.floor((to - from) / samplesPerColumn);
  const end = from + whole * samplesPerColumn;
  const body = whole > 0 ? file.readEnvelope(channels, from, end, whole) : empty(channels.length);
  if (end === to) return body;
  const last = extremesOf(file.readSamples(channels, end, to));
  return { min: join(body.min, last.min), max: join(body.max, last.max) };
}

function empty(channels: number): Columns {
  return {
    min: Array.from({ length: channels }, () => new Int32Array(0)),
    max: Array.from({ length: channels }, () => new Int32Array(0)),
  };
}

function extremesOf(samples: readonly Int32Array[]): Columns {
  const present = samples.map((values) => values.filter((value) => value !== MISSING_SAMPLE));
  const pick = (choose: (a: number, b: number) => number): Int32Array[] =>
    present.map((values) => Int32Array.of(values.length === 0 ? MISSING_SAMPLE : values.reduce(choose)));
  return { min: pick((a, b) => Math.min(a, b)), max: pick((a, b) => Math.max(a, b)) };
}

function join(bodies: readonly Int32Array[], lasts: readonly Int32Array[]): Int32Array[] {
  return bodies.map((body, i) => {
    const joined = new Int32Array(body.length + lasts[i].length);
    joined.set(body);
    joined.set(lasts[i], body.length);
    return joined;
  });
}

function toChannelWindow(
  channelIndex: number,
  signal: SignalDescription,
  min: Int32Array,
  max: Int32Array,
  { columns, samplesPerColumn }: WindowRequest,
): ChannelWindow {
  const minima = new Float32Array(columns).fill(NaN);
  const maxima = samplesPerColumn === 1 ? minima : new Float32Array(columns).fill(NaN);
  const quality = new Uint8Array(columns).fill(MISSING);
  const rails = railsOf(signal);
  // A negative gain turns the trace over, and its minimum into its maximum.
  const [low, high] = signal.gain > 0 ? [min, max] : [max, min];
  for (let column = 0; column < min.length; column++) {
    if (max[column] === MISSING_SAMPLE) continue;
    minima[column] = toPhysical(low[column], signal);
    if (samplesPerColumn > 1) maxima[column] = toPhysical(high[column], signal);
    quality[column] = isClipped(min[column], max[column], rails) ? CLIPPED : 0;
  }
  return { channelIndex, filtered: false, minima, maxima, quality };
}
