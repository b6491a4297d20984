import type { Annotation } from '../../domain/annotation.ts';
import { PurkinjeError } from '../../domain/errors.ts';
import type { BeatDecisions } from '../../inference/decide.ts';
import { insertAnnotations } from '../../store/annotations.ts';
import { inTransaction, type LibraryDatabase } from '../../store/database.ts';
import { isCurrentRun, type JobRun } from '../../store/jobs.ts';
import { appendEmbeddings } from '../../store/embeddings.ts';
import { appendPredictions, countPredictions } from '../../store/predictions.ts';
import { requirePendingSet } from './pending-set.ts';
import { markOfCode } from './predicted-mark.ts';

/**
 * Writes a run of decisions: one annotation a beat, and its prediction. All of it or nothing, so that the predictions
 * tell after a kill where to go on.
 * @throws Cancelled where another process runs this job by now: two must not write one set; NotFound where the set went with
 * its study
 */
export function writeDecisionRun(
  database: LibraryDatabase,
  jobRun: JobRun,
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
  inTransaction(database, () => {
    if (!isCurrentRun(database, jobRun))
      throw new PurkinjeError('Cancelled', 'Cancelled: the job was started again elsewhere.');
    requirePendingSet(database, setId, jobRun.id);
    insertAnnotations(database, setId, annotations, 'machine');
    const position = countPredictions(database, setId);
    const { embedding, ...columns } = decisions;
    appendPredictions(database, setId, { sampleIndex: rPeaks, ...columns });
    appendEmbeddings(database, setId, position, embedding, embedding.length / Math.max(1, rPeaks.length));
  });
}
