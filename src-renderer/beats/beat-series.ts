/** Beats as columns of numbers, outside any reactivity: 100,000 of them are a few arrays. */
import type {
  AnnotationColumns,
  EditResult,
  PredictionColumns,
} from '../../src-main/api/contract/annotations.ts';
import { isBeat, isRhythmMark, type Annotation } from '../../src-main/domain/annotation.ts';
import {
  BEAT_CLASSES,
  beatClassByCode,
  beatClassOf,
  type BeatClass,
} from '../../src-main/domain/beat-class.ts';
import { rhythmSpansOf, type RhythmSpan } from '../../src-main/domain/rhythm.ts';

/** Class of beats whose mark says none, and of those hidden in a blind reading; an index into BEAT_CLASSES. */
export const UNCLASSED = BEAT_CLASSES.findIndex(({ code }) => code === '?');
const INDEX_OF = new Map(BEAT_CLASSES.map((beatClass, index) => [beatClass, index]));

export interface BeatSeries {
  readonly count: number;
  /** Ascending. */
  readonly sampleIndex: Float64Array;
  readonly id: Float64Array;
  /** Into BEAT_CLASSES. */
  readonly classIndex: Uint8Array;
}

/** Why a prediction is hatched. */
export const LOW_CONFIDENCE = 1;
export const OUT_OF_DISTRIBUTION = 2;
export const ABSTAINED = 4;

export interface PredictedSeries extends BeatSeries {
  readonly confidence: Float32Array;
  readonly margin: Float32Array;
  readonly entropy: Float32Array;
  readonly weightOnIegm: Float32Array;
  /** Out-of-distribution score; 1 is the model's own limit. */
  readonly distance: Float32Array;
  /** Bits of LOW_CONFIDENCE, OUT_OF_DISTRIBUTION, ABSTAINED. */
  readonly doubt: Uint8Array;
}

/** Below this a prediction is drawn as doubtful: chosen for display, until a model's card names its own. */
export const DOUBTFUL_BELOW = 0.7;
/** The model's out-of-distribution score from which a beat is flagged. */
export const OUT_OF_DISTRIBUTION_FROM = 1;

export function classAt(series: BeatSeries, index: number): BeatClass {
  return BEAT_CLASSES[series.classIndex[index]];
}

