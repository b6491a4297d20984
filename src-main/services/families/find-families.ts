import type { RecordDescription } from '../../domain/record.ts';
import {
  BeatShapeCollector,
  SHAPE_AFTER,
  SHAPE_BEFORE,
  type BeatShapes,
} from '../../dsp/families/beat-shapes.ts';
import { clusterFamilies, regroupFamilies, type Families } from '../../dsp/families/cluster.ts';
import { openSignalFile, type SignalFile } from '../../store/signal-file.ts';
import { readMillivolts } from '../analysis/millivolts.ts';
import { familyChannels, type FamilyChannel } from './family-channels.ts';
import { meanBeats, type MeanBeats } from './mean-beats.ts';

export interface FamilyTask {
  /** Of the block file. */
  readonly path: string;
  readonly record: RecordDescription;
  /** R peaks of every beat of the set, ascending: the neighbours of those that are grouped. */
  readonly rPeaks: Int32Array;
  /** Positions in `rPeaks` of the beats to group; all of them where it is not given. */
  readonly members?: Int32Array;
  /** Split: the least correlation that parts the members is looked for. */
  readonly split?: boolean;
  readonly threshold?: number;
  /** As a person put them together: the group of each member, below 0 for none. */
  readonly groups?: Int32Array;
}

export interface FamilyFindings extends Omit<Families, 'templates'> {
  readonly channels: readonly { readonly channelIndex: number; readonly name: string }[];
  readonly means: MeanBeats;
}

/** Seconds of samples in memory at once: 9 channels of 20 s are 0.7 MB. */
const BLOCK_SECONDS = 20;
/** Tried one after the other until the members of a family fall apart; beyond, beats differ by noise alone. */
const SPLIT_THRESHOLDS = [0.92, 0.94, 0.96, 0.975, 0.985];

/** Groups beats by shape. Runs in the analysis thread: reads the block file from beginning to end, block by block. */
export function findFamilies(task: FamilyTask): FamilyFindings {
  const file = openSignalFile(task.path);
  try {
    const { record } = task;
    const channels = familyChannels(file, record);
    const members = task.members ?? Int32Array.from(task.rPeaks, (_, beat) => beat);
    const families = grouped(shapesOf(file, task, members, channels), task);
    return {
      family: families.family,
      correlation: families.correlation,
      sizes: families.sizes,
      channels: channels.map(({ channelIndex }) => ({
        channelIndex,
        name: record.signals[channelIndex].name,
      })),
      means: meanBeats(file, record, channels, { rPeaks: task.rPeaks, members, families }),
    };
  } finally {
    file.close();
  }
}

function grouped(shapes: BeatShapes, { split, threshold, groups }: FamilyTask): Families {
  if (groups) return regroupFamilies(shapes, groups);
  if (split !== true || threshold !== undefined) return clusterFamilies(shapes, { threshold });
  for (const tried of SPLIT_THRESHOLDS) {
    const families = clusterFamilies(shapes, { threshold: tried });
    if (families.sizes.length > 1) return families;
  }
  return clusterFamilies(shapes, { threshold: SPLIT_THRESHOLDS.at(-1) });
}

function shapesOf(
  file: SignalFile,
  { record, rPeaks }: FamilyTask,
  members: Int32Array,
  channels: readonly FamilyChannel[],
): BeatShapes {
  const fs = record.samplingFrequency;
  const collector = new BeatShapeCollector(
    members.length,
    channels.map(({ scale }) => scale),
    fs,
  );
  const indices = channels.map(({ channelIndex }) => channelIndex);
  const [before, after] = [Math.ceil(SHAPE_BEFORE * fs) + 1, Math.ceil(SHAPE_AFTER * fs) + 1];
  let next = 0;
  while (next < members.length) {
    const from = rPeaks[members[next]] - before;
    const to = from + BLOCK_SECONDS * fs;
    const block = readMillivolts(file, record, indices, from, to + after);
    // The first is always taken: a window reaches `before + after` and no more.
    do {
      const beat = members[next];
      const r = rPeaks[beat];
      const rrBefore = beat > 0 ? r - rPeaks[beat - 1] : Infinity;
      const rrAfter = beat + 1 < rPeaks.length ? rPeaks[beat + 1] - r : Infinity;
      collector.add(next, block.signals, r - block.from, rrBefore, rrAfter);
      next++;
    } while (next < members.length && rPeaks[members[next]] < to);
  }
  return collector.shapes;
}
