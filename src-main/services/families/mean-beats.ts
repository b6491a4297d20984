import type { RecordDescription } from '../../domain/record.ts';
import { SHAPE_AFTER, SHAPE_BEFORE } from '../../dsp/families/beat-shapes.ts';
import type { Families } from '../../dsp/families/cluster.ts';
import type { SignalFile } from '../../store/signal-file.ts';
import { readMillivolts } from '../analysis/millivolts.ts';
import type { FamilyChannel } from './family-channels.ts';

/** Mean beats to draw: mV, unfiltered, each channel's mean over the window taken off. */
export interface MeanBeats {
  readonly firstMs: number;
  readonly stepMs: number;
  readonly points: number;
  /** `[families][channels][points]`, NaN where nothing was there. */
  readonly values: readonly (readonly Float32Array[])[];
}

/** Points a second: a mean QRS on screen needs no more. */
const POINTS_PER_SECOND = 250;
/** Beats that a mean is made of, evenly over the family: enough to quieten noise 8-fold, and quick to read. */
const MOST_BEATS = 64;

interface Grouping {
  readonly rPeaks: Int32Array;
  readonly members: Int32Array;
  readonly families: Families;
}

export function meanBeats(
  file: SignalFile,
  record: RecordDescription,
  channels: readonly FamilyChannel[],
  { rPeaks, members, families }: Grouping,
): MeanBeats {
  const chosen = families.sizes.map((): number[] => []);
  const seen = families.sizes.map(() => 0);
  families.family.forEach((family, i) => {
    const every = Math.ceil(families.sizes[family] / MOST_BEATS);
    if (seen[family]++ % every === 0) chosen[family].push(rPeaks[members[i]]);
  });
  const indices = channels.map(({ channelIndex }) => channelIndex);
  return {
    firstMs: -SHAPE_BEFORE * 1000,
    stepMs: 1000 / POINTS_PER_SECOND,
    points: POINTS,
    values: chosen.map((beats) => meanOf(file, record, indices, beats)),
  };
}

const POINTS = Math.round((SHAPE_BEFORE + SHAPE_AFTER) * POINTS_PER_SECOND);

function meanOf(
  file: SignalFile,
  record: RecordDescription,
  channels: readonly number[],
  beats: readonly number[],
): Float32Array[] {
  const fs = record.samplingFrequency;
  const sums = channels.map(() => new Float64Array(POINTS));
  const counts = channels.map(() => new Int32Array(POINTS));
  for (const r of beats) {
    const block = readMillivolts(file, record, channels, r - SHAPE_BEFORE * fs, r + SHAPE_AFTER * fs + 1);
    block.signals.forEach((signal, channel) => {
      for (let p = 0; p < POINTS; p++) {
        const at = Math.round(r + (p / POINTS_PER_SECOND - SHAPE_BEFORE) * fs) - block.from;
        const value = signal[at];
        if (value === undefined || Number.isNaN(value)) continue;
        sums[channel][p] += value;
        counts[channel][p]++;
      }
    });
  }
  return sums.map((sum, channel) => centred(sum, counts[channel]));
}

/** Mean over the beats, less its own mean over the window. */
function centred(sum: Float64Array, count: Int32Array): Float32Array {
  const mean = Float32Array.from(sum, (value, p) => (count[p] === 0 ? NaN : value / count[p]));
  const there = mean.filter((value) => !Number.isNaN(value));
  const offset = there.reduce((total, value) => total + value, 0) / Math.max(1, there.length);
  return mean.map((value) => value - offset);
}
