import { qtLeadOf, whyNoMark } from '../../domain/average-intervals.ts';
import { toPhysical, type RecordDescription, type SignalDescription } from '../../domain/record.ts';
import { delineateBeats } from '../../dsp/delineate/delineate.ts';
import { percentile } from '../../dsp/normalise.ts';
import { openSignalFile, type SignalFile } from '../../store/signal-file.ts';
import { readMillivolts } from '../analysis/millivolts.ts';
import { railsOf } from '../records/rails.ts';
import { CLIPPED, MISSING } from '../records/window.ts';
import type { AveragePlaces, AverageRequest, AverageResult, AverageTask } from './average-beat.ts';

/** Beats that an average is made of, evenly over those asked for: quietens noise 20-fold, and is read in a moment. */
export const MOST_AVERAGED = 400;
/** About a median: what four of five beats lie between. */
const SPREAD_PERCENT = [10, 90] as const;

/** Runs in the analysis thread. */
export function computeAverage({ path, record, request }: AverageTask): AverageResult {
  const file = openSignalFile(path);
  try {
    return averageOf(file, record, request);
  } finally {
    file.close();
  }
}

/** Beats that reach over an end of the record are averaged as far as they go. */
export function averageOf(
  file: SignalFile,
  record: RecordDescription,
  request: AverageRequest,
): AverageResult {
  const fs = record.samplingFrequency;
  const first = -Math.round((request.beforeMs * fs) / 1000);
  const points = Math.round((request.afterMs * fs) / 1000) - first + 1;
  const every = Math.max(1, Math.ceil(request.rPeaks.length / MOST_AVERAGED));
  const chosen = request.rPeaks.filter((_, i) => i % every === 0);
  // [channels][beats][points]
  const aligned = request.channels.map(() => [] as Float32Array[]);
  const qualities = request.channels.map(() => 0);
  for (const rPeak of chosen) {
    const start = rPeak + first;
    const block = readMillivolts(file, record, request.channels, start, start + points);
    block.signals.forEach((signal, channel) => {
      const values = new Float32Array(points).fill(NaN);
      values.set(signal, block.from - start);
      qualities[channel] |= qualityOf(signal, record.signals[request.channels[channel]]);
      aligned[channel].push(centred(values));
    });
  }
  const channels = aligned.map((beats, i) => ({
    channelIndex: request.channels[i],
    quality: qualities[i],
    ...summarise(beats, points, request.statistic),
  }));
  return {
    beats: chosen.length,
    first,
    points,
    places: placesOf(record, request, channels, -first),
    channels,
  };
}

/** Of one beat, unfiltered: what a window's quality says of its columns. */
function qualityOf(values: Float32Array, signal: SignalDescription): number {
  const rails = railsOf(signal);
  // A negative gain turns the trace over, and its rails with it.
  const ends = rails ? [rails.low, rails.high].map((rail) => Math.fround(toPhysical(rail, signal))) : [];
  const [low, high] = rails ? [Math.min(...ends), Math.max(...ends)] : [-Infinity, Infinity];
  let bits = 0;
  for (const value of values) {
    if (Number.isNaN(value)) bits |= MISSING;
    else if (value <= low || value >= high) bits |= CLIPPED;
  }
  return bits;
}

/** Less its own median: slow wander of the baseline is no spread of the beat. */
function centred(values: Float32Array): Float32Array {
  const offset = percentile(values, 50);
  return Number.isNaN(offset) ? values : values.map((value) => value - offset);
}

function summarise(
  beats: readonly Float32Array[],
  points: number,
  statistic: 'mean' | 'median',
): { centre: Float32Array; low: Float32Array; high: Float32Array } {
  const centre = new Float32Array(points);
  const low = new Float32Array(points);
  const high = new Float32Array(points);
  const column = new Float64Array(beats.length);
  for (let point = 0; point < points; point++) {
    for (let beat = 0; beat < beats.length; beat++) column[beat] = beats[beat][point];
    if (statistic === 'median') {
      centre[point] = percentile(column, 50);
      low[point] = percentile(column, SPREAD_PERCENT[0]);
      high[point] = percentile(column, SPREAD_PERCENT[1]);
    } else {
      const { mean, deviation } = moments(column);
      centre[point] = mean;
      low[point] = mean - deviation;
      high[point] = mean + deviation;
    }
  }
  return { centre, low, high };
}