/** Position of the first beat at or after a sample index; `count` where there is none. */
export function firstFrom(series: BeatSeries, sampleIndex: number): number {
  let low = 0;
  let high = series.count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (series.sampleIndex[middle] < sampleIndex) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Position of the beat nearest to a sample index; -1 where there are none. */
export function nearestTo(series: BeatSeries, sampleIndex: number): number {
  const after = firstFrom(series, sampleIndex);
  if (after === 0) return series.count === 0 ? -1 : 0;
  if (after === series.count) return after - 1;
  const before = after - 1;
  return sampleIndex - series.sampleIndex[before] <= series.sampleIndex[after] - sampleIndex ? before : after;
}

function classIndexOf(mark: { readonly symbol: string; readonly aux?: string }): number {
  const beatClass = beatClassOf(mark);
  // Classes that the label schema added came after the table was indexed.
  return beatClass === undefined ? UNCLASSED : (INDEX_OF.get(beatClass) ?? BEAT_CLASSES.indexOf(beatClass));
}

/** One annotation of a set as the window keeps it. */
export interface AnnotationRow {
  readonly id: number;
  readonly sampleIndex: number;
  readonly symbol: string;
  readonly aux: string;
  readonly provenance: string;
  /** WFDB's; what a `~` of another program says is in it. */
  readonly subtype?: number;
}

export function rowsOf(columns: AnnotationColumns): AnnotationRow[] {
  const subtypes = new Map(columns.numbers?.map(({ at, subtype }) => [at, subtype]));
  return columns.id.map((id, index) => ({
    id,
    sampleIndex: columns.sampleIndex[index],
    ...columns.marks[columns.mark[index]],
    provenance: columns.provenances[columns.provenance[index]],
    ...(subtypes.has(index) ? { subtype: subtypes.get(index) } : {}),
  }));
}

type Changed = Pick<EditResult, 'changed' | 'removed'>;

/** Rows after an edit, undo or redo, in time order; the same array where nothing differs. */
export function applyEditResult(rows: readonly AnnotationRow[], result: Changed): readonly AnnotationRow[] {
  const changed = new Map(result.changed.map((row) => [row.id, row]));
  const removed = new Set(result.removed);
  let differs = false;
  let found = 0;
  const kept: AnnotationRow[] = [];
  for (const row of rows) {
    const now = changed.get(row.id);
    if (now === undefined) {
      if (removed.has(row.id)) differs = true;
      else kept.push(row);
      continue;
    }
    if (now.sampleIndex !== row.sampleIndex) continue;
    found++;
    differs ||= !sameRow(row, now);
    kept.push(now);
    changed.delete(row.id);
  }
  const moved = changed.size > 0;
  if (!differs && !moved && found === result.changed.length) return rows;
  if (!moved) return kept;
  return [...kept, ...changed.values()].sort((a, b) => a.sampleIndex - b.sampleIndex || a.id - b.id);
}

function sameRow(a: AnnotationRow, b: AnnotationRow): boolean {
  return a.symbol === b.symbol && a.aux === b.aux && a.provenance === b.provenance;
}

export function beatsOf(rows: readonly AnnotationRow[]): BeatSeries {
  // One pass, and a class looked up once for each mark: this runs on every edit.
  const sampleIndex = new Float64Array(rows.length);
  const id = new Float64Array(rows.length);
  const classIndex = new Uint8Array(rows.length);
  const known = new Map<string, Map<string, number>>();
  let count = 0;
  for (const row of rows) {
    let ofSymbol = known.get(row.symbol);
    if (!ofSymbol) known.set(row.symbol, (ofSymbol = new Map<string, number>()));
    let index = ofSymbol.get(row.aux);
    if (index === undefined) ofSymbol.set(row.aux, (index = isBeat(row) ? classIndexOf(row) : -1));
    if (index < 0) continue;
    sampleIndex[count] = row.sampleIndex;
    id[count] = row.id;
    classIndex[count++] = index;
  }
  return {
    count,
    sampleIndex: sampleIndex.subarray(0, count),
    id: id.subarray(0, count),
    classIndex: classIndex.subarray(0, count),
  };
}

export function rhythmOf(rows: readonly AnnotationRow[], samples: number): RhythmSpan[] {
  return rhythmSpansOf(rows.filter(isRhythmMark) as readonly Annotation[], samples);
}

export function predictionsOf(columns: PredictionColumns): PredictedSeries {
  const classIndex = columns.classes.map((code) => {
    const beatClass = beatClassByCode(code);
    // Classes that the label schema added came after the table was indexed.
    return beatClass === undefined ? UNCLASSED : (INDEX_OF.get(beatClass) ?? BEAT_CLASSES.indexOf(beatClass));
  });
  const doubt = columns.confidence.map(
    (confidence, index) =>
      (confidence < DOUBTFUL_BELOW ? LOW_CONFIDENCE : 0) |
      (columns.outOfDistribution[index] >= OUT_OF_DISTRIBUTION_FROM ? OUT_OF_DISTRIBUTION : 0) |
      (columns.abstained[index] ? ABSTAINED : 0),
  );
  return {
    count: columns.sampleIndex.length,
    sampleIndex: Float64Array.from(columns.sampleIndex),
    id: Float64Array.from(columns.annotationId),
    classIndex: Uint8Array.from(columns.classIndex, (index) => classIndex[index]),
    confidence: Float32Array.from(columns.confidence),
    margin: Float32Array.from(columns.margin),
    entropy: Float32Array.from(columns.entropy),
    weightOnIegm: Float32Array.from(columns.weightOnIegm),
    distance: Float32Array.from(columns.outOfDistribution),
    doubt: Uint8Array.from(doubt),
  };
}

/** Why a prediction is drawn hatched, in words. */
export function doubtText(doubt: number): string {
  const reasons: string[] = [];
  if (doubt & ABSTAINED) reasons.push('abstained');
  if (doubt & LOW_CONFIDENCE) reasons.push('low confidence');
  if (doubt & OUT_OF_DISTRIBUTION) reasons.push('unlike the training data');
  return reasons.join(', ');
}
