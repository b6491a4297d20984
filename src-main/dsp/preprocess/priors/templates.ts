import { correlationAt, medianOf, quantileOf } from './statistics.ts';

/**
 * The patient's own beat shapes. Beats are grouped by the shape of their QRS (leader clustering by correlation over
 * all leads at the best small shift). The dominant group is not simply the largest (a patient in bigeminy or couplets
 * may have more ventricular beats than others) but the one with the most unhurried beats; its median beat is the
 * patient's dominant template.
 * Leader clustering of beats: as in Lagerholm et al., IEEE Trans Biomed Eng 47:838 (2000), simplified.
 */
export interface BeatShapes {
  /** Beat -> group; group 0 is the dominant one, the others follow by their number of unhurried beats. */
  readonly group: Int32Array;
  readonly groupSize: Int32Array;
  /**
   * Median of the dominant beats that follow a long rest, `[leads][BEAT_LENGTH]`, R at BEAT_BEFORE: after the longest
   * intervals the sinus node is the likeliest origin, also in a record that is mostly ectopic atrial rhythm.
   */
  readonly template: readonly Float32Array[];
  /** Beat -> shift in samples that lays its QRS best on its group's first beats. */
  readonly shift: Int8Array;
}

/** The slice of a beat, in samples at 250 Hz: 320 ms before R to 440 ms after. */
export const BEAT_BEFORE = 80;
export const BEAT_LENGTH = 190;
/** The QRS in it: 80 ms before R to 120 ms after. */
export const QRS_FROM = 60;
export const QRS_LENGTH = 50;

const SAME_SHAPE = 0.85;
const MOST_GROUPS = 32;
const MOST_SHIFT = 6;
/** Centroids follow slowly: weight of a new beat never under this. */
const CENTROID_RATE = 0.02;
const TEMPLATE_BEATS = 200;
/** A rest is long from this share of the 90th percentile of the dominant beats' R-R on. */
const RESTED = 0.85;
const FEWEST_RESTED = 10;

/** Mean over the leads of the QRS correlation at one shift. */
export function qrsCorrelation(
  leads: readonly Float32Array[],
  rPeak: number,
  shape: readonly Float32Array[],
  shift: number,
): number {
  let sum = 0;
  const from = rPeak + shift - BEAT_BEFORE + QRS_FROM;
  for (let k = 0; k < leads.length; k++) {
    sum += correlationAt(leads[k], from, shape[k], shape[k].length === QRS_LENGTH ? 0 : QRS_FROM, QRS_LENGTH);
  }
  return sum / leads.length;
}

export function bestShift(
  leads: readonly Float32Array[],
  rPeak: number,
  shape: readonly Float32Array[],
): { shift: number; correlation: number } {
  let best = { shift: 0, correlation: qrsCorrelation(leads, rPeak, shape, 0) };
  for (let shift = -MOST_SHIFT; shift <= MOST_SHIFT; shift++) {
    const correlation = qrsCorrelation(leads, rPeak, shape, shift);
    if (correlation > best.correlation) best = { shift, correlation };
  }
  return best;
}

interface Group {
  readonly centroid: Float32Array[];
  size: number;
}

function sliceQrs(leads: readonly Float32Array[], rPeak: number, shift: number): Float32Array[] {
  const from = rPeak + shift - BEAT_BEFORE + QRS_FROM;
  return leads.map((lead) => {
    const slice = new Float32Array(QRS_LENGTH);
    if (from >= 0 && from + QRS_LENGTH <= lead.length) slice.set(lead.subarray(from, from + QRS_LENGTH));
    return slice;
  });
}

function follow(group: Group, qrs: readonly Float32Array[]): void {
  group.size++;
  const rate = Math.max(CENTROID_RATE, 1 / group.size);
  for (let k = 0; k < qrs.length; k++) {
    const centroid = group.centroid[k];
    for (let t = 0; t < QRS_LENGTH; t++) centroid[t] += rate * (qrs[k][t] - centroid[t]);
  }
}

