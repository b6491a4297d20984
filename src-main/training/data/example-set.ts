import type { PreprocessParameters } from '../../dsp/preprocess/parameters.ts';
import type { WindowBatch } from '../../dsp/preprocess/window-batch.ts';
import type { LabelGrouping } from '../groupings/grouping.ts';
import { STEP, quantise } from './quantise.ts';

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

/** Examples without windows yet, to be filled by `putWindows`. */
export function blankExampleSet(
  infos: readonly ExampleInfo[],
  parameters: PreprocessParameters,
  grouping: LabelGrouping,
): ExampleSet {
  const { ecgLeads, electrograms, windowSamples, priors } = parameters;
  const count = infos.length;
  return {
    parameters,
    grouping,
    infos,
    ecg: new Int16Array(count * ecgLeads.length * windowSamples),
    iegm: new Int16Array(count * electrograms.length * windowSamples),
    ecgPresence: new Uint8Array(count * ecgLeads.length),
    iegmPresence: new Uint8Array(count * electrograms.length),
    priors: new Float32Array(count * priors.length),
  };
}

/** Fills a blank set's rows from `first` on; while a set is filled nobody else has it. */
export function putWindows(set: ExampleSet, first: number, batch: WindowBatch): void {
  const { ecgLeads, electrograms, windowSamples, priors } = set.parameters;
  quantise(batch.ecg, set.ecg, first * ecgLeads.length * windowSamples);
  quantise(batch.iegm, set.iegm, first * electrograms.length * windowSamples);
  set.ecgPresence.set(batch.ecgPresence, first * ecgLeads.length);
  set.iegmPresence.set(batch.iegmPresence, first * electrograms.length);
  set.priors.set(batch.priors, first * priors.length);
}

export function exampleSetOf(
  batch: WindowBatch,
  infos: readonly ExampleInfo[],
  parameters: PreprocessParameters,
  grouping: LabelGrouping,
): ExampleSet {
  const set = blankExampleSet(infos, parameters, grouping);
  putWindows(set, 0, batch);
  return set;
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
  if (sets.length === 1) return sets[0];
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

/** `count` examples from `first` on, not copied: the arrays are views of the set's. */
export function viewExamples(set: ExampleSet, first: number, count: number): ExampleSet {
  const view = <T extends Int16Array | Uint8Array | Float32Array>(rows: T): T => {
    const width = set.infos.length === 0 ? 0 : rows.length / set.infos.length;
    return rows.subarray(first * width, (first + count) * width) as T;
  };
  return {
    ...set,
    infos: set.infos.slice(first, first + count),
    ecg: view(set.ecg),
    iegm: view(set.iegm),
    ecgPresence: view(set.ecgPresence),
    iegmPresence: view(set.iegmPresence),
    priors: view(set.priors),
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
