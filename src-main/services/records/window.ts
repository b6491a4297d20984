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
  /** 1: samples are missing in the column, as far as the block file tells (`EnvelopeWindow.gaps`). */
  readonly gaps: Uint8Array[];
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
  const { min, max, gaps } = readColumns(file, record, request);
  const channels = request.channels.map((channelIndex, i) =>
    toChannelWindow(
      channelIndex,
      record.signals[channelIndex],
      { min: min[i], max: max[i], gaps: gaps[i] },
      request,
    ),
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
    // A column of one sample has none or all: its value tells.
    return { min: samples, max: samples, gaps: samples.map(({ length }) => new Uint8Array(length)) };
  }
  const whole = Math.floor((to - from) / samplesPerColumn);
  const end = from + whole * samplesPerColumn;
  const body = whole > 0 ? file.readEnvelope(channels, from, end, whole) : empty(channels.length);
  if (end === to) return body;
  const last = extremesOf(file.readSamples(channels, end, to));
  return {
    min: body.min.map((values, i) => joined(values, last.min[i])),
    max: body.max.map((values, i) => joined(values, last.max[i])),
    gaps: body.gaps.map((values, i) => joined(values, last.gaps[i])),
  };
}

function empty(channels: number): Columns {
  return {
    min: Array.from({ length: channels }, () => new Int32Array(0)),
    max: Array.from({ length: channels }, () => new Int32Array(0)),
    gaps: Array.from({ length: channels }, () => new Uint8Array(0)),
  };
}

function extremesOf(samples: readonly Int32Array[]): Columns {
  const present = samples.map((values) => values.filter((value) => value !== MISSING_SAMPLE));
  const pick = (choose: (a: number, b: number) => number): Int32Array[] =>
    present.map((values) => Int32Array.of(values.length === 0 ? MISSING_SAMPLE : values.reduce(choose)));
  const gaps = samples.map((values, i) => Uint8Array.of(present[i].length < values.length ? 1 : 0));
  return { min: pick((a, b) => Math.min(a, b)), max: pick((a, b) => Math.max(a, b)), gaps };
}

function joined<Values extends Int32Array | Uint8Array>(body: Values, last: Values): Values {
  const all = new (body.constructor as new (length: number) => Values)(body.length + last.length);
  all.set(body);
  all.set(last, body.length);
  return all;
}

function toChannelWindow(
  channelIndex: number,
  signal: SignalDescription,
  { min, max, gaps }: { readonly min: Int32Array; readonly max: Int32Array; readonly gaps: Uint8Array },
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
    quality[column] = (gaps[column] * MISSING) | (isClipped(min[column], max[column], rails) ? CLIPPED : 0);
  }
  return { channelIndex, filtered: false, minima, maxima, quality };
}
