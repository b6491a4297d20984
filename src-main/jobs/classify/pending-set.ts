import { z } from 'zod';
import { PurkinjeError } from '../../domain/errors.ts';
import type { ModelManifest } from '../../dsp/preprocess/model-manifest.ts';
import { deleteAnnotationSet, insertAnnotationSet, isPendingSet } from '../../store/annotation-sets.ts';
import { inTransaction, type LibraryDatabase } from '../../store/database.ts';
import { findOrInsertModelVersion } from '../../store/model-versions.ts';
import { beginPredictions, clearPredictions, readPredictions } from '../../store/predictions.ts';
import { findRecord, type StoredRecord } from '../../store/records.ts';
import type { JobContext } from '../job-handler.ts';

/** Which set the job fills, and with which model: how far it is, the predictions in the set tell. */
const checkpointSchema = z.object({ setId: z.int().positive(), sha256: z.string() });

/** @throws NotFound where the set was deleted with its study while the job filled it */
export function requirePendingSet(database: LibraryDatabase, setId: number, jobId: number): void {
  if (!isPendingSet(database, setId, jobId)) throw deletedMeanwhile();
}

/** Of a study that somebody deleted, or is deleting, while its record is classified. */
export function deletedMeanwhile(): PurkinjeError {
  return new PurkinjeError(
    'NotFound',
    'The study was deleted while it was classified. Nothing is left of it.',
  );
}

/** The set that this job fills: what an earlier run of it left, where the same model made that; else a new one. */
export function pendingSetOf(manifest: ModelManifest, record: StoredRecord, context: JobContext): number {
  const { database } = context.library;
  const { data: left } = checkpointSchema.safeParse(context.checkpoint);
  if (left && isPendingSet(database, left.setId, context.run.id)) {
    if (left.sha256 === manifest.sha256) return left.setId;
    deleteAnnotationSet(database, left.setId);
  }
  return beginSet(manifest, record, context);
}

function beginSet(manifest: ModelManifest, record: StoredRecord, context: JobContext): number {
  const { database } = context.library;
  const { id, version, sha256, classes } = manifest;
  const model = { model: id, version, sha256, manifest, state: 'candidate' } as const;
  const name = `${id} ${version}`;
  return inTransaction(database, () => {
    if (!findRecord(database, record.id)) throw deletedMeanwhile();
    const setId = insertAnnotationSet(database, {
      recordId: record.id,
      name,
      origin: 'machine',
      author: name,
      modelVersionId: findOrInsertModelVersion(database, model),
      pendingFor: { jobId: context.run.id },
    });
    beginPredictions(database, setId, classes);
    context.saveCheckpoint({ setId, sha256 });
    return setId;
  });
}

/**
 * Beats of `rPeaks` whose predictions the set holds: all of its predictions, which lie at the first of them. Where
 * they lie elsewhere (another version of the program found other beats) the set is emptied, and it is none.
 * @param counts beats per class, raised by those that are there
 * @throws NotFound where the set went with its study
 */
export function alreadyPredicted(
  database: LibraryDatabase,
  setId: number,
  rPeaks: Int32Array,
  counts: number[],
): number {
  const there = readPredictions(database, setId);
  if (!there) throw deletedMeanwhile();
  const beats = there.sampleIndex.length;
  if (!there.sampleIndex.every((sampleIndex, beat) => sampleIndex === rPeaks[beat])) {
    clearPredictions(database, setId);
    return 0;
  }
  for (const classIndex of there.classIndex) counts[classIndex]++;
  return beats;
}
