import { z } from 'zod';
import { isPurkinjeError, PurkinjeError } from '../../domain/errors.ts';
import { openClassifier, type Classifier } from '../../inference/classify.ts';
import { completeAnnotationSet, deleteAnnotationSet } from '../../store/annotation-sets.ts';
import { inTransaction } from '../../store/database.ts';
import { isCurrentRun } from '../../store/jobs.ts';
import { findRecord, type StoredRecord } from '../../store/records.ts';
import { appendTrail } from '../../store/trail.ts';
import type { JobContext, JobHandler } from '../job-handler.ts';
import { classifyRecording } from './classify-recording.ts';
import { alreadyPredicted, deletedMeanwhile, pendingSetOf, requirePendingSet } from './pending-set.ts';
import { writeDecisionRun } from './prediction-writer.ts';
import { openStoredRecord } from './stored-record.ts';

/** What a classification job is started with. */
export const classifyInput = z.strictObject({
  recordId: z.int().positive(),
  /** Absolute folder `models/<id>/<version>`. */
  model: z.string().min(1),
  /** The site's spellings of channel names. */
  aliases: z.record(z.string(), z.string()).optional(),
  /** Who asked for it, for the trail; jobs of earlier versions do not say. */
  author: z.string().min(1).optional(),
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
 * Classifies every beat of a record into a machine set, which is seen once it is whole. A job that was killed finds the
 * R peaks again, on which the features depend, and goes on with the first beats that the set lacks: the set is the one
 * that an unbroken run makes. One that fails or is cancelled leaves nothing.
 * @throws InvalidInput, NotFound (also where the study is deleted meanwhile), ModelMismatch, ModelUnreadable, Cancelled
 */
export const classifyJob: JobHandler = async (input, context): Promise<ClassifyResult> => {
  const parsed = classifyInput.safeParse(input);
  if (!parsed.success)
    throw new PurkinjeError('InvalidInput', `This can't be classified: ${z.prettifyError(parsed.error)}`);
  const { recordId, model, aliases, author = 'local user' } = parsed.data;
  const { database } = context.library;
  const record = findRecord(database, recordId);
  if (!record) throw new PurkinjeError('NotFound', `There is no record ${recordId}.`);
  const classifier = await openClassifier(model);
  const setId = pendingSetOf(classifier.model.manifest, record, context);
  try {
    return await fillSet(classifier, record, setId, { aliases, author }, context);
  } catch (error) {
    // Where the job was started again elsewhere, the set is that run's.
    if (isCurrentRun(database, context.run)) deleteAnnotationSet(database, setId);
    // Its signals go while they are read: whatever that ended as, this is why.
    if (!isCancelled(error) && !findRecord(database, recordId)) throw deletedMeanwhile();
    throw error;
  } finally {
    await classifier.close();
  }
};

async function fillSet(
  classifier: Classifier,
  record: StoredRecord,
  setId: number,
  { aliases, author }: Pick<ClassifyInput, 'aliases'> & { readonly author: string },
  { library, run: jobRun, abortSignal, report }: JobContext,
): Promise<ClassifyResult> {
  const began = performance.now();
  const { manifest } = classifier.model;
  const reader = openStoredRecord(library, record);
  const counts = manifest.classes.map(() => 0);
  try {
    const { without, warnings } = classifier.suitability(reader, aliases);
    const alreadyDone = (rPeaks: Int32Array): number =>
      alreadyPredicted(library.database, setId, rPeaks, counts);
    const options = { aliases, abortSignal, alreadyDone, onProgress: report };
    const runs = classifyRecording(classifier, reader, options);
    for await (const { rPeaks, decisions } of runs) {
      writeDecisionRun(library.database, jobRun, setId, manifest.classes, rPeaks, decisions);
      for (const classIndex of decisions.classIndex) counts[classIndex]++;
    }
    const said = classifier.notice === undefined ? warnings : [...warnings, classifier.notice];
    const details = { without, warnings: said, device: classifier.device, aliases };
    inTransaction(library.database, () => {
      requirePendingSet(library.database, setId, jobRun.id);
      completeAnnotationSet(library.database, setId, details);
      const object = `annotation-set ${setId}`;
      const made = `${manifest.id} ${manifest.version}, record ${record.id}`;
      appendTrail(library.database, { who: author, what: 'classify', object, new: made });
    });
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

function isCancelled(error: unknown): boolean {
  return isPurkinjeError(error) && error.code === 'Cancelled';
}

/** Classes that were met, most frequent first. */
export function countsOf(classes: readonly string[], counts: readonly number[]): Record<string, number> {
  const met = classes.map((code, i) => [code, counts[i]] as const).filter(([, count]) => count > 0);
  return Object.fromEntries(met.sort((a, b) => b[1] - a[1]));
}
