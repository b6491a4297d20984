import { nearestOf } from '../beats/beat-union.ts';
import type { Application } from './application.svelte.ts';

/** Opens a record at a place, with the beat there selected; the record that is open is not read again. */
export async function openPlace(app: Application, recordId: number, sampleIndex?: number): Promise<void> {
  if (app.review?.record.id !== recordId) await app.open(recordId);
  else app.view = 'review';
  const { review } = app;
  if (!review || review.record.id !== recordId || sampleIndex === undefined) return;
  review.viewport.reveal(sampleIndex);
  const { union } = review.annotations;
  const row = nearestOf(union.sampleIndex, union.count, sampleIndex);
  const near =
    row >= 0 && Math.abs(union.sampleIndex[row] - sampleIndex) < 0.05 * review.record.samplingFrequency;
  if (near) review.goToRow(row);
  else review.viewport.cursor = sampleIndex;
}
