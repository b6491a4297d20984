import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import type { RecordReader, SignalDescription } from '../../domain/record.ts';
import { toPhysical } from '../../domain/record.ts';
import { detectRPeaks } from '../r-peaks/detect.ts';

/** Samples of all leads held at once, 32 MB as 32-bit floats: room for the detector, and short enough for its filters to take eight leads at a time. */
const MOST_SAMPLES = 8 * 1024 * 1024;
/** Read before and after a part, so that the detector has settled on the rhythm and no beat is cut. */
const MARGIN_SECONDS = 30;

/** Surface leads; where no name says ECG, whatever is in millivolts and is not known to be something else. */
function leadsOf(signals: readonly SignalDescription[]): number[] {
  const indices = [...signals.keys()];
  const surface = indices.filter((channel) => signals[channel].kind === 'ecg');
  if (surface.length > 0) return surface;
  return indices.filter((channel) => signals[channel].kind === 'other' && signals[channel].units === 'mV');
}

/** A loop: `Float32Array.from` with a function takes twenty times as long. */
function inMillivolts(digital: Int32Array, signal: SignalDescription): Float32Array {
  const samples = new Float32Array(digital.length);
  for (let n = 0; n < samples.length; n++) samples[n] = toPhysical(digital[n], signal);
  return samples;
}

/**
 * R peaks of a whole record on all its surface leads, part by part: memory does not grow with the record.
 * @returns sample indices of the record, rising
 * @throws InvalidInput where it has no lead to find them on, Cancelled, StudyUnreadable
 */
export async function recordRPeaks(
  reader: RecordReader,
  hooks: { onProgress?: (fraction: number) => void; abortSignal?: AbortSignal } = {},
): Promise<Int32Array> {
  const { samples, samplingFrequency, signals, name } = reader.description;
  const channels = leadsOf(signals);
  if (channels.length === 0) {
    const names = signals.map(({ originalName }) => originalName).join(', ');
    const message = `No channel of ${name} is a surface lead (${names}); R peaks need one. Name it in the channel-alias table if one is.`;
    throw new PurkinjeError('InvalidInput', message);
  }
  const part = Math.floor(MOST_SAMPLES / channels.length);
  const margin = Math.round(MARGIN_SECONDS * samplingFrequency);
  const found: number[] = [];
  for (let from = 0; from < samples; from += part) {
    throwIfCancelled(hooks.abortSignal);
    const start = Math.max(0, from - margin);
    const to = Math.min(samples, from + part);
    const digital = await reader.readDigital(channels, start, Math.min(samples, to + margin));
    const leads = channels.map((channel, at) => ({
      name: signals[channel].name,
      samples: inMillivolts(digital[at], signals[channel]),
    }));
    for (const peak of detectRPeaks(leads, samplingFrequency).rPeaks)
      if (peak + start >= from && peak + start < to) found.push(peak + start);
    hooks.onProgress?.(to / samples);
  }
  return Int32Array.from(found);
}
