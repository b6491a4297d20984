import { medianOf } from '../preprocess/priors/statistics.ts';

/** How far a family's median of a prior speaks for sinus rhythm: nothing at `none`, all at `full`, evenly between. */
export interface SinusCriterion {
  /** A column of `beatPriors`. */
  readonly prior: string;
  /** The median is of its size, whatever the sign. */
  readonly absolute?: boolean;
  readonly none: number;
  readonly full: number;
}

/**
 * Families that keep the rhythm of the patient's own beats are of no ventricle, however unlike these they look (a
 * turn in bed moves the axis): they come on time, the P windows of neighbouring beats are alike, the QRS is no wider.
 */
export interface SinusEvidence {
  /** Log-odds taken from a family that meets every criterion in full. */
  readonly shift: number;
  /** Their shares are multiplied. */
  readonly criteria: readonly SinusCriterion[];
}

/** Priors of beats by column, `[beats][names]`, not standardised. */
export interface PriorTable {
  readonly names: readonly string[];
  readonly values: Float32Array;
}

function shareOf(value: number, { none, full }: SinusCriterion): number {
  return Math.max(0, Math.min(1, (value - none) / (full - none)));
}

function columnOf({ names, values }: PriorTable, { prior, absolute }: SinusCriterion) {
  const column = names.indexOf(prior);
  if (column < 0) throw new RangeError(`there is no prior ${prior}`);
  return (beat: number): number => {
    const value = values[beat * names.length + column];
    return absolute ? Math.abs(value) : value;
  };
}

/**
 * 0 to 1 for each family: how much it keeps the rhythm of the patient's own beats.
 * @param family of each beat, 0 on
 * @throws RangeError for a criterion of a prior that the table does not have
 */
export function sinusShares(
  family: Int32Array,
  priors: PriorTable,
  criteria: readonly SinusCriterion[],
): Float64Array {
  const members: number[][] = [];
  family.forEach((of, beat) => (members[of] ??= []).push(beat));
  const columns = criteria.map((criterion) => columnOf(priors, criterion));
  return Float64Array.from(members, (beats) =>
    criteria.reduce((share, criterion, k) => share * shareOf(medianOf(beats.map(columns[k])), criterion), 1),
  );
}
