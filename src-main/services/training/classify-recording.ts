import type { Annotation } from '../../domain/annotation.ts';
import { beatClassByCode } from '../../domain/beat-class.ts';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';
import { recordRPeaks } from '../../dsp/preprocess/record-r-peaks.ts';
import type { BeatDecisions } from '../../inference/decide.ts';
import { classifyBeats, openClassifier } from '../../inference/classify.ts';
import type { SessionOptions } from '../../inference/session.ts';

export interface ClassifiedRecording {
  readonly record: string;
  readonly model: string;
  readonly beats: number;
  /** Class code -> beats, the most frequent first. */
  readonly classes: Readonly<Record<string, number>>;
  readonly seconds: number;
  readonly warnings: readonly string[];
  /** One annotation a beat, for an annotation file. */
  readonly annotations: readonly Annotation[];
  readonly decisions: BeatDecisions;
}

/**
 * Classifies a recording wherever it lies, without a library.
 * @param folder of the model
 * @throws ModelUnreadable, ModelMismatch, InvalidInput (no surface lead), StudyUnreadable, Cancelled
 */
export async function classifyRecording(
  reader: RecordReader,
  folder: string,
  options: SessionOptions & {
    readonly aliases?: ChannelAliases;
    readonly abortSignal?: AbortSignal;
    readonly onProgress?: (fraction: number) => void;
  } = {},
): Promise<ClassifiedRecording> {
  const began = performance.now();
  const classifier = await openClassifier(folder, options);
  try {
    const { without, warnings } = classifier.suitability(reader, options.aliases);
    const rPeaks = await recordRPeaks(reader, options);
    const decisions = await classifyBeats(classifier, reader, rPeaks, options);
    const { id, version, classes } = classifier.model.manifest;
    const counts = new Map<string, number>();
    const annotations = Array.from(rPeaks, (sampleIndex, beat): Annotation => {
      const code = classes[decisions.classIndex[beat]];
      counts.set(code, (counts.get(code) ?? 0) + 1);
      const { symbol, aux } = beatClassByCode(code)!;
      return { sampleIndex, symbol, ...(aux === '' ? {} : { aux }) };
    });
    return {
      record: reader.description.name,
      model: `${id} ${version}`,
      beats: rPeaks.length,
      classes: Object.fromEntries([...counts].sort(([, a], [, b]) => b - a)),
      seconds: (performance.now() - began) / 1000,
      warnings: [
        ...(without.length > 0 ? [`Classified without ${without.join(', ')}.`] : []),
        ...warnings,
        ...(classifier.notice ? [classifier.notice] : []),
      ],
      annotations,
      decisions,
    };
  } finally {
    await classifier.close();
  }
}
