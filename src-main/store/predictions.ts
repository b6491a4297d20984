import { deleteAnnotations } from './annotations.ts';
import { inTransaction } from './database.ts';
import type { LibraryDatabase } from './database.ts';

/**
 * What a model said about the beats of its machine set, as columns in time order. `probabilities` is
 * `[beats][classes]`, row by row; `iegmWeight` 0..1 is how much the electrograms counted; `outOfDistribution` is the
 * model's own score.
 */
export interface PredictionColumns {
  readonly sampleIndex: Int32Array;
  readonly classIndex: Int16Array;
  readonly probabilities: Float32Array;
  readonly margin: Float32Array;
  readonly entropy: Float32Array;
  /** 1 where the model would rather not say. */
  readonly abstained: Uint8Array;
  readonly outOfDistribution: Float32Array;
  readonly iegmWeight: Float32Array;
}

export interface Predictions extends PredictionColumns {
  /** Class codes, in the order of the probabilities. */
  readonly classes: readonly string[];
}

const COLUMNS = {
  sampleIndex: Int32Array,
  classIndex: Int16Array,
  probabilities: Float32Array,
  margin: Float32Array,
  entropy: Float32Array,
  abstained: Uint8Array,
  outOfDistribution: Float32Array,
  iegmWeight: Float32Array,
} as const;

type ColumnName = keyof typeof COLUMNS;
const NAMES = Object.keys(COLUMNS) as ColumnName[];

type ChunkRow = Record<ColumnName, Uint8Array>;

const AS_COLUMNS = `sample_index AS sampleIndex, class_index AS classIndex, probabilities, margin, entropy, abstained,
  out_of_distribution AS outOfDistribution, iegm_weight AS iegmWeight`;

/** Begins the predictions of a machine set. */
export function beginPredictions(database: LibraryDatabase, setId: number, classes: readonly string[]): void {
  database
    .prepare('INSERT INTO prediction_set (set_id, classes) VALUES (?, ?)')
    .run(setId, JSON.stringify(classes));
}

/** Appends the next beats (some thousands at once: one transaction). A bug where lengths or order don't fit. */
export function appendPredictions(
  database: LibraryDatabase,
  setId: number,
  columns: PredictionColumns,
): void {
  const beats = columns.sampleIndex.length;
  if (beats === 0) return;
  inTransaction(database, () => {
    checkLengths(columns, beats, classesOf(database, setId)?.length);
    const position = countPredictions(database, setId);
    database
      .prepare(
        `INSERT INTO prediction_chunk (set_id, position, beats, first_sample, last_sample, sample_index, class_index,
          probabilities, margin, entropy, abstained, out_of_distribution, iegm_weight)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        setId,
        position,
        beats,
        columns.sampleIndex[0],
        columns.sampleIndex[beats - 1],
        ...NAMES.map((name) => bytesOf(columns[name])),
      );
  });
}

/** Empties a set that is not complete yet, its annotations too: to begin it anew. Several short transactions. */
export function clearPredictions(database: LibraryDatabase, setId: number): void {
  database.prepare('DELETE FROM prediction_chunk WHERE set_id = ?').run(setId);
  deleteAnnotations(database, setId);
}

/** Beats predicted so far: where a resumed classification goes on. */
export function countPredictions(database: LibraryDatabase, setId: number): number {
  return database
    .prepare('SELECT coalesce(sum(beats), 0) FROM prediction_chunk WHERE set_id = ?')
    .pluck()
    .get(setId) as number;
}

/** The predictions with `from <= sampleIndex < to`, or undefined where the set has none (a human's). */
export function readPredictions(
  database: LibraryDatabase,
  setId: number,
  from = 0,
  to: number = Number.MAX_SAFE_INTEGER,
): Predictions | undefined {
  const classes = classesOf(database, setId);
  if (!classes) return undefined;
  const chunks = database
    .prepare<[number, number, number], ChunkRow>(
      `SELECT ${AS_COLUMNS} FROM prediction_chunk WHERE set_id = ? AND last_sample >= ? AND first_sample < ?
       ORDER BY position`,
    )
    .all(setId, from, to);
  const parts = chunks.map((chunk) => cut(chunk, from, to, classes.length));
  const columns = Object.fromEntries(NAMES.map((name) => [name, joined(parts, name)]));
  return { classes, ...(columns as unknown as PredictionColumns) };
}

function classesOf(database: LibraryDatabase, setId: number): string[] | undefined {
  const text = database.prepare('SELECT classes FROM prediction_set WHERE set_id = ?').pluck().get(setId);
  return text === undefined ? undefined : (JSON.parse(text as string) as string[]);
}

function checkLengths(columns: PredictionColumns, beats: number, classes: number | undefined): void {
  if (classes === undefined) throw new Error('appendPredictions before beginPredictions');
  for (const name of NAMES) {
    const expected = name === 'probabilities' ? beats * classes : beats;
    if (columns[name].length !== expected)
      throw new Error(`${name} has ${columns[name].length} values, not ${expected}`);
  }
}

function bytesOf(column: PredictionColumns[ColumnName]): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function cut(chunk: ChunkRow, from: number, to: number, classes: number): PredictionColumns {
  const columns = Object.fromEntries(
    NAMES.map((name) => [name, new COLUMNS[name](chunk[name].slice().buffer)]),
  ) as unknown as PredictionColumns;
  const first = firstAtOrAfter(columns.sampleIndex, from);
  const end = firstAtOrAfter(columns.sampleIndex, to);
  const part = (name: ColumnName) => {
    const width = name === 'probabilities' ? classes : 1;
    return columns[name].subarray(first * width, end * width);
  };
  return Object.fromEntries(NAMES.map((name) => [name, part(name)])) as unknown as PredictionColumns;
}

/** Index of the first value not below `sample`; values ascend. */
function firstAtOrAfter(sampleIndex: Int32Array, sample: number): number {
  let [low, high] = [0, sampleIndex.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sampleIndex[middle] < sample) low = middle + 1;
    else high = middle;
  }
  return low;
}

function joined(parts: readonly PredictionColumns[], name: ColumnName): PredictionColumns[ColumnName] {
  const length = parts.reduce((sum, part) => sum + part[name].length, 0);
  const whole = new COLUMNS[name](length);
  let at = 0;
  for (const part of parts) {
    whole.set(part[name], at);
    at += part[name].length;
  }
  return whole;
}
