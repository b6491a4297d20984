import type { RecordDescription, RecordWarning } from '../domain/record.ts';
import { optional } from './database.ts';
import type { LibraryDatabase } from './database.ts';
import { insertSignals, listSignals } from './signals.ts';

/** A record of the library: its description, and where its samples lie. */
export interface StoredRecord extends RecordDescription {
  readonly id: number;
  readonly studyId: number;
  /** Names the folder under `signals/`. */
  readonly contentHash: string;
  /** The original's files, as they were named. */
  readonly files: readonly string[];
}

export interface NewRecord {
  readonly studyId: number;
  readonly contentHash: string;
  readonly files: readonly string[];
  readonly description: RecordDescription;
}

interface RecordRow {
  id: number;
  study_id: number;
  content_hash: string;
  name: string;
  format: string;
  sampling_frequency: number;
  samples: number;
  start_time: string | null;
  comments: string;
  warnings: string;
  files: string;
}

const VISIBLE = 'SELECT record.* FROM record JOIN study ON study.id = study_id WHERE complete';

export function insertRecord(database: LibraryDatabase, record: NewRecord): number {
  const { description } = record;
  const { lastInsertRowid } = database
    .prepare(
      `INSERT INTO record (study_id, content_hash, name, format, sampling_frequency, samples, start_time, comments,
        warnings, files) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      record.studyId,
      record.contentHash,
      description.name,
      description.format,
      description.samplingFrequency,
      description.samples,
      description.startTime,
      JSON.stringify(description.comments),
      JSON.stringify(description.warnings),
      JSON.stringify(record.files),
    );
  const id = Number(lastInsertRowid);
  insertSignals(database, id, description.signals);
  return id;
}

/** In order of import, of one study or of all. */
export function listRecords(database: LibraryDatabase, studyId?: number): StoredRecord[] {
  const rows =
    studyId === undefined
      ? database.prepare<[], RecordRow>(`${VISIBLE} ORDER BY record.id`).all()
      : database.prepare<[number], RecordRow>(`${VISIBLE} AND study_id = ? ORDER BY record.id`).all(studyId);
  return rows.map((row) => toRecord(database, row));
}

export function findRecord(database: LibraryDatabase, id: number): StoredRecord | undefined {
  const row = database.prepare<[number], RecordRow>(`${VISIBLE} AND record.id = ?`).get(id);
  return row && toRecord(database, row);
}

/** Records of this name, in order of import: names are not unique. */
export function findRecordsByName(database: LibraryDatabase, name: string): StoredRecord[] {
  const rows = database
    .prepare<[string], RecordRow>(`${VISIBLE} AND record.name = ? ORDER BY record.id`)
    .all(name);
  return rows.map((row) => toRecord(database, row));
}

/** The record with this content, to recognise what is imported again. */
export function findRecordByContent(
  database: LibraryDatabase,
  contentHash: string,
): StoredRecord | undefined {
  const row = database.prepare<[string], RecordRow>(`${VISIBLE} AND content_hash = ?`).get(contentHash);
  return row && toRecord(database, row);
}

function toRecord(database: LibraryDatabase, row: RecordRow): StoredRecord {
  return {
    id: row.id,
    studyId: row.study_id,
    contentHash: row.content_hash,
    name: row.name,
    format: row.format,
    samplingFrequency: row.sampling_frequency,
    samples: row.samples,
    startTime: optional(row.start_time),
    comments: JSON.parse(row.comments) as string[],
    warnings: JSON.parse(row.warnings) as RecordWarning[],
    files: JSON.parse(row.files) as string[],
    signals: listSignals(database, row.id),
  };
}
