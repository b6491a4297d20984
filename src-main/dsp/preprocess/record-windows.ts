import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';
import { throwIfCancelled } from '../../domain/errors.ts';
import type { ChannelMap } from './channels.ts';
import { mapChannels } from './channels.ts';
import { conditionWindow, conditionedIndex } from './condition.ts';
import { ConditionedRecord } from './conditioned-record.ts';
import { type RecordInput, cutWindows, cutterBytes } from './cut-windows.ts';
import type { PreprocessParameters } from './parameters.ts';
import { ELECTROGRAM_PRIORS, electrogramPriors } from './priors/electrogram-priors.ts';
import type { RecordScales } from './record-scales.ts';
import { recordScalesOf } from './record-scales.ts';
import { recordPriors } from './record-priors.ts';
import type { WindowBatch } from './window-batch.ts';
import { PassingBatches, emptyBatch } from './window-batch.ts';

export interface WindowOptions {
  readonly aliases?: ChannelAliases;
  /** R peaks for the priors where the windows are not centred on beats; by default the centres themselves. */
  readonly rPeaks?: ArrayLike<number>;
  /** Runs that lie wholly before this centre are left out, as work that goes on needs it; the others stay as they are. */
  readonly startAt?: number;
  /** Each run's batch is lost when the next is asked for: faster for who keeps none of them. */
  readonly passing?: boolean;
  readonly abortSignal?: AbortSignal;
}

/** What the windows of a record share: worked out once, over the whole record. */
export interface PreparedRecord {
  readonly inputs: readonly RecordInput[];
  /** The conditioned signals, as far as they are kept. */
  readonly record: ConditionedRecord;
  readonly scales: RecordScales;
  /** `[centres][priors]`, those of the surface leads; the electrograms' are taken from the windows. */
  readonly priors: Float32Array;
}

/** A run of windows: those of `centres[first]` to `centres[first + batch.count - 1]`. */
export interface WindowRun {
  readonly first: number;
  readonly batch: WindowBatch;
}

/** Signal decoded, filtered and cut at a time (s): 60 s of 19 channels are 1.1 MB at 250 Hz, 4.5 MB before. */
const RUN_SECONDS = 60;
function inputsOf(map: ChannelMap): RecordInput[] {
  const of = (band: 'ecg' | 'iegm'): RecordInput[] =>
    map[band].flatMap((channelIndex, slot) =>
      channelIndex === undefined ? [] : [{ channelIndex, slot, band }],
    );
  return [...of('ecg'), ...of('iegm')];
}

/** Fills the columns of `ELECTROGRAM_PRIORS` that the model asks for, from the windows themselves. */
export function addElectrogramPriors(batch: WindowBatch, parameters: PreprocessParameters): void {
  const { priors, electrograms, windowSamples, samplingFrequency } = parameters;
  const columns = ELECTROGRAM_PRIORS.map((name) => priors.indexOf(name));
  if (columns.every((column) => column < 0)) return;
  const sinus = electrograms.flatMap((name, slot) => (name.startsWith('CS') ? [slot] : []));
  for (let window = 0; window < batch.count; window++) {
    const rows = sinus
      .map((slot) => window * electrograms.length + slot)
      .filter((row) => batch.iegmPresence[row] === 1)
      .map((row) => batch.iegm.subarray(row * windowSamples, (row + 1) * windowSamples));
    const values = electrogramPriors(rows, samplingFrequency);
    columns.forEach((column, k) => {
      if (column >= 0) batch.priors[window * priors.length + column] = values[k];
    });
  }
}

/**
 * Conditioned signals, scales and priors of a record: the costly part of its windows (it reads the record's leads from end to end).
 * @throws StudyUnreadable from the reader
 */
export async function prepareRecord(
  reader: RecordReader,
  centres: ArrayLike<number>,
  parameters: PreprocessParameters,
  { aliases, rPeaks = centres }: WindowOptions = {},
  record = new ConditionedRecord(reader, parameters),
): Promise<PreparedRecord> {
  const map = mapChannels(reader.description.signals, parameters, aliases);
  return {
    inputs: inputsOf(map),
    record,
    scales: await recordScalesOf(record, map, parameters),
    priors: await recordPriors(reader, record, centres, rPeaks, map, parameters),
  };
}

