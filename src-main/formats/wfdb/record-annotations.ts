import type { Annotation } from '../../domain/annotation.ts';
import type { SourceFolder } from '../../domain/bytes.ts';
import type { ImportedAnnotations } from '../../domain/record.ts';
import { readWhole } from '../source-path.ts';
import { decodeAnnotations } from './annotation-decode.ts';
import { annotatorOf } from './record-files.ts';

const MAX_BYTES = 256 * 2 ** 20;

/**
 * The annotation sets of a record, sample indices at the reader's sampling frequency, in time order.
 * @param frameFrequency what the indices count where a file gives no time resolution
 * @throws StudyUnreadable naming file and byte
 */
export async function readRecordAnnotations(
  folder: SourceFolder,
  paths: readonly string[],
  frameFrequency: number,
  samplingFrequency: number,
): Promise<ImportedAnnotations[]> {
  const sets: ImportedAnnotations[] = [];
  for (const path of paths) {
    const bytes = await readWhole(folder, path, MAX_BYTES);
    if (!bytes) continue;
    const { annotations, timeResolution, warnings } = decodeAnnotations(bytes, path);
    const factor = samplingFrequency / (timeResolution ?? frameFrequency);
    sets.push({ name: annotatorOf(path), annotations: inTime(annotations, factor), warnings });
  }
  return sets;
}

/** WFDB's getann rounds a rescaled time to the nearest sample, halves upwards. */
function inTime(annotations: readonly Annotation[], factor: number): readonly Annotation[] {
  const scaled =
    factor === 1
      ? annotations
      : annotations.map((annotation) => ({
          ...annotation,
          sampleIndex: Math.floor(annotation.sampleIndex * factor + 0.5),
        }));
  const sorted = scaled.every(
    ({ sampleIndex }, index) => index === 0 || sampleIndex >= scaled[index - 1].sampleIndex,
  );
  return sorted ? scaled : [...scaled].sort((a, b) => a.sampleIndex - b.sampleIndex);
}
