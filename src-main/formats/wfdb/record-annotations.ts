import type { Annotation } from '../../domain/annotation.ts';
import { isPurkinjeError } from '../../domain/errors.ts';
import type { SourceFolder } from '../../domain/bytes.ts';
import type { ImportedAnnotations, RecordWarning } from '../../domain/record.ts';
import { baseNameOf, readWhole } from '../source-path.ts';
import { decodeAnnotations } from './annotation-decode.ts';

/** An annotation takes 2 bytes or more, so these are millions; the longest Holter recordings have some 100,000. */
export const MAX_BYTES = 16 * 2 ** 20;

/**
 * The annotation sets of a record, sample indices at the reader's sampling frequency, in time order.
 * @param frameFrequency what the indices count where a file gives no time resolution
 * @param samples of the record: annotations after its end are kept, with a warning
 * @param acceptDamaged a damaged file is an empty set with a warning that names file and byte
 * @throws StudyUnreadable naming file and byte
 */
export async function readRecordAnnotations(
  folder: SourceFolder,
  paths: readonly string[],
  frameFrequency: number,
  samplingFrequency: number,
  samples: number,
  acceptDamaged = false,
): Promise<ImportedAnnotations[]> {
  const sets: ImportedAnnotations[] = [];
  const read = async (path: string): Promise<ImportedAnnotations | undefined> => {
    const bytes = await readWhole(folder, path, MAX_BYTES);
    if (!bytes) return undefined;
    const { annotations, timeResolution, warnings } = decodeAnnotations(bytes, path);
    const factor = samplingFrequency / (timeResolution ?? frameFrequency);
    const placed = inTime(annotations, factor);
    const late = afterEnd(path, placed, samples);
    return { name: annotatorOf(path), annotations: placed, warnings: [...warnings, ...late] };
  };
  for (const path of paths) {
    const set = acceptDamaged ? await read(path).catch((error) => damagedSet(path, error)) : await read(path);
    if (set) sets.push(set);
  }
  return sets;
}

function damagedSet(path: string, error: unknown): ImportedAnnotations {
  if (!isPurkinjeError(error) || error.code !== 'StudyUnreadable') throw error;
  const message = `${error.message} Its annotations are left out.`;
  return { name: annotatorOf(path), annotations: [], warnings: [{ code: 'other', message }], damaged: true };
}

function afterEnd(path: string, annotations: readonly Annotation[], samples: number): RecordWarning[] {
  const late = annotations.filter(({ sampleIndex }) => sampleIndex >= samples).length;
  if (late === 0) return [];
  return [{ code: 'other', message: `${path}: ${late} annotations lie after the record's end.` }];
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

/** `sub/100.atr` -> `atr`. */
function annotatorOf(path: string): string {
  const name = baseNameOf(path);
  return name.slice(name.lastIndexOf('.') + 1);
}
