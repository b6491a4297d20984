import { MISSING_SAMPLE } from '../../domain/record.ts';
import type { Segment } from './segment.ts';

/** How a channel of the record is found in one segment. */
export interface ChannelMapping {
  readonly signal: number;
  readonly samplesPerFrame: number;
  /** Record's digital value = segment's * scale + shift, rounded; 1 and 0 where both have the same ADC units. */
  readonly scale: number;
  readonly shift: number;
}

/** A stretch [from, to) of a record's frames and the segment that holds it. */
export interface RecordPart {
  readonly from: number;
  readonly to: number;
  /** Opens the segment for as long as `act` takes; undefined for a gap, or where its header is not there. */
  readonly use: (act: (segment: Segment | undefined) => Promise<void>) => Promise<void>;
  /** Per channel of the record; undefined where the segment has no such signal. */
  readonly channels: readonly (ChannelMapping | undefined)[];
}

/** Rescales in place. */
export function rescale(values: Int32Array, from: number, to: number, mapping: ChannelMapping): void {
  const { scale, shift } = mapping;
  if (scale === 1 && shift === 0) return;
  for (let i = from; i < to; i++) {
    if (values[i] !== MISSING_SAMPLE) values[i] = Math.round(values[i] * scale + shift);
  }
}