/**
 * One window alone, as `recordWindows` gives it; of a record too long to be kept, to within what its margin leaves of the
 * filters' transients.
 * @param centre its position among the centres that the record was prepared with
 * @param sampleIndex of that centre, in the record
 * @throws StudyUnreadable from the reader
 */
export async function oneWindow(
  reader: RecordReader,
  prepared: PreparedRecord,
  centre: number,
  sampleIndex: number,
  parameters: PreprocessParameters,
): Promise<WindowBatch> {
  const batch = emptyBatch(1, parameters);
  const half = parameters.windowSamples / 2;
  const middle = conditionedIndex(sampleIndex, reader, parameters);
  const { inputs, record } = prepared;
  const [from, to] = [middle - half, middle + half];
  // A record that is kept is cut from; another is read again, by a reader that is open now.
  const signals = record.holds(inputs)
    ? await record.window(inputs, from, to)
    : await conditionWindow(reader, inputs, parameters, from, to);
  cutWindows(signals, prepared.inputs, [0], batch, prepared.scales, parameters);
  const width = parameters.priors.length;
  batch.priors.set(prepared.priors.subarray(centre * width, (centre + 1) * width));
  addElectrogramPriors(batch, parameters);
  return batch;
}

/**
 * The network's windows of a record, one around each centre, in runs that hold a minute of signal each: memory does
 * not grow with the record. Used by training and by inference alike.
 * @param centres sample indices at the record's sampling frequency, in time order (R peaks; or a segment's grid)
 * @returns runs in time order; the windows of all runs together are those of all centres
 * @throws StudyUnreadable from the reader, Cancelled
 */
export async function* recordWindows(
  reader: RecordReader,
  centres: ArrayLike<number>,
  parameters: PreprocessParameters,
  options: WindowOptions = {},
): AsyncGenerator<WindowRun> {
  const prepared = await prepareRecord(reader, centres, parameters, options);
  yield* preparedWindows(reader, prepared, centres, parameters, options);
}

/** `recordWindows` of a record whose costly part was done before, with the same centres and options. */
export async function* preparedWindows(
  reader: RecordReader,
  { record, inputs, scales, priors }: PreparedRecord,
  centres: ArrayLike<number>,
  parameters: PreprocessParameters,
  options: WindowOptions = {},
): AsyncGenerator<WindowRun> {
  const passing = options.passing ? new PassingBatches(parameters) : undefined;
  try {
    const make = (count: number, longest: number): WindowBatch =>
      passing?.next(count, cutterBytes(longest, parameters)) ?? emptyBatch(count, parameters);
    yield* windowRuns(reader, { record, inputs, scales, priors }, centres, parameters, options, make);
  } finally {
    passing?.close();
  }
}

/** @param make an empty batch of so many windows, of signals of at most so many samples */
async function* windowRuns(
  reader: RecordReader,
  { record, inputs, scales, priors }: PreparedRecord,
  centres: ArrayLike<number>,
  parameters: PreprocessParameters,
  options: WindowOptions,
  make: (count: number, longest: number) => WindowBatch,
): AsyncGenerator<WindowRun> {
  const { startAt = 0 } = options;
  const half = parameters.windowSamples / 2;
  const { length } = record;
  const run = RUN_SECONDS * parameters.samplingFrequency;
  let next = 0;
  for (let from = 0; from < length && next < centres.length; from += run) {
    throwIfCancelled(options.abortSignal);
    const first = next;
    const isLast = from + run >= length;
    while (next < centres.length && (isLast || indexOf(next) < from + run)) next++;
    if (next === first || next <= startAt) continue;
    const signals = await record.window(inputs, from - half, from + run + half);
    const batch = make(next - first, run + 2 * half);
    const starts = Array.from({ length: next - first }, (_, at) =>
      Math.min(Math.max(indexOf(first + at) - from, 0), run),
    );
    cutWindows(signals, inputs, starts, batch, scales, parameters);
    const width = parameters.priors.length;
    batch.priors.set(priors.subarray(first * width, next * width));
    addElectrogramPriors(batch, parameters);
    yield { first, batch };
  }

  function indexOf(beat: number): number {
    return conditionedIndex(centres[beat], reader, parameters);
  }
}
