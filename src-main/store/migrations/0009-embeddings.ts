import type { Migration } from './migration.ts';

/**
 * The model's embedding of each predicted beat, chunk by chunk beside its predictions: by it the most similar beats of
 * other studies are found. `embedding` is `[beats][width]` of signed bytes, each row scaled to its own greatest value.
 */
export const embeddings: Migration = {
  version: 9,
  name: 'embeddings',
  sql: `
CREATE TABLE embedding_chunk (
  set_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  width INTEGER NOT NULL CHECK (width > 0),
  embedding BLOB NOT NULL,
  PRIMARY KEY (set_id, position),
  FOREIGN KEY (set_id, position) REFERENCES prediction_chunk(set_id, position) ON DELETE CASCADE
) STRICT;
`,
};
