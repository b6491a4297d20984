import type { RecordReader } from '../../domain/record.ts';
import { recordRPeaks } from '../../dsp/preprocess/record-r-peaks.ts';

/**
 * R peaks of a recording on all its surface leads, as an annotation file has them.
 * @throws InvalidInput where it has no surface lead, Cancelled, StudyUnreadable
 */
export async function detectBeats(
  reader: RecordReader,
  options: { readonly onProgress?: (fraction: number) => void; readonly abortSignal?: AbortSignal },
): Promise<{ readonly sampleIndex: number; readonly symbol: string }[]> {
  const rPeaks = await recordRPeaks(reader, options);
  return Array.from(rPeaks, (sampleIndex) => ({ sampleIndex, symbol: 'N' }));
}
