import type { RecordReader } from '../../domain/record.ts';
import type { TakeFiltered } from '../filter/zero-phase-lanes.ts';
import type { ConditionedChannel } from './condition.ts';
import { conditionWindow, conditionedLength, filterChannels, resampleWindow } from './condition.ts';
import type { PreprocessParameters } from './parameters.ts';

/** Samples of all channels that are kept (64 MB): 56 minutes of 19 channels, nine hours of two. */
const MOST_KEPT = 16 * 1024 * 1024;
/** Decoded and resampled at a time (s). */
const RUN_SECONDS = 30;

const keyOf = ({ channelIndex, band }: ConditionedChannel): string => `${band} ${channelIndex}`;

/**
 * The conditioned signals of one record for everything that looks at them: scales, priors and windows. Each channel is
 * filtered once over the whole record and kept; where the record is too long for that, each window anew.
 */
export class ConditionedRecord {
  readonly length: number;
  private readonly reader: RecordReader;
  private readonly parameters: PreprocessParameters;
  private readonly mostKept: number;
  private readonly kept = new Map<string, Float32Array>();

  /** @param mostKept samples of all channels together; beyond, nothing is kept */
  constructor(reader: RecordReader, parameters: PreprocessParameters, mostKept = MOST_KEPT) {
    this.mostKept = mostKept;
    this.reader = reader;
    this.parameters = parameters;
    this.length = conditionedLength(reader, parameters);
  }

  /**
   * As `conditionWindow`; where the record is kept, without what its margins leave of the filters' transients.
   * @returns `[channels][to - from]` mV at the model's frequency, to be read only; NaN where missing or outside the record
   * @throws StudyUnreadable from the reader
   */
  async window(channels: readonly ConditionedChannel[], from: number, to: number): Promise<Float32Array[]> {
    // In the recording's order neighbours are decoded together.
    const fresh = channels
      .filter((channel) => !this.kept.has(keyOf(channel)))
      .sort((one, other) => one.channelIndex - other.channelIndex);
    if ((this.kept.size + fresh.length) * this.length > this.mostKept)
      return conditionWindow(this.reader, channels, this.parameters, from, to);
    if (fresh.length > 0) await this.keep(fresh);
    return channels.map((channel) => this.cut(this.kept.get(keyOf(channel))!, from, to));
  }

  /** Whether these channels are kept: their windows then need no reader any more. */
  holds(channels: readonly ConditionedChannel[]): boolean {
    return channels.every((channel) => this.kept.has(keyOf(channel)));
  }

  private cut(whole: Float32Array, from: number, to: number): Float32Array {
    if (from >= 0 && to <= whole.length) return whole.subarray(from, to);
    const out = new Float32Array(to - from).fill(NaN);
    const [first, last] = [Math.max(0, from), Math.min(whole.length, to)];
    if (last > first) out.set(whole.subarray(first, last), first - from);
    return out;
  }

  private async keep(channels: readonly ConditionedChannel[]): Promise<void> {
    const whole = channels.map(() => new Float32Array(this.length));
    const run = RUN_SECONDS * this.parameters.samplingFrequency;
    for (let from = 0; from < this.length; from += run) {
      const to = Math.min(this.length, from + run);
      const parts = whole.map((samples) => samples.subarray(from, to));
      await resampleWindow(this.reader, channels, this.parameters, [from, to], parts);
    }
    const keepPart: TakeFiltered = (at, values, first) => whole[at].set(values, first);
    filterChannels(whole, channels, this.parameters, keepPart, 32);
    channels.forEach((channel, at) => this.kept.set(keyOf(channel), whole[at]));
  }
}
