import type { LibraryDatabase } from './database.ts';

/** Embeddings of the predicted beats of a set, in time order. */
export interface Embeddings {
  readonly sampleIndex: Int32Array;
  readonly width: number;
  /** `[beats][width]`: directions, each row scaled by itself. */
  readonly values: Int8Array;
}

/**
 * Keeps the embeddings of the beats that are appended to the predictions next: call it after `appendPredictions`, in the
 * same transaction.
 * @param position beats that the set had before
 * @param values `[beats][width]`; nothing is kept where it is empty
 */
export function appendEmbeddings(
  database: LibraryDatabase,
  setId: number,
  position: number,
  values: Int8Array,
  width: number,
): void {
  if (values.length === 0) return;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  database
    .prepare('INSERT INTO embedding_chunk (set_id, position, width, embedding) VALUES (?, ?, ?, ?)')
    .run(setId, position, width, bytes);
}

/** undefined for a set that was classified before embeddings were kept, or by a model without any. */
export function readEmbeddings(database: LibraryDatabase, setId: number): Embeddings | undefined {
  const chunks = database
    .prepare<[number], { at: Uint8Array; width: number; embedding: Uint8Array }>(
      `SELECT prediction_chunk.sample_index AS at, width, embedding
       FROM embedding_chunk JOIN prediction_chunk USING (set_id, position) WHERE set_id = ? ORDER BY position`,
    )
    .all(setId);
  if (chunks.length === 0) return undefined;
  const beats = chunks.reduce((sum, { at }) => sum + at.byteLength / 4, 0);
  const { width } = chunks[0];
  const sampleIndex = new Int32Array(beats);
  const values = new Int8Array(beats * width);
  let first = 0;
  for (const { at, embedding } of chunks) {
    sampleIndex.set(new Int32Array(at.slice().buffer), first);
    values.set(new Int8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength), first * width);
    first += at.byteLength / 4;
  }
  return { sampleIndex, width, values };
}

/** Sets of one model version on other patients' records: where similar beats are looked for. */
export function setsOfModelElsewhere(
  database: LibraryDatabase,
  modelVersionId: number,
  recordId: number,
): { readonly setId: number; readonly recordId: number }[] {
  return database
    .prepare<[number, number], { setId: number; recordId: number }>(
      `SELECT max(annotation_set.id) AS setId, record_id AS recordId FROM annotation_set
       JOIN record ON record.id = record_id JOIN study ON study.id = study_id
       WHERE annotation_set.complete AND study.complete AND model_version_id = ?
         AND patient_id <> (SELECT patient_id FROM study JOIN record ON record.study_id = study.id WHERE record.id = ?)
       GROUP BY record_id ORDER BY record_id`,
    )
    .all(modelVersionId, recordId);
}