/** Of what is there; NaN of nothing. */
function moments(values: Float64Array): { mean: number; deviation: number } {
  const there = values.filter((value) => !Number.isNaN(value));
  const mean = there.reduce((sum, value) => sum + value, 0) / there.length;
  const variance = there.reduce((sum, value) => sum + (value - mean) ** 2, 0) / there.length;
  return { mean, deviation: Math.sqrt(variance) };
}

/** Levelled out on either side, so that the filters of the delineation see no step. */
const PAD_SECONDS = 1;

/** P and QRS on the averaged surface leads together, QT on its own lead. */
function placesOf(
  record: RecordDescription,
  { code, rPeaks }: AverageRequest,
  channels: AverageResult['channels'],
  rPeak: number,
): AveragePlaces {
  const fs = record.samplingFrequency;
  const pad = Math.round(PAD_SECONDS * fs);
  const leads = channels
    .filter(({ channelIndex }) => record.signals[channelIndex].kind === 'ecg')
    .map(({ channelIndex, centre }) => ({
      name: record.signals[channelIndex].name,
      samples: padded(centre, pad),
    }));
  if (leads.length === 0) return NO_PLACES;
  const at = rPeak + pad;
  const end = leads[0].samples.length - pad;
  const beats = neighbours(at, usualInterval(rPeaks, fs), pad, end);
  const found = delineateBeats(leads, fs, beats);
  const position = beats.indexOf(at);
  const beat = found.beats[position];
  const qtLead = qtLeadOf(leads.map(({ name }) => name));
  const onQtLead = found.byLead[leads.findIndex(({ name }) => name === qtLead)]?.[position];
  const fromR = (place: number | undefined): number | undefined =>
    place === undefined ? undefined : place - at;
  const given = (mark: 'pOnset' | 'tOffset'): boolean => whyNoMark(mark, code) === undefined;
  return {
    pOnset: given('pOnset') ? fromR(beat.p?.onset) : undefined,
    qrsOnset: fromR(beat.qrs?.onset),
    qrsOffset: fromR(beat.qrs?.offset),
    tOffset: given('tOffset') ? fromR(onQtLead?.t?.offset) : undefined,
    qtOnset: fromR(onQtLead?.qrs?.onset),
  };
}

const NO_PLACES: AveragePlaces = {
  pOnset: undefined,
  qrsOnset: undefined,
  qrsOffset: undefined,
  tOffset: undefined,
  qtOnset: undefined,
};

/** Beats before and after where they lie in the average too: their QRS is then not taken for a T wave. */
function neighbours(at: number, interval: number | undefined, from: number, to: number): number[] {
  if (interval === undefined) return [at];
  return [at - interval, at, at + interval].filter((one) => one >= from && one < to);
}

/** Beats further apart than this do not follow one another. */
const LONGEST_RR_SECONDS = 2;

function usualInterval(rPeaks: readonly number[], fs: number): number | undefined {
  const steps = rPeaks.slice(1).map((rPeak, i) => rPeak - rPeaks[i]);
  const near = steps.filter((step) => step > 0 && step < LONGEST_RR_SECONDS * fs);
  return near.length === 0 ? undefined : Math.round(percentile(near, 50));
}

/** What is missing at the ends is levelled out too. */
function padded(values: Float32Array, pad: number): Float32Array {
  const filled = new Float32Array(values.length + 2 * pad);
  const there = values.findIndex((value) => !Number.isNaN(value));
  let last = there < 0 ? 0 : values[there];
  filled.fill(last, 0, pad);
  values.forEach((value, i) => {
    if (!Number.isNaN(value)) last = value;
    filled[pad + i] = last;
  });
  return filled.fill(last, pad + values.length);
}
