import { borrowKernelMemory, giveBack } from '../../domain/kernel/borrowed-memory.ts';
import type { RecordReader, SignalDescription } from '../../domain/record.ts';
import { MISSING_SAMPLE, durationOf } from '../../domain/record.ts';
import { butterworthBandPass } from '../filter/butterworth.ts';
import { notch } from '../filter/notch.ts';
import type { Section } from '../filter/section.ts';
import { type TakeFiltered, filterTogether } from '../filter/zero-phase-lanes.ts';
import { resamplePolyphase, resamplingRatio } from '../resample.ts';
import { DigitalResampler, resamplerBytes } from '../resample-digital.ts';
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

/** Samples of all channels from which on kernels are worth their memory. */
const WORTH_KERNELS = 1 << 14;

/** Is given one channel at the model's frequency, from `samplesFrom` on. The samples last until it returns. */
type TakeChannel = (at: number, samples: Float32Array | Float64Array, samplesFrom: number) => void;

/** Signals in mV at the model's frequency over [from, to) widened by the margin; as 32-bit floats where that will do. */
async function resample(
  reader: RecordReader,
  channels: readonly ConditionedChannel[],
  parameters: PreprocessParameters,
  [from, to]: readonly [from: number, to: number],
  { marginSeconds, bits }: { readonly marginSeconds: number; readonly bits: 32 | 64 },
  take: TakeChannel,
): Promise<void> {
  const { up, down, outputFrom, inputFrom, inputTo } = spanOf(reader, parameters, from, to, marginSeconds);
  const samples = inputTo - inputFrom;
  const indices = channels.map(({ channelIndex }) => channelIndex);
  const scales = indices.map((index) => reader.description.signals[index]);
  const ratio = { up, down, channels: channels.length, samples, bits };
  const isWorthKernels = up !== down && channels.length * samples >= WORTH_KERNELS;
  const memory = isWorthKernels ? borrowKernelMemory(resamplerBytes(ratio)) : undefined;
  const resampler = memory && new DigitalResampler(memory, ratio);
  try {
    const digital = await reader.readDigital(indices, inputFrom, inputTo, resampler?.digital);
    const done = resampler?.run(digital, samples, scales);
    digital.forEach((values, at) => {
      const fresh = () => resamplePlain(values.subarray(0, samples), scales[at], up, down);
      take(at, done?.[at] ?? fresh(), outputFrom);
    });
  } finally {
    if (memory) giveBack(memory);
  }
}

function resamplePlain(
  digital: Int32Array,
  signal: SignalDescription,
  up: number,
  down: number,
): Float64Array {
  const physical = physicalOf(digital, signal);
  return up === down ? physical : resamplePolyphase(physical, up, down, { padding: 'edge' });
}

/**
 * As `conditionWindow`, not filtered yet: for whoever filters whole channels.
 * @param into `[channels][to - from]` is filled with mV, missing samples NaN
 * @throws StudyUnreadable from the reader
 */
export async function resampleWindow(
  reader: RecordReader,
  channels: readonly ConditionedChannel[],
  parameters: PreprocessParameters,
  [from, to]: readonly [from: number, to: number],
  into: readonly Float32Array[],
): Promise<void> {
  const how = { marginSeconds: RESAMPLING_MARGIN_SECONDS, bits: 32 } as const;
  await resample(reader, channels, parameters, [from, to], how, (at, samples, start) =>
    place(samples, start, from, to, into[at]),
  );
}

/**
 * Whole channels, zero-phase, each in its band.
 * @param signals of one length, one to each of `channels`; `take` may overwrite them with what it is given
 * @param take see `filterTogether`, as is `bits`
 */
export function filterChannels(
  signals: readonly (Float32Array | Float64Array)[],
  channels: readonly ConditionedChannel[],
  parameters: PreprocessParameters,
  take: TakeFiltered,
  bits: 32 | 64 = 64,
): void {
  for (const band of ['ecg', 'iegm'] as const) {
    const members = [...channels.keys()].filter((at) => channels[at].band === band);
    filterTogether(
      sectionsOf(parameters, band),
      members.map((at) => signals[at]),
      (member, values, from) => take(members[member], values, from),
      bits,
    );
  }
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
  const signals: (Float32Array | Float64Array)[] = [];
  let samplesFrom = 0;
  const how = { marginSeconds: MARGIN_SECONDS, bits: 64 } as const;
  await resample(reader, channels, parameters, [from, to], how, (at, samples, start) => {
    signals[at] = samples.slice();
    samplesFrom = start;
  });
  filterChannels(signals, channels, parameters, (at, values, first) => signals[at].set(values, first));
  return signals.map((samples) => place(samples, samplesFrom, from, to));
}

function place(
  samples: Float32Array | Float64Array,
  samplesFrom: number,
  from: number,
  to: number,
  out: Float32Array = new Float32Array(to - from),
): Float32Array {
  if (from < samplesFrom || to > samplesFrom + samples.length) out.fill(NaN);
  const first = Math.max(from, samplesFrom);
  const last = Math.min(to, samplesFrom + samples.length);
  if (last > first) out.set(samples.subarray(first - samplesFrom, last - samplesFrom), first - from);
  return out;
}
