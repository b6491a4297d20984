import { clusterFamilies, hasShape } from './cluster.ts';
import type { PriorTable, SinusEvidence } from './sinus-families.ts';
import { sinusShares } from './sinus-families.ts';
import type { ShapeSpan, WindowShapes } from './window-shapes.ts';

/**
 * Beats of one shape come from one place: within a record, what speaks for a group of classes (ventricular: V and F
 * against all others) is shared by the beats of a morphology family. A person who reads a long recording does the same. No
 * label of the record is used. Plain JSON: it travels in a model's manifest.
 */
export interface FamilyEvidence extends ShapeSpan {
  /** The output that it is about, and those of its classes whose evidence together is shared. */
  readonly output: string;
  readonly classes: readonly string[];
  /** Least correlation with a family's mean shape to belong to it. */
  readonly threshold: number;
  /** Part of a beat's own evidence that a large family's mean replaces, 0 to 1. */
  readonly weight: number;
  /** Beats of a family that has half that weight. */
  readonly halfSize: number;
  /** Log-odds: what a single beat can add to the mean of its family at most, either way. */
  readonly limit: number;
  /** What is taken from families in the rhythm of the patient's own beats; only where the shared classes are ventricular. */
  readonly sinus?: SinusEvidence;
}

/** Every way in which the numbers cannot be meant, as sentences; empty where they are sound. */
export function familyEvidenceFaults(
  evidence: FamilyEvidence,
  outputs: readonly { readonly name: string; readonly classes: readonly string[] }[],
  priors: readonly string[],
): string[] {
  const { output, classes, weight, halfSize, limit, before, after } = evidence;
  const own = outputs.find(({ name }) => name === output);
  if (!own) return [`families are about the output ${output}, which it does not have`];
  const faults: string[] = [];
  if (classes.length === 0 || classes.length === own.classes.length)
    faults.push('families share the evidence for no class, or for all of them');
  for (const name of classes)
    if (!own.classes.includes(name)) faults.push(`families share ${name}, which ${output} does not have`);
  if (!(weight >= 0 && weight <= 1 && halfSize >= 0 && limit > 0 && before >= 0 && after > 0))
    faults.push('families have a weight, size, limit or span out of range');
  for (const { prior, none, full } of evidence.sinus?.criteria ?? [])
    if (!priors.includes(prior) || !(Math.abs(full - none) > 0))
      faults.push(`families are judged by ${prior}, which it does not have or without a range`);
  return faults;
}

function logSum(row: Float32Array, takes: (index: number) => boolean): number {
  let top = -Infinity;
  for (let c = 0; c < row.length; c++) if (takes(c)) top = Math.max(top, row[c]);
  let sum = 0;
  for (let c = 0; c < row.length; c++) if (takes(c)) sum += Math.exp(row[c] - top);
  return top + Math.log(sum);
}

/** How far a family of some size is taken at its word, 0 to 1. */
function trust(size: number, halfSize: number): number {
  return size / (size + halfSize);
}

function totals(values: Float32Array, family: Int32Array): { sums: Float64Array; sizes: Float64Array } {
  const count = family.reduce((most, of) => Math.max(most, of + 1), 0);
  const [sums, sizes] = [new Float64Array(count), new Float64Array(count)];
  family.forEach((of, beat) => {
    sums[of] += values[beat];
    sizes[of]++;
  });
  return { sums, sizes };
}

/**
 * What each beat's evidence moves by: `weight n / (n + halfSize)` of the way from its own log-odds to its family's mean.
 * Added to the logits of the shared classes, it leaves what the beat itself says among them, and among the others.
 * @param logits `[beats][classes]`
 * @param shared by class
 * @param family of each beat, 0 on
 * @returns `[beats]`, in log-odds
 */
export function familyShifts(
  logits: Float32Array,
  shared: readonly boolean[],
  family: Int32Array,
  { weight, halfSize, limit }: Pick<FamilyEvidence, 'weight' | 'halfSize' | 'limit'>,
): Float32Array {
  const width = shared.length;
  const own = Float32Array.from(family, (_, beat) => {
    const row = logits.subarray(beat * width, (beat + 1) * width);
    const odds = logSum(row, (c) => shared[c]) - logSum(row, (c) => !shared[c]);
    return Math.max(-limit, Math.min(limit, odds));
  });
  const { sums, sizes } = totals(own, family);
  return own.map((odds, beat) => {
    const of = family[beat];
    return weight * trust(sizes[of], halfSize) * (sums[of] / sizes[of] - odds);
  });
}

/**
 * The shifts of all beats of a record.
 * @param shapes of every beat
 * @param logits `[beats][classes]` of the output that `evidence` names
 * @param classes of that output, in order
 * @param priors of every beat; those that `evidence.sinus` judges by must be there
 * @returns `[beats]`, to be added to the logits of `evidence.classes`
 */
export function recordShifts(
  { shapes }: WindowShapes,
  logits: Float32Array,
  classes: readonly string[],
  evidence: FamilyEvidence,
  priors: PriorTable,
): Float32Array {
  const { family, sizes } = clusterFamilies(shapes, { threshold: evidence.threshold });
  const shared = classes.map((name) => evidence.classes.includes(name));
  // Beats whose leads are missing or flat come from anywhere: they share nothing.
  const shifts = familyShifts(logits, shared, family, evidence).map((shift, beat) =>
    hasShape(shapes, beat) ? shift : 0,
  );
  const { sinus, halfSize } = evidence;
  if (!sinus) return shifts;
  const shares = sinusShares(family, priors, sinus.criteria);
  return shifts.map((shift, beat) => {
    if (!hasShape(shapes, beat)) return shift;
    return shift - sinus.shift * shares[family[beat]] * trust(sizes[family[beat]], halfSize);
  });
}

/** Adds shifts to logits in place. @param logits `[beats][classes]` */
export function addShifts(
  logits: Float32Array,
  classes: readonly string[],
  evidence: FamilyEvidence,
  shifts: Float32Array,
): void {
  const columns = evidence.classes.map((name) => classes.indexOf(name));
  shifts.forEach((shift, beat) => columns.forEach((c) => (logits[beat * classes.length + c] += shift)));
}
