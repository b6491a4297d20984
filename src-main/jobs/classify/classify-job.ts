import { z } from 'zod';
import { PurkinjeError } from '../../domain/errors.ts';
import { openClassifier, type Classifier } from '../../inference/classify.ts';
import {
  completeAnnotationSet,
  deleteAnnotationSet,
  insertAnnotationSet,
} from '../../store/annotation-sets.ts';
import { findOrInsertModelVersion } from '../../store/model-versions.ts';
import { beginPredictions } from '../../store/predictions.ts';
import { findRecord, type StoredRecord } from '../../store/records.ts';
import type { JobContext, JobHandler } from '../job-handler.ts';
import { classifyRecording } from './classify-recording.ts';
import { writeDecisionRun } from './prediction-writer.ts';
import { openStoredRecord } from './stored-record.ts';

/** What a classification job is started with. */
export const classifyInput = z.strictObject({
  recordId: z.int().positive(),
  /** Absolute folder `models/<id>/<version>`. */
  model: z.string().min(1),
  /** The site's spellings of channel names. */
  aliases: z.record(z.string(), z.string()).optional(),
});
export type ClassifyInput = z.input<typeof classifyInput>;

/** What it results in. */
export interface ClassifyResult {
  readonly setId: number;
  readonly record: string;
  readonly model: string;
  readonly beats: number;
  /** Class code -> beats, most frequent first. */
  readonly classes: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly warnings: readonly string[];
  readonly without: readonly string[];
}

/**
 * Classifies every beat of a record into a machine set, which is seen once it is whole. A job that was killed begins
 * anew: a beat's features depend on the rhythm before it, and the longest study takes minutes.
 * @throws InvalidInput, NotFound, ModelMismatch, ModelUnreadable, Cancelled
 */
export const classifyJob: JobHandler = async (input, context): Promise<ClassifyResult> => {
  const parsed = classifyInput.safeParse(input);
  if (!parsed.success)
    throw new PurkinjeError('InvalidInput', `This can't be classified: ${z.prettifyError(parsed.error)}`);
  const { recordId, model, aliases } = parsed.data;
  const { library, checkpoint } = context;
  if (typeof checkpoint === 'number') deleteAnnotationSet(library.database, checkpoint);
  const record = findRecord(library.database, recordId);
  if (!record) throw new PurkinjeError('NotFound', `There is no record ${recordId}.`);
  const classifier = await openClassifier(model);
  const setId = beginSet(classifier, record, context);
  try {
    return await fillSet(classifier, record, setId, aliases, context);
  } catch (error) {
    deleteAnnotationSet(library.database, setId);
    throw error;
  } finally {
    await classifier.close();
  }
};

function beginSet(classifier: Classifier, record: StoredRecord, context: JobContext): number {
  const { database } = context.library;
  const { manifest } = classifier.model;
  const modelVersionId = findOrInsertModelVersion(database, {
    model: manifest.id,
    version: manifest.version,
    sha256: manifest.sha256,
    manifest,
    state: 'candidate',
  });
  const name = `${manifest.id} ${manifest.version}`;
  const setId = insertAnnotationSet(database, {
    recordId: record.id,
    name,
    origin: 'machine',
    author: name,
    modelVersionId,
    pendingFor: { jobId: context.run.id },
  });
  context.saveCheckpoint(setId);
  beginPredictions(database, setId, manifest.classes);
  return setId;
}

async function fillSet(
  classifier: Classifier,
  record: StoredRecord,
  setId: number,
  aliases: ClassifyInput['aliases'],
  { library, abortSignal, report }: JobContext,
): Promise<ClassifyResult> {
  const began = performance.now();
  const { manifest } = classifier.model;
  const reader = openStoredRecord(library, record);
  const counts = manifest.classes.map(() => 0);
  try {
    const { without, warnings } = classifier.suitability(reader, aliases);
    const runs = classifyRecording(classifier, reader, { aliases, abortSignal, onProgress: report });
    for await (const { rPeaks, decisions } of runs) {
      writeDecisionRun(library.database, setId, manifest.classes, rPeaks, decisions);
      for (const classIndex of decisions.classIndex) counts[classIndex]++;
    }
    const said = classifier.notice === undefined ? warnings : [...warnings, classifier.notice];
    completeAnnotationSet(library.database, setId, { without, warnings: said, device: classifier.device });
    return {
      setId,
      record: record.name,
      model: `${manifest.id} ${manifest.version}`,
      beats: counts.reduce((sum, count) => sum + count, 0),
      classes: countsOf(manifest.classes, counts),
      seconds: (performance.now() - began) / 1000,
      warnings: said,
      without,
    };
  } finally {
    await reader.close();
  }
}

/** Classes that were met, most frequent first. */
export function countsOf(classes: readonly string[], counts: readonly number[]): Record<string, number> {
  const met = classes.map((code, i) => [code, counts[i]] as const).filter(([, count]) => count > 0);
  return Object.fromEntries(met.sort((a, b) => b[1] - a[1]));
}
