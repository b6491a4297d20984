import type { BoundaryView } from './boundary.ts';
import type { WaveScale, WaveSignal } from './wave-signal.ts';

/** Where a kind of wave's boundaries are looked for, seconds from its peak. */
export interface BoundaryRange {
  readonly nearest: number;
  readonly furthest: number;
}

export interface WaveKind {
  readonly scale: WaveScale;
  /** Half the span around the peak that holds the wave's steepest slope, seconds. */
  readonly halfWidth: number;
  readonly onset: BoundaryRange;
  readonly offset: BoundaryRange;
}

/** One wave of one beat on every lead. */
export interface WaveGroup {
  readonly kind: WaveKind;
  readonly signals: readonly WaveSignal[];
  /** Peak on each lead, working-rate indices. */
  readonly peaks: readonly number[];
  readonly steepest: readonly number[];
  readonly heights: readonly number[];
  readonly joint: Float64Array;
  readonly jointFrom: number;
}

/** Slopes and heights below this, mV, are nothing: a tenth of a microvolt. */
const NOTHING = 1e-4;
/** Room of the joint slope beyond the furthest boundary, in units of the windows (the outermost reaches 6). */
const ROOM_UNITS = 7;

function middleOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

/** Gathers what the boundaries of one wave are found from. */
export function waveGroup(
  kind: WaveKind,
  signals: readonly WaveSignal[],
  peaks: readonly number[],
): WaveGroup {
  const { rate, slope } = signals[0];
  const half = Math.round(kind.halfWidth * rate);
  const centre = middleOf(peaks);
  const [low, high] = [Math.max(0, centre - half), Math.min(slope.length - 1, centre + half)];
  const steepest = signals.map((signal) => {
    let largest = NOTHING;
    for (let n = low; n <= high; n++) if (signal.slope[n] > largest) largest = signal.slope[n];
    return largest;
  });
  const heights = signals.map(({ smooth }) => {
    let [bottom, top] = [Infinity, -Infinity];
    for (let n = low; n <= high; n++) {
      if (smooth[n] < bottom) bottom = smooth[n];
      if (smooth[n] > top) top = smooth[n];
    }
    return top - bottom + NOTHING;
  });
  const furthest = Math.max(kind.onset.furthest, kind.offset.furthest);
  const room = Math.round((2 * furthest + ROOM_UNITS * kind.scale.unitSeconds) * rate);
  const jointFrom = Math.max(0, centre - room);
  const joint = new Float64Array(Math.min(slope.length - 1, centre + room) - jointFrom + 1);
  for (const [lead, signal] of signals.entries())
    for (let k = 0; k < joint.length; k++)
      joint[k] += signal.slope[jointFrom + k] / steepest[lead] / signals.length;
  return { kind, signals, peaks, steepest, heights, joint, jointFrom };
}

export function boundaryView(group: WaveGroup, lead: number, direction: -1 | 1): BoundaryView {
  const { kind, signals, peaks, steepest, heights, joint, jointFrom } = group;
  const { rate } = signals[lead];
  const range = direction < 0 ? kind.onset : kind.offset;
  return {
    signal: signals[lead],
    joint,
    jointFrom,
    steepest: steepest[lead],
    height: heights[lead],
    peak: peaks[lead],
    direction,
    unit: Math.max(1, Math.round(kind.scale.unitSeconds * rate)),
    nearest: Math.round(range.nearest * rate),
    furthest: Math.round(range.furthest * rate),
  };
}
