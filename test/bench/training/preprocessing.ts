import { join } from 'node:path';
import type { Annotation } from '../../../src-main/domain/annotation.ts';
import { isBeat } from '../../../src-main/domain/annotation.ts';
import { keepingMemory } from '../../../src-main/domain/kernel/borrowed-memory.ts';
import { KernelMemory, kernelBytes } from '../../../src-main/domain/kernel/kernel-memory.ts';
import type { RecordReader } from '../../../src-main/domain/record.ts';
import { mapChannels } from '../../../src-main/dsp/preprocess/channels.ts';
import {
  conditionedLength,
  filterChannels,
  resampleWindow,
} from '../../../src-main/dsp/preprocess/condition.ts';
import { ConditionedRecord } from '../../../src-main/dsp/preprocess/conditioned-record.ts';
import { prepareRecord } from '../../../src-main/dsp/preprocess/record-windows.ts';
import { loadExamples } from '../../../src-main/services/training/load-examples.ts';
import { PRESETS } from '../../../src-main/services/training/presets.ts';
import { recordExamples } from '../../../src-main/services/training/record-examples.ts';
import type { ExampleSet } from '../../../src-main/training/data/example-set.ts';
import type { BenchRow } from '../bench-row.ts';
import { byTurns, cpuMilliseconds } from './cpu-time.ts';

/** All records of the Leipzig database (its README). */
const LEIPZIG_SECONDS = 66_421;
const HOW = { rounds: 5, times: 3, warm: 2 };
/** Seconds that are read at a time where arrays are kept, as preprocessing does. */
const PIECE_SECONDS = 30;

const { parameters, grouping } = PRESETS.study;

/** Decodes a whole recording piece by piece into arrays that are kept, which lie where decoding is by vectors. */
function pieceDecoder(reader: RecordReader): () => Promise<void> {
  const { samples, samplingFrequency, signals } = reader.description;
  const piece = PIECE_SECONDS * samplingFrequency;
  const memory = new KernelMemory(kernelBytes(signals.map(() => piece)));
  const into = signals.map(() => memory.int32(piece));
  return async () => {
    for (let from = 0; from < samples; from += piece)
      await reader.readDigital([...signals.keys()], from, Math.min(samples, from + piece), into);
  };
}

/** What preprocessing consists of, each part by itself. */
function stagesOf(reader: RecordReader, annotations: readonly Annotation[]) {
  const map = mapChannels(reader.description.signals, parameters);
  const channels = (['ecg', 'iegm'] as const).flatMap((band) =>
    map[band].flatMap((channelIndex) => (channelIndex === undefined ? [] : [{ channelIndex, band }])),
  );
  channels.sort((one, other) => one.channelIndex - other.channelIndex);
  const length = conditionedLength(reader, parameters);
  const signals = channels.map(() => new Float32Array(length));
  const run = PIECE_SECONDS * parameters.samplingFrequency;
  const resample = async (): Promise<void> => {
    for (let from = 0; from < length; from += run) {
      const to = Math.min(length, from + run);
      const parts = signals.map((samples) => samples.subarray(from, to));
      await resampleWindow(reader, channels, parameters, [from, to], parts);
    }
  };
  // Filtered again and again, the signals fade; what they take does not depend on it.
  const filter = (): void =>
    filterChannels(signals, channels, parameters, (at, values, from) => signals[at].set(values, from), 32);
  const beats = annotations.filter(isBeat).map(({ sampleIndex }) => sampleIndex);
  const kept = new ConditionedRecord(reader, parameters);
  const prepare = () => prepareRecord(reader, beats, parameters, {}, kept);
  return { resample, filter, prepare };
}

/** A folder's windows the first time, which includes its content's hash and the file that keeps them, and a second time. */
async function throughCache(folder: string): Promise<{ first: number; again: number }> {
  const options = { parameters, grouping, cache: join(folder, 'cache'), threads: 1 };
  const load = (): Promise<number> => cpuMilliseconds(() => loadExamples(folder, options));
  const first = await load();
  return { first, again: await load() };
}

/** Preprocessing against decoding, by processor time. @param minutes how long the recording is */
export async function preprocessingRows(
  folder: string,
  reader: RecordReader,
  minutes: number,
): Promise<{ rows: BenchRow[]; set: ExampleSet }> {
  const { samples, signals } = reader.description;
  const [{ annotations }] = await reader.readAnnotations();
  const cut = () => recordExamples(reader, annotations, { parameters, grouping, subject: 'bench' });
  const { set } = await cut();
  const works = {
    decoding: () => reader.readDigital([...signals.keys()], 0, samples),
    pieces: pieceDecoder(reader),
    whole: cut,
    ...stagesOf(reader, annotations),
  };
  // As where one record follows the other.
  const took = await keepingMemory(() => byTurns(works, HOW));
  const cached = await throughCache(folder);
  const aMinute = (milliseconds: number): number => milliseconds / minutes;
  const row = (what: string, milliseconds: number, note?: string): BenchRow => ({
    ...{ what, value: aMinute(milliseconds), unit: 'ms CPU' },
    ...(note ? { note } : {}),
  });
  const rows: BenchRow[] = [
    row('decode a minute, 19 signals, format 24', took.decoding, 'into new arrays, with checksums'),
    row('the same by vectors, into arrays that are kept', took.pieces, 'as preprocessing decodes'),
    row('windows of a minute, all of preprocessing', took.whole),
    row('of these: decoded and resampled', took.resample),
    row('of these: filters', took.filter),
    row('of these: scales, priors of the beats', took.prepare),
    {
      what: 'preprocessing in units of decoding',
      value: took.whole / took.decoding,
      unit: 'x',
      bar: 'bounded by decoding: <= 2 x',
      passed: took.whole <= 2 * took.decoding,
      note: `${(took.whole / took.pieces).toFixed(1)} x of decoding into arrays that are kept`,
    },
    {
      what: 'filters in units of decoding',
      value: took.filter / took.decoding,
      unit: 'x',
      bar: 'not by filters: <= 1 x',
      passed: took.filter <= took.decoding,
      note: `${(took.filter / took.pieces).toFixed(1)} x of decoding into arrays that are kept`,
    },
    row(
      'a folder’s windows, the first time',
      cached.first,
      'with the hash of its content, the cache written',
    ),
    row('the same windows again, from the cache', cached.again, 'the hash of its content among it'),
    {
      what: `the 39 records (${LEIPZIG_SECONDS} s), at the rate of windows, once`,
      value: (aMinute(took.whole) * LEIPZIG_SECONDS) / 60_000,
      unit: 's CPU',
      note: 'kept by content afterwards',
    },
  ];
  return { rows, set };
}
