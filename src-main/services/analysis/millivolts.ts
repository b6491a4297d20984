import { toPhysical, type RecordDescription } from '../../domain/record.ts';
import type { SampleIndex } from '../../domain/units.ts';
import type { SignalFile } from '../../store/signal-file.ts';

/**
 * Physical values, `[channels][samples]`, unfiltered, NaN where missing. A window that reaches over an end of the
 * record is cut there.
 * @returns the signals, and the record's sample index of their first value
 */
export function readMillivolts(
  file: SignalFile,
  record: RecordDescription,
  channels: readonly number[],
  from: SampleIndex,
  to: SampleIndex,
): { readonly from: SampleIndex; readonly signals: Float32Array[] } {
  const start = Math.min(Math.max(0, Math.floor(from)), record.samples);
  const end = Math.min(Math.max(start, Math.ceil(to)), record.samples);
  const digital = file.readSamples(channels, start, end);
  const signals = digital.map((values, i) => {
    const signal = record.signals[channels[i]];
    const physical = new Float32Array(values.length);
    for (let n = 0; n < values.length; n++) physical[n] = toPhysical(values[n], signal);
    return physical;
  });
  return { from: start, signals };
}
