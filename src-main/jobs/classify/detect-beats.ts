import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { toPhysical, type RecordReader, type SignalDescription } from '../../domain/record.ts';
import { detectRPeaks } from '../../dsp/r-peaks/detect.ts';
import type { RPeakLead } from '../../dsp/r-peaks/r-peak-lead.ts';

/** Samples of all leads held at once: 256 MB as 32-bit floats. A record of two leads is done whole up to 24 hours. */
const MOST_SAMPLES = 64 * 1024 * 1024;
/** Read before and after a part, so that the detector has settled on the rhythm and no beat is cut. */
const MARGIN_SECONDS = 30;

export interface DetectedBeats {
  /** Sample indices, rising. */
  readonly rPeaks: Int32Array;
  /** Canonical names of the leads that were used. */
  readonly leads: readonly string[];
}

/**
 * R peaks of a recording on all its surface leads.
 * @throws InvalidInput where it has none
 */
export async function detectBeats(
  reader: RecordReader,
  onProgress: (fraction: number) => void = () => {},
  abortSignal?: AbortSignal,
): Promise<DetectedBeats> {
  const { samples, samplingFrequency } = reader.description;
  const channels = leadsOf(reader.description.signals);
  const names = channels.map((channel) => reader.description.signals[channel].name);
  const part = Math.floor(MOST_SAMPLES / channels.length);
  const margin = Math.round(MARGIN_SECONDS * samplingFrequency);
  const rPeaks: number[] = [];
  for (let from = 0; from < samples; from += part) {
    throwIfCancelled(abortSignal);
    const [start, to] = [Math.max(0, from - margin), Math.min(samples, from + part)];
    const leads = await readLeads(reader, channels, start, Math.min(samples, to + margin));
    for (const peak of detectRPeaks(leads, samplingFrequency).rPeaks)
      if (peak + start >= from && peak + start < to) rPeaks.push(peak + start);
    onProgress(to / samples);
  }
  return { rPeaks: Int32Array.from(rPeaks), leads: names };
}

/** Surface leads; where no name says ECG, whatever is in millivolts and not known to be something else. */
function leadsOf(signals: readonly SignalDescription[]): number[] {
  const indices = signals.map((_, channel) => channel);
  const surface = indices.filter((channel) => signals[channel].kind === 'ecg');
  if (surface.length > 0) return surface;
  const unknown = indices.filter(
    (channel) => signals[channel].kind === 'other' && signals[channel].units === 'mV',
  );
  if (unknown.length > 0) return unknown;
  const names = signals.map(({ originalName }) => originalName).join(', ');
  throw new PurkinjeError(
    'InvalidInput',
    `No channel is a surface lead (${names}); R peaks need one. Name it in the channel-alias table if one is.`,
  );
}

async function readLeads(
  reader: RecordReader,
  channels: readonly number[],
  from: number,
  to: number,
): Promise<RPeakLead[]> {
  const digital = await reader.readDigital(channels, from, to);
  return channels.map((channel, i) => {
    const signal = reader.description.signals[channel];
    return {
      name: signal.name,
      samples: Float32Array.from(digital[i], (value) => toPhysical(value, signal)),
    };
  });
}
