import { type LeadCorrelation, type SoughtShape, PlainCorrelation } from './lead-correlation.ts';
import { medianOf, quantileOf, quantilesAround } from './statistics.ts';

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

/** Where the QRS of a beat begins. */
const qrsOf = (rPeak: number): number => rPeak - BEAT_BEFORE + QRS_FROM;

/** A beat's shift of up to `MOST_SHIFT` samples either way at which its QRS is most like a shape, and how like. */
export function bestShift(
  correlation: LeadCorrelation,
  rPeak: number,
  shape: SoughtShape,
): { shift: number; correlation: number } {
  const means = correlation.means(qrsOf(rPeak) - MOST_SHIFT, 2 * MOST_SHIFT + 1, shape);
  let best = MOST_SHIFT;
  for (let place = 0; place <= 2 * MOST_SHIFT; place++) if (means[place] > means[best]) best = place;
  return { shift: best - MOST_SHIFT, correlation: means[best] };
}

/** The QRS of a whole beat's shape. */
export const qrsIn = (beat: readonly Float32Array[]): SoughtShape => ({
  signals: beat,
  from: QRS_FROM,
  length: QRS_LENGTH,
});

interface Group {
  readonly centroid: readonly Float32Array[];
  /** The centroid, to be looked for. */
  readonly shape: SoughtShape;
  size: number;
}

function sliceQrs(leads: readonly Float32Array[], rPeak: number, shift: number): Float32Array[] {
  const from = qrsOf(rPeak) + shift;
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

function groupOf(centroid: readonly Float32Array[]): Group {
  return { centroid, shape: { signals: centroid, from: 0, length: QRS_LENGTH }, size: 1 };
}

function assignGroups(
  leads: readonly Float32Array[],
  rPeaks: ArrayLike<number>,
  correlation: LeadCorrelation,
): { group: Int32Array; shift: Int8Array; groups: Group[] } {
  const groups: Group[] = [];
  const group = new Int32Array(rPeaks.length);
  const shifts = new Int8Array(rPeaks.length);
  for (let i = 0; i < rPeaks.length; i++) {
    let best = { index: -1, shift: 0, correlation: -2 };
    for (let g = 0; g < groups.length; g++) {
      const found = bestShift(correlation, rPeaks[i], groups[g].shape);
      if (found.correlation > best.correlation) best = { index: g, ...found };
    }
    if (best.correlation < SAME_SHAPE && groups.length < MOST_GROUPS) {
      groups.push(groupOf(sliceQrs(leads, rPeaks[i], 0)));
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
  const values = new Float32Array(starts.length);
  for (let t = 0; t < BEAT_LENGTH; t++) {
    for (let k = 0; k < starts.length; k++) values[k] = lead[starts[k] + t];
    out[t] = medianOf(values);
  }
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
  const rr = new Float64Array(Math.max(0, rPeaks.length - 1));
  for (let i = 0; i < rr.length; i++) rr[i] = rPeaks[i + 1] - rPeaks[i];
  const usual = quantilesAround(rr, 4, 0.5);
  for (let i = 0; i < rr.length; i++) if (rr[i] >= 0.95 * usual[i]) counts[group[i + 1]]++;
  return counts;
}

/**
 * @param leads `[1 or more][samples]` mV at 250 Hz, 0.5-40 Hz
 * @param rPeaks sample indices at 250 Hz, in time order
 */
export function beatShapesOf(
  leads: readonly Float32Array[],
  rPeaks: ArrayLike<number>,
  correlation: LeadCorrelation = new PlainCorrelation(leads),
): BeatShapes {
  const found = assignGroups(leads, rPeaks, correlation);
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
