import type { RecordReader, SignalDescription } from '../../domain/record.ts';
import { MISSING_SAMPLE, durationOf } from '../../domain/record.ts';
import { butterworthBandPass } from '../filter/butterworth.ts';
import { notch } from '../filter/notch.ts';
import type { Section } from '../filter/section.ts';
import { filterZeroPhase } from '../filter/zero-phase.ts';
import { resamplePolyphase, resamplingRatio } from '../resample.ts';
import type { PreprocessParameters } from './parameters.ts';

/** A signal of the record and which band it gets. */
export interface ConditionedChannel {
  readonly channelIndex: number;
  readonly band: 'ecg' | 'iegm';
}

/** Read beyond either end (s) so that the filters' transients lie outside: the 0.5 Hz high-pass settles to 1e-4 in under 4 s. */
const MARGIN_SECONDS = 4;

function sectionsOf(parameters: PreprocessParameters, band: 'ecg' | 'iegm'): Section[] {
  const fs = parameters.samplingFrequency;
  const [low, high] = band === 'ecg' ? parameters.ecgBand : parameters.iegmBand;
  const sections = butterworthBandPass(parameters.filterOrder, low, high, fs);
  const { notch: mains } = parameters;
  return mains ? [...notch(mains.frequency, mains.quality, fs), ...sections] : sections;
}

/** Number of samples the record has at the model's sampling frequency. */
export function conditionedLength(reader: RecordReader, parameters: PreprocessParameters): number {
  return Math.floor(durationOf(reader.description) * parameters.samplingFrequency);
}

/** Position of a record's sample at the model's sampling frequency. */
export function conditionedIndex(
  sampleIndex: number,
  reader: RecordReader,
  parameters: PreprocessParameters,
): number {
  return Math.round((sampleIndex * parameters.samplingFrequency) / reader.description.samplingFrequency);
}

/** The resampling filter reaches ten samples of the slower rate to either side: 0.1 s from 100 Hz on. */
const RESAMPLING_MARGIN_SECONDS = 0.5;

/** Widens [from, to) to the resampling grid and by the margin, in samples of both rates. */
function spanOf(
  reader: RecordReader,
  parameters: PreprocessParameters,
  from: number,
  to: number,
  marginSeconds: number,
) {
  const { samplingFrequency, samples } = reader.description;
  const { up, down } = resamplingRatio(samplingFrequency, parameters.samplingFrequency);
  const margin = marginSeconds * parameters.samplingFrequency;
  const grid = Math.max(0, Math.floor((from - margin) / up));
  return {
    up,
    down,
    outputFrom: grid * up,
    inputFrom: Math.min(samples, grid * down),
    inputTo: Math.min(samples, Math.ceil(((to + margin) / up) * down)),
  };
}

/** A plain loop: `Float64Array.from` with a function takes ten times as long. */
function physicalOf(digital: Int32Array, { gain, baseline }: SignalDescription): Float64Array {
  const physical = new Float64Array(digital.length);
  for (let n = 0; n < digital.length; n++)
    physical[n] = digital[n] === MISSING_SAMPLE ? NaN : (digital[n] - baseline) / gain;
  return physical;
}

/** Signals in mV at the model's frequency over [from, to) widened by the margin; `outputFrom`: where they begin. */
async function resampled(
  reader: RecordReader,
  channels: readonly ConditionedChannel[],
  parameters: PreprocessParameters,
  [from, to]: readonly [from: number, to: number],
  marginSeconds: number,
): Promise<{ signals: Float64Array[]; outputFrom: number }> {
  const { up, down, outputFrom, inputFrom, inputTo } = spanOf(reader, parameters, from, to, marginSeconds);
  const digital = await reader.readDigital(
    channels.map(({ channelIndex }) => channelIndex),
    inputFrom,
    inputTo,
  );
  const signals = channels.map(({ channelIndex }, at) => {
    const physical = physicalOf(digital[at], reader.description.signals[channelIndex]);
    return up === down ? physical : resamplePolyphase(physical, up, down, { padding: 'edge' });
  });
  return { signals, outputFrom };
}

/**
 * As `conditionWindow`, not filtered yet: for whoever filters whole channels.
 * @returns `[channels][to - from]` mV, missing samples NaN
 * @throws StudyUnreadable from the reader
 */
export async function resampleWindow(
  reader: RecordReader,
  channels: readonly ConditionedChannel[],
  parameters: PreprocessParameters,
  from: number,
  to: number,
): Promise<Float32Array[]> {
  const read = await resampled(reader, channels, parameters, [from, to], RESAMPLING_MARGIN_SECONDS);
  return read.signals.map((samples) => place(samples, read.outputFrom, from, to));
}

/** One whole channel, zero-phase, in its band. */
export function filterChannel(
  samples: Float32Array | Float64Array,
  band: ConditionedChannel['band'],
  parameters: PreprocessParameters,
): Float64Array {
  return filterZeroPhase(sectionsOf(parameters, band), samples);
}

/**
 * Signals of a record in mV, brought to the model's sampling frequency and filtered (zero-phase), over one window.
 * The same values come out wherever the window lies, to within what a 4 s margin leaves of the filters' transients.
 * Resampling comes before the filters (both are linear): a quarter of the work at 977 Hz.
 * @param from samples at the model's frequency; what lies outside the record is NaN
 * @returns `[channels][to - from]` mV, missing samples NaN
 * @throws StudyUnreadable from the reader
 */
export async function conditionWindow(
  reader: RecordReader,
  channels: readonly ConditionedChannel[],
  parameters: PreprocessParameters,
  from: number,
  to: number,
): Promise<Float32Array[]> {
  if (channels.length === 0) return [];
  const { signals, outputFrom } = await resampled(reader, channels, parameters, [from, to], MARGIN_SECONDS);
  return channels.map(({ band }, at) =>
    place(filterChannel(signals[at], band, parameters), outputFrom, from, to),
  );
}

function place(samples: Float64Array, samplesFrom: number, from: number, to: number): Float32Array {
  const out = new Float32Array(to - from).fill(NaN);
  const first = Math.max(from, samplesFrom);
  const last = Math.min(to, samplesFrom + samples.length);
  if (last > first) out.set(samples.subarray(first - samplesFrom, last - samplesFrom), first - from);
  return out;
}
