import type { Tissue } from '../body/tissue.ts';
import type { Transfer } from '../body/lead-field.ts';
import type { Place } from '../heart/places.ts';
import type { Wave } from '../heart/wave.ts';

/** What turns a wave into potentials: one tissue with its weights for every independent row (leads, then bipoles). */
export interface TissueSource {
  readonly tissue: Tissue;
  readonly places: ReadonlyMap<string, Place>;
  /** `[row][point]`, mV of the row for a point that is active. */
  readonly rows: readonly Transfer[];
  /** Change of `rows` at full inspiration. */
  readonly breathing: readonly Transfer[];
  /** Action potential duration of each point at rest, ms. */
  readonly duration: Float64Array;
  /** For partial waves: the place that each point follows. */
  readonly owner: readonly string[];
  /** Steepness of the upstroke (standard deviation, ms), and of repolarisation: its spread, and the exponentials before and after its steepest moment (ms). */
  readonly upstroke: number;
  readonly repolarisation: { readonly spread: number; readonly before: number; readonly after: number };
}

/** The place that reaches each point first when all fire at once. */
export function ownersOf(tissue: Tissue, places: Iterable<Place>): string[] {
  const all = [...places];
  return tissue.points.map((_, i) => {
    let best = all[0];
    for (const place of all) if (place.arrival[i] < best.arrival[i]) best = place;
    return best.name;
  });
}

/** Activation time of every point in a wave, ms from the study's start; Infinity for a point it does not reach. */
export function activationTimes(source: TissueSource, wave: Wave, out: Float64Array): void {
  out.fill(Infinity);
  for (const [name, time] of wave.times) {
    const { arrival } = source.places.get(name)!;
    for (let i = 0; i < out.length; i++) {
      if (wave.partial && source.owner[i] !== name) continue;
      const at = time + arrival[i];
      if (at < out[i]) out[i] = at;
    }
  }
}

/** A wave drawn: potentials from sample `first` on, `[row][sample]`, mV. */
export interface DrawnWave {
  readonly first: number;
  readonly rows: readonly Float64Array[];
}

const MARGIN = 24; // samples before the first activation, for the smoothing

/** Weights `1 - f` and `f` into the two samples beside a time: the sum stays exact whatever the time's fraction. */
function spread(row: Float64Array, at: number, weight: number): void {
  const whole = Math.floor(at);
  const f = at - whole;
  if (whole < 0 || whole + 1 >= row.length) return;
  row[whole] += weight * (1 - f);
  row[whole + 1] += weight * f;
}

/** Three running means approach a Gaussian of standard deviation `sigma` samples. */
function smooth(row: Float64Array, upTo: number, sigma: number, scratch: Float64Array): void {
  const half = Math.max(1, Math.round((Math.sqrt(4 * sigma * sigma + 1) - 1) / 2));
  const width = 2 * half + 1;
  for (let pass = 0; pass < 3; pass++) {
    let sum = 0;
    for (let i = 0; i < Math.min(half, upTo); i++) sum += row[i];
    for (let i = 0; i < upTo; i++) {
      if (i + half < upTo) sum += row[i + half];
      if (i - half - 1 >= 0) sum -= row[i - half - 1];
      scratch[i] = sum / width;
    }
    row.set(scratch.subarray(0, upTo));
  }
}

/** Two-sided exponential: slow rise before, faster fall after (the shape of a T wave). In place. */
function skew(row: Float64Array, before: number, after: number): void {
  const a = Math.exp(-1 / after);
  for (let i = 1, y = 0; i < row.length; i++) {
    y = a * y + (1 - a) * row[i];
    row[i] = y;
  }
  const b = Math.exp(-1 / before);
  for (let i = row.length - 1, y = 0; i >= 0; i--) {
    y = b * y + (1 - b) * row[i];
    row[i] = y;
  }
}

/**
 * Potentials of one wave: each point adds its weight when it is activated and takes it back when it repolarises, so
 * that QRS and T (P and Ta) follow from the activation sequence and from the points' own durations.
 * @param durationFactor factor on the action potential durations (rate adaptation)
 * @param breath 0 at rest to 1 at full inspiration
 */
export function drawWave(
  source: TissueSource,
  times: Float64Array,
  samplingFrequency: number,
  durationFactor: number,
  breath: number,
): DrawnWave {
  const perMs = samplingFrequency / 1000;
  let start = Infinity;
  let last = -Infinity;
  let lastRepolarisation = -Infinity;
  times.forEach((time, i) => {
    if (time === Infinity) return;
    start = Math.min(start, time);
    last = Math.max(last, time);
    lastRepolarisation = Math.max(lastRepolarisation, time + source.duration[i] * durationFactor);
  });
  const { spread: width, before, after } = source.repolarisation;
  const first = Math.floor(start * perMs) - MARGIN;
  const tail = Math.ceil((lastRepolarisation - start + 5 * after + 3 * width) * perMs) + 2 * MARGIN;
  const depolarised = Math.min(tail, Math.ceil((last - start) * perMs) + 2 * MARGIN + 4);
  const scratch = new Float64Array(tail);
  const late = new Float64Array(tail);
  const rows = source.rows.map((weights, r) => {
    const row = new Float64Array(tail);
    const change = source.breathing[r];
    late.fill(0);
    for (let i = 0; i < times.length; i++) {
      if (times[i] === Infinity) continue;
      const weight = weights[i] + breath * change[i];
      const at = times[i] * perMs - first;
      spread(row, at, weight);
      spread(late, at + source.duration[i] * durationFactor * perMs, weight);
    }
    smooth(row, depolarised, source.upstroke * perMs, scratch);
    if (width > 0) smooth(late, tail, width * perMs, scratch);
    skew(late, before * perMs, after * perMs);
    let sum = 0;
    for (let i = 0; i < tail; i++) {
      sum += row[i] - late[i];
      row[i] = sum;
    }
    return row;
  });
  return { first, rows };
}
