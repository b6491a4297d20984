import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RecordDescription, RecordReader } from '../../domain/record.ts';
import { openRecord } from '../../formats/open-record.ts';
import type { OpenOptions } from '../../formats/open-record.ts';
import { openFolder } from '../../store/folder.ts';
import type { RecordSource } from './collect-sources.ts';

/** A recording with what its import needs to know before it begins. */
export interface RecordPlan {
  readonly source: RecordSource;
  readonly options: OpenOptions;
  readonly description: RecordDescription;
  readonly files: readonly PlannedFile[];
  /** Of all files. */
  readonly bytes: number;
}

export interface PlannedFile {
  /** Relative to the source's root. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
}

/** @throws FileMissing, StudyUnreadable, UnsupportedFormat, PathRefused */
export async function planRecord(source: RecordSource, options: OpenOptions): Promise<RecordPlan> {
  const reader = await openSource(source, options);
  await reader.close();
  const files = await Promise.all(
    reader.files.map(async (path) => {
      const { size, mtimeMs } = await stat(join(source.root, path));
      return { path, size, modifiedMs: mtimeMs };
    }),
  );
  const bytes = files.reduce((sum, { size }) => sum + size, 0);
  return { source, options, description: reader.description, files, bytes };
}

export async function openSource(source: RecordSource, options: OpenOptions): Promise<RecordReader> {
  const folder = source.folder ?? (await openFolder(source.root, { shallow: source.shallow }));
  return openRecord(folder, source.path, options);
}

/** Bytes a value in the derived file takes where nothing tells how wide the samples are. */
const NARROWEST = 2;
/** The levels of the pyramid, and blocks that need a byte more than the others (of the bench `store`: 8 %). */
const DERIVED_OVERHEAD = 1.25;

/** Bytes that the import of a recording will write, estimated high. */
export function bytesToWrite({ description, bytes, source }: RecordPlan): number {
  const values = description.samples * description.signals.length;
  const widest = Math.max(0, ...description.signals.map(({ adcResolution }) => adcResolution)) / 8;
  const width = Math.min(
    4,
    Math.max(NARROWEST, Math.ceil(widest), values === 0 ? 0 : Math.ceil(bytes / values)),
  );
  return Math.ceil(values * width * DERIVED_OVERHEAD) + (source.movable ? 0 : bytes);
}