function assignGroups(
  leads: readonly Float32Array[],
  rPeaks: ArrayLike<number>,
): { group: Int32Array; shift: Int8Array; groups: Group[] } {
  const groups: Group[] = [];
  const group = new Int32Array(rPeaks.length);
  const shifts = new Int8Array(rPeaks.length);
  for (let i = 0; i < rPeaks.length; i++) {
    let best = { index: -1, shift: 0, correlation: -2 };
    for (let g = 0; g < groups.length; g++) {
      const found = bestShift(leads, rPeaks[i], groups[g].centroid);
      if (found.correlation > best.correlation) best = { index: g, ...found };
    }
    if (best.correlation < SAME_SHAPE && groups.length < MOST_GROUPS) {
      groups.push({ centroid: sliceQrs(leads, rPeaks[i], 0), size: 1 });
      best = { index: groups.length - 1, shift: 0, correlation: 1 };
    } else if (best.correlation >= SAME_SHAPE) {
      follow(groups[best.index], sliceQrs(leads, rPeaks[i], best.shift));
    } else {
      groups[best.index].size++;
    }
    group[i] = best.index;
    shifts[i] = best.shift;
  }
  return { group, shift: shifts, groups };
}

function medianBeat(
  lead: Float32Array,
  rPeaks: ArrayLike<number>,
  shift: Int8Array,
  members: readonly number[],
) {
  const step = Math.max(1, Math.floor(members.length / TEMPLATE_BEATS));
  const starts = members
    .filter((_, index) => index % step === 0)
    .map((i) => rPeaks[i] + shift[i] - BEAT_BEFORE)
    .filter((from) => from >= 0 && from + BEAT_LENGTH <= lead.length);
  const out = new Float32Array(BEAT_LENGTH);
  if (starts.length === 0) return out;
  for (let t = 0; t < BEAT_LENGTH; t++) out[t] = medianOf(starts.map((from) => lead[from + t]));
  return out;
}

/** The dominant beats after a long rest; all dominant beats where those are too few for a median. */
function rested(rPeaks: ArrayLike<number>, group: Int32Array): number[] {
  const members = Array.from(group.keys()).filter((beat) => group[beat] === 0 && beat > 0);
  const rests = members.map((beat) => rPeaks[beat] - rPeaks[beat - 1]);
  const long = RESTED * quantileOf(rests, 0.9);
  const chosen = members.filter((_, at) => rests[at] >= long);
  return chosen.length >= FEWEST_RESTED ? chosen : members;
}

/** Beats a group has whose R-R before is not shorter than 0.95 of the median of the eight around it. */
function unhurriedBeats(rPeaks: ArrayLike<number>, group: Int32Array, groups: number): Float64Array {
  const counts = new Float64Array(groups);
  for (let i = 1; i < rPeaks.length; i++) {
    const from = Math.max(1, i - 4);
    const to = Math.min(rPeaks.length - 1, i + 4);
    const around = Array.from({ length: to - from + 1 }, (_, k) => rPeaks[from + k] - rPeaks[from + k - 1]);
    if (rPeaks[i] - rPeaks[i - 1] >= 0.95 * medianOf(around)) counts[group[i]]++;
  }
  return counts;
}

/**
 * @param leads `[1 or more][samples]` mV at 250 Hz, 0.5-40 Hz
 * @param rPeaks sample indices at 250 Hz, in time order
 */
export function beatShapesOf(leads: readonly Float32Array[], rPeaks: ArrayLike<number>): BeatShapes {
  const found = assignGroups(leads, rPeaks);
  const unhurried = unhurriedBeats(rPeaks, found.group, found.groups.length);
  const order = found.groups.map((_, index) => index).sort((a, b) => unhurried[b] - unhurried[a]);
  const rank = new Int32Array(order.length);
  order.forEach((index, position) => (rank[index] = position));
  const group = found.group.map((index) => rank[index]);
  const members = rested(rPeaks, group);
  return {
    group,
    groupSize: Int32Array.from(order, (index) => found.groups[index].size),
    template: leads.map((lead) => medianBeat(lead, rPeaks, found.shift, members)),
    shift: found.shift,
  };
}
