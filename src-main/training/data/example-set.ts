import type { PreprocessParameters } from '../../dsp/preprocess/parameters.ts';
import type { WindowBatch } from '../../dsp/preprocess/window-batch.ts';
import type { LabelGrouping } from '../groupings/grouping.ts';

/** Normalised values are held as 16-bit integers of 1 / 2048: clipped at +-10 they lose nothing that training would see. */
const STEPS = 2048;
const STEP = 1 / STEPS;

/** What is known of an example beside its window. */
export interface ExampleInfo {
  /** Class index per output of the grouping. */
  readonly labels: readonly number[];
  /** One person: studies of one patient share it. */
  readonly subject: string;
  readonly record: string;
  /** Position in the record, its own sampling frequency. */
  readonly sampleIndex: number;
  /** Rhythm segment within the record, counted from 0: examples of one segment are never split. */
  readonly segment: number;
  /** Overlaps another window: for training only, never scored. */
  readonly dense?: boolean;
  /** Ambiguous by the signal: scored, never trained on. */
  readonly scoreOnly?: boolean;
}

/**
 * Windows with labels. The arrays are shared by every split and are never changed once filled.
 * `infos[i]` belongs to row i of each array.
 */
export interface ExampleSet {
  readonly parameters: PreprocessParameters;
  readonly grouping: LabelGrouping;
  readonly infos: readonly ExampleInfo[];
  /** `[examples][ecgLeads][windowSamples]` in steps of 1 / 2048. */
  readonly ecg: Int16Array;
  readonly iegm: Int16Array;
  readonly ecgPresence: Uint8Array;
  readonly iegmPresence: Uint8Array;
  /** `[examples][priors]`, not standardised. */
  readonly priors: Float32Array;
}

function quantised(values: Float32Array): Int16Array {
  const out = new Int16Array(values.length);
  // Rounded by floor, an instruction where Math.round is a call; multiplied by a power of two, as exact as divided and faster.
  for (let i = 0; i < values.length; i++) {
    const steps = Math.floor(values[i] * STEPS + 0.5);
    out[i] = steps > 32767 ? 32767 : steps < -32767 ? -32767 : steps;
  }
  return out;
}

export function exampleSetOf(
  batch: WindowBatch,
  infos: readonly ExampleInfo[],
  parameters: PreprocessParameters,
  grouping: LabelGrouping,
): ExampleSet {
  return {
    parameters,
    grouping,
    infos,
    ecg: quantised(batch.ecg),
    iegm: quantised(batch.iegm),
    ecgPresence: Uint8Array.from(batch.ecgPresence),
    iegmPresence: Uint8Array.from(batch.iegmPresence),
    priors: batch.priors,
  };
}

function joinArrays<T extends Int16Array | Uint8Array | Float32Array>(
  parts: readonly T[],
  make: (length: number) => T,
): T {
  const all = make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** One set of several, in order. All must have the same parameters and grouping. */
export function joinExampleSets(sets: readonly ExampleSet[]): ExampleSet {
  if (sets.length === 0) throw new RangeError('no example sets to join');
  return {
    ...sets[0],
    infos: sets.flatMap(({ infos }) => infos),
    ecg: joinArrays(
      sets.map(({ ecg }) => ecg),
      (n) => new Int16Array(n),
    ),
    iegm: joinArrays(
      sets.map(({ iegm }) => iegm),
      (n) => new Int16Array(n),
    ),
    ecgPresence: joinArrays(
      sets.map(({ ecgPresence }) => ecgPresence),
      (n) => new Uint8Array(n),
    ),
    iegmPresence: joinArrays(
      sets.map(({ iegmPresence }) => iegmPresence),
      (n) => new Uint8Array(n),
    ),
    priors: joinArrays(
      sets.map(({ priors }) => priors),
      (n) => new Float32Array(n),
    ),
  };
}

/** The examples at `indices`, copied. */
export function selectExamples(set: ExampleSet, indices: readonly number[]): ExampleSet {
  const count = set.infos.length;
  const pick = <T extends Int16Array | Uint8Array | Float32Array>(
    rows: T,
    make: (length: number) => T,
  ): T => {
    const width = count === 0 ? 0 : rows.length / count;
    const out = make(indices.length * width);
    indices.forEach((index, at) => out.set(rows.subarray(index * width, (index + 1) * width), at * width));
    return out;
  };
  return {
    ...set,
    infos: indices.map((index) => set.infos[index]),
    ecg: pick(set.ecg, (n) => new Int16Array(n)),
    iegm: pick(set.iegm, (n) => new Int16Array(n)),
    ecgPresence: pick(set.ecgPresence, (n) => new Uint8Array(n)),
    iegmPresence: pick(set.iegmPresence, (n) => new Uint8Array(n)),
    priors: pick(set.priors, (n) => new Float32Array(n)),
  };
}

/** Writes row `index` of `rows` as floats into `target` at row `at`. */
export function writeRow(
  rows: Int16Array,
  width: number,
  index: number,
  target: Float32Array,
  at: number,
): void {
  const from = index * width;
  const to = at * width;
  for (let t = 0; t < width; t++) target[to + t] = rows[from + t] * STEP;
}

export function labelOf(set: ExampleSet, index: number, output = 0): number {
  return set.infos[index].labels[output];
}

/** How many examples each class of an output has, over `indices`. */
export function supportOf(set: ExampleSet, indices: readonly number[], output = 0): number[] {
  const counts = set.grouping.outputs[output].classes.map(() => 0);
  for (const index of indices) counts[labelOf(set, index, output)]++;
  return counts;
}

/** A segment's identity over all records. */
export function segmentKey({ record, segment }: ExampleInfo): string {
  return `${record}#${segment}`;
}
