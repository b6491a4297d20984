import type { Annotation } from '../../domain/annotation.ts';
import type { BeatDecisions } from '../../inference/decide.ts';
import { insertAnnotations } from '../../store/annotations.ts';
import type { LibraryDatabase } from '../../store/database.ts';
import { appendPredictions } from '../../store/predictions.ts';
import { markOfCode } from './predicted-mark.ts';

/** Writes a run of decisions: one annotation a beat, and its prediction. */
export function writeDecisionRun(
  database: LibraryDatabase,
  setId: number,
  classes: readonly string[],
  rPeaks: Int32Array,
  decisions: BeatDecisions,
): void {
  const marks = classes.map(markOfCode);
  const annotations = Array.from(rPeaks, (sampleIndex, beat): Annotation => ({
    sampleIndex,
    ...marks[decisions.classIndex[beat]],
  }));
  insertAnnotations(database, setId, annotations, 'machine');
  appendPredictions(database, setId, { sampleIndex: rPeaks, ...decisions });
}
