import { throwIfCancelled } from '../../domain/errors.ts';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';
import type { Classifier, DecisionRun } from '../../inference/classify.ts';
import { recordRPeaks } from '../../dsp/preprocess/record-r-peaks.ts';

export interface ClassifyRecordingOptions {
  readonly aliases?: ChannelAliases;
  readonly abortSignal?: AbortSignal;
  /**
   * Given the R peaks once they are found, tells how many of them were classified already: whole runs, from the first
   * beat on. These are not done again.
   */
  readonly alreadyDone?: (rPeaks: Int32Array) => number;
  readonly onProgress?: (fraction: number, doing: string) => void;
}

/** Finding R peaks takes about this share of the whole (mitdb and the demonstration study, `test/bench/api.ts`). */
const DETECTION_SHARE = 0.25;

/**
 * Finds the beats of a recording and classifies each, a minute of signal at a time.
 * @throws ModelMismatch, InvalidInput without a surface lead, StudyUnreadable, Cancelled
 */
export async function* classifyRecording(
  classifier: Classifier,
  reader: RecordReader,
  options: ClassifyRecordingOptions = {},
): AsyncGenerator<DecisionRun & { readonly rPeaks: Int32Array }> {
  const { aliases, abortSignal, onProgress } = options;
  const { name } = reader.description;
  classifier.suitability(reader, aliases);
  const finding = (fraction: number): void =>
    onProgress?.(DETECTION_SHARE * fraction, `Finding beats of ${name}`);
  const rPeaks = await recordRPeaks(reader, { onProgress: finding, abortSignal });
  const startAt = options.alreadyDone?.(rPeaks) ?? 0;
  const answered = (fraction: number): void =>
    onProgress?.(DETECTION_SHARE + (1 - DETECTION_SHARE) * fraction, `Classifying ${name}`);
  const how = { aliases, abortSignal, startAt, onProgress: answered };
  for await (const run of classifier.classify(reader, rPeaks, how)) {
    throwIfCancelled(abortSignal);
    yield { ...run, rPeaks: rPeaks.subarray(run.first, run.first + run.beats) };
  }
}
