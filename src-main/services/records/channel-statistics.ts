import { MISSING_SAMPLE, toPhysical, type RecordDescription } from '../../domain/record.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { isClipped, railsOf } from './rails.ts';

export interface ChannelStatistics {
  /** Whole-record extremes in physical units; undefined for a signal that is all missing. */
  readonly minimum?: number;
  readonly maximum?: number;
  /** Shares of the record, 0..1, counted over `COLUMNS` equal stretches. */
  readonly missing: number;
  readonly clipped: number;
  /** One value over the whole record. */
  readonly flat: boolean;
}

/** Read from the pyramid: 2,000 columns cost the same for a second and for three hours. */
const COLUMNS = 2000;

export function channelStatistics(file: SignalFile, record: RecordDescription): ChannelStatistics[] {
  if (record.samples === 0) return record.signals.map(() => ({ missing: 1, clipped: 0, flat: false }));
  const all = record.signals.map((_, channelIndex) => channelIndex);
  const { min, max } = file.readEnvelope(all, 0, record.samples, COLUMNS);
  return record.signals.map((signal, channel) => {
    const rails = railsOf(signal);
    let [low, high, missing, clipped] = [Infinity, -Infinity, 0, 0];
    for (let column = 0; column < min[channel].length; column++) {
      const [bottom, top] = [min[channel][column], max[channel][column]];
      if (top === MISSING_SAMPLE) missing++;
      else {
        low = Math.min(low, bottom);
        high = Math.max(high, top);
        if (isClipped(bottom, top, rails)) clipped++;
      }
    }
    const columns = min[channel].length;
    const ends = [toPhysical(low, signal), toPhysical(high, signal)].sort((a, b) => a - b);
    const extremes = high < low ? {} : { minimum: ends[0], maximum: ends[1] };
    return { ...extremes, missing: missing / columns, clipped: clipped / columns, flat: low === high };
  });
}
