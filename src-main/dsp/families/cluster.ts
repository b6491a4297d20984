import { normalise, type BeatShapes } from './beat-shapes.ts';

export interface Families {
  /** Family of each beat, 0 the largest; beats without a signal are the last, whatever its size. */
  readonly family: Int32Array;
  /** Correlation of each beat with its family's template, -1..1: the lowest are the outliers. 0 without a signal. */
  readonly correlation: Float32Array;
  /** Unit-norm mean shapes, `[families][channels x points]`; all 0 for the beats without a signal. */
  readonly templates: readonly Float32Array[];
  readonly sizes: readonly number[];
}

export interface FamilyOptions {
  /** Least correlation with a template to belong to it. */
  readonly threshold?: number;
  /** Families are at most this many; what is left joins the nearest. */
  readonly limit?: number;
}

/**
 * Beats of one origin and conduction correlate above 0.9 over their ECG and electrograms, another origin's below 0.8,
 * on simulated studies (see test); between the two, a beat too many families costs a reader less than a mixed one.
 */
const THRESHOLD = 0.88;
/** Templates closer than this are one family. */
const MERGE = 0.95;
const LIMIT = 48;
/** Passes of assign and average; assignments stop changing by then. */
const PASSES = 4;

function rowOf(shapes: BeatShapes, beat: number): Float32Array {
  const width = shapes.channels * shapes.points;
  return shapes.values.subarray(beat * width, (beat + 1) * width);
}

function dot(a: Float32Array, b: Float32Array): number {
  // Four sums: one alone would wait for each addition before the next.
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  const whole = a.length & ~3;
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}

/** Whether a beat has any shape: where all leads are missing or flat it is like none, and makes no template. */
export function hasShape(shapes: BeatShapes, beat: number): boolean {
  return rowOf(shapes, beat).some((value) => value !== 0);
}

/** Of a beat that has no shape, until it is known how many families there are. */
const NONE = -1;

function nearest(row: Float32Array, templates: readonly Float32Array[]): { at: number; correlation: number } {
  let at = -1;
  let correlation = -Infinity;
  templates.forEach((template, index) => {
    const c = dot(row, template);
    if (c > correlation) {
      correlation = c;
      at = index;
    }
  });
  return { at, correlation };
}

/** Templates found in time order: a beat unlike all of them begins one. Each follows its beats (1 part in 16, so that it can drift). */
function leaders(shapes: BeatShapes, threshold: number, limit: number): Float32Array[] {
  const templates: Float32Array[] = [];
  for (let beat = 0; beat < shapes.beats; beat++) {
    if (!hasShape(shapes, beat)) continue;
    const row = rowOf(shapes, beat);
    const { at, correlation } = nearest(row, templates);
    if (at >= 0 && (correlation >= threshold || templates.length >= limit)) {
      const template = templates[at];
      for (let i = 0; i < row.length; i++) template[i] += (row[i] - template[i]) / 16;
      normalise(template);
    } else templates.push(row.slice());
  }
  return templates;
}

/** Joins templates that have come to look alike. */
function merged(templates: readonly Float32Array[], threshold: number): Float32Array[] {
  // A higher threshold than the usual must not be undone here: half way between it and 1.
  const alike = Math.max(MERGE, (1 + threshold) / 2);
  const kept: Float32Array[] = [];
  for (const template of templates)
    if (kept.every((other) => dot(other, template) < alike)) kept.push(template);
  return kept;
}

function averaged(shapes: BeatShapes, family: Int32Array, count: number): Float32Array[] {
  const sums = Array.from({ length: count }, () => new Float32Array(shapes.channels * shapes.points));
  for (let beat = 0; beat < shapes.beats; beat++) {
    if (family[beat] === NONE) continue;
    const row = rowOf(shapes, beat);
    const sum = sums[family[beat]];
    for (let i = 0; i < row.length; i++) sum[i] += row[i];
  }
  sums.forEach(normalise);
  return sums;
}

function assign(
  shapes: BeatShapes,
  templates: readonly Float32Array[],
): Pick<Families, 'family' | 'correlation'> {
  const family = new Int32Array(shapes.beats).fill(NONE);
  const correlation = new Float32Array(shapes.beats);
  for (let beat = 0; beat < shapes.beats; beat++) {
    if (!hasShape(shapes, beat)) continue;
    const best = nearest(rowOf(shapes, beat), templates);
    family[beat] = best.at;
    correlation[beat] = best.correlation;
  }
  return { family, correlation };
}

/** Families renumbered by size, largest first; empty ones dropped; beats that have no shape are the last. */
function ordered(
  templates: readonly Float32Array[],
  { family, correlation }: Pick<Families, 'family' | 'correlation'>,
  width: number,
): Families {
  const counts = new Array<number>(templates.length).fill(0);
  for (const f of family) if (f !== NONE) counts[f]++;
  const order = counts
    .map((_, f) => f)
    .filter((f) => counts[f] > 0)
    .sort((a, b) => counts[b] - counts[a] || a - b);
  const rank = new Int32Array(templates.length);
  order.forEach((f, index) => (rank[f] = index));
  const sizes = order.map((f) => counts[f]);
  const without = family.length - sizes.reduce((sum, size) => sum + size, 0);
  return {
    family: family.map((f) => (f === NONE ? order.length : rank[f])),
    correlation,
    templates: [...order.map((f) => templates[f]), ...(without > 0 ? [new Float32Array(width)] : [])],
    sizes: without > 0 ? [...sizes, without] : sizes,
  };
}

/**
 * Families as a person put them together: their mean shapes, and how like them each beat is.
 * @param groups of each beat, 0 on; one below 0 joins the family that it is most like
 */
export function regroupFamilies(shapes: BeatShapes, groups: Int32Array): Families {
  const count = groups.reduce((most, group) => Math.max(most, group + 1), 0);
  if (shapes.beats === 0 || count === 0) return clusterFamilies(shapes);
  const sums = Array.from({ length: count }, () => new Float32Array(shapes.channels * shapes.points));
  groups.forEach((group, beat) => {
    if (group >= 0) rowOf(shapes, beat).forEach((value, i) => (sums[group][i] += value));
  });
  sums.forEach(normalise);
  const family = groups.map((group, beat) => {
    if (group >= 0) return group;
    return hasShape(shapes, beat) ? nearest(rowOf(shapes, beat), sums).at : NONE;
  });
  const correlation = Float32Array.from(family, (of, beat) =>
    of === NONE ? 0 : dot(rowOf(shapes, beat), sums[of]),
  );
  return ordered(sums, { family, correlation }, shapes.channels * shapes.points);
}

/**
 * Groups beats by shape: leader clustering in time order, then a few passes of k-means on the correlation, merging
 * templates that come to look alike. Linear in beats x families; the same input gives the same families.
 * @returns no families for no beats
 */
export function clusterFamilies(shapes: BeatShapes, options: FamilyOptions = {}): Families {
  if (shapes.beats === 0)
    return { family: new Int32Array(), correlation: new Float32Array(), templates: [], sizes: [] };
  const threshold = options.threshold ?? THRESHOLD;
  let templates = merged(leaders(shapes, threshold, options.limit ?? LIMIT), threshold);
  let assigned = assign(shapes, templates);
  for (let pass = 1; pass < PASSES; pass++) {
    templates = merged(averaged(shapes, assigned.family, templates.length), threshold);
    assigned = assign(shapes, templates);
  }
  return ordered(templates, assigned, shapes.channels * shapes.points);
}
