import type { FamilyEvidence } from '../../dsp/families/family-evidence.ts';
import { addShifts, recordShifts } from '../../dsp/families/family-evidence.ts';
import type { PriorTable } from '../../dsp/families/sinus-families.ts';
import { WindowShapes } from '../../dsp/families/window-shapes.ts';
import type { ExampleSet } from '../../training/data/example-set.ts';
import { writeRow } from '../../training/data/example-set.ts';
import type { Pooled } from './pooled-scores.ts';

/** Rows of `indices` by the record that their examples are of. */
function rowsByRecord(set: ExampleSet, indices: ArrayLike<number>): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < indices.length; row++) {
    const { record } = set.infos[indices[row]];
    const own = rows.get(record);
    if (own) own.push(row);
    else rows.set(record, [row]);
  }
  return rows;
}

function shapesOf(set: ExampleSet, indices: readonly number[], evidence: FamilyEvidence): WindowShapes {
  const { ecgLeads, windowSamples, samplingFrequency } = set.parameters;
  const layout = { leads: ecgLeads.length, windowSamples, samplingFrequency };
  const shapes = new WindowShapes(indices.length, layout, evidence);
  const window = new Float32Array(ecgLeads.length * windowSamples);
  indices.forEach((index, beat) => {
    writeRow(set.ecg, window.length, index, window, 0);
    shapes.add(beat, window, 0);
  });
  return shapes;
}

function priorsOf(set: ExampleSet, indices: readonly number[]): PriorTable {
  const names = set.parameters.priors;
  const values = new Float32Array(indices.length * names.length);
  indices.forEach((index, beat) =>
    values.set(set.priors.subarray(index * names.length, (index + 1) * names.length), beat * names.length),
  );
  return { names, values };
}

/**
 * Predictions in which the beats of each record have shared their evidence by families, as inference does it: of every
 * record all examples must be there, once.
 * @param evidence of the preset or the manifest; undefined: the predictions as they are
 */
export function sharedByFamily(
  set: ExampleSet,
  pooled: Pooled,
  evidence: FamilyEvidence | undefined,
): Pooled {
  if (!evidence) return pooled;
  const { classes } = set.grouping.outputs.find(({ name }) => name === evidence.output)!;
  const names = classes.map(({ name }) => name);
  const width = names.length;
  const logits = Float32Array.from(pooled.logits[evidence.output]);
  for (const rows of rowsByRecord(set, pooled.indices).values()) {
    const own = new Float32Array(rows.length * width);
    rows.forEach((row, at) => own.set(logits.subarray(row * width, (row + 1) * width), at * width));
    const indices = rows.map((row) => pooled.indices[row]);
    const shapes = shapesOf(set, indices, evidence);
    addShifts(own, names, evidence, recordShifts(shapes, own, names, evidence, priorsOf(set, indices)));
    rows.forEach((row, at) => logits.set(own.subarray(at * width, (at + 1) * width), row * width));
  }
  return { ...pooled, logits: { ...pooled.logits, [evidence.output]: logits } };
}
