import type { Annotation } from '../../domain/annotation.ts';
import type { RecordReader } from '../../domain/record.ts';
import { openClassifier } from '../../inference/classify.ts';
import { countsOf } from '../../jobs/classify/classify-job.ts';
import { classifyRecording } from '../../jobs/classify/classify-recording.ts';
import { markOfCode } from '../../jobs/classify/predicted-mark.ts';
import { findModel } from '../models.ts';

export interface ClassifiedFile {
  readonly record: string;
  readonly model: string;
  readonly beats: number;
  readonly classes: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly warnings: readonly string[];
  readonly without: readonly string[];
  readonly annotations: readonly Annotation[];
}

/**
 * Classifies a recording on disk without a library.
 * @param model id or `id version`; the default model where it is not named
 * @throws NotFound for the model, ModelMismatch, ModelUnreadable, Cancelled
 */
export async function classifyFile(
  reader: RecordReader,
  model: string | undefined,
  onProgress: (fraction: number, doing: string) => void,
  abortSignal: AbortSignal,
): Promise<ClassifiedFile> {
  const began = performance.now();
  const classifier = await openClassifier(findModel(model).folder);
  try {
    const { manifest } = classifier.model;
    const { without, warnings } = classifier.suitability(reader);
    const counts = manifest.classes.map(() => 0);
    const annotations: Annotation[] = [];
    for await (const { rPeaks, decisions } of classifyRecording(classifier, reader, {
      onProgress,
      abortSignal,
    })) {
      rPeaks.forEach((sampleIndex, beat) => {
        counts[decisions.classIndex[beat]]++;
        annotations.push({ sampleIndex, ...markOfCode(manifest.classes[decisions.classIndex[beat]]) });
      });
    }
    return {
      record: reader.description.name,
      model: `${manifest.id} ${manifest.version}`,
      beats: annotations.length,
      classes: countsOf(manifest.classes, counts),
      seconds: (performance.now() - began) / 1000,
      warnings: classifier.notice === undefined ? warnings : [...warnings, classifier.notice],
      without,
      annotations,
    };
  } finally {
    await classifier.close();
  }
}
