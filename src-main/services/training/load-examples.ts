import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';
import type { PreprocessParameters } from '../../dsp/preprocess/parameters.ts';
import { readExamples, writeExamples } from '../../training/data/example-file.ts';
import type { ExampleSet } from '../../training/data/example-set.ts';
import { joinExampleSets } from '../../training/data/example-set.ts';
import type { Dropped } from '../../training/data/plan-examples.ts';
import { SEGMENT_RULES, segmentCounts } from '../../training/data/plan-examples.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import { folderSource } from './folder-source.ts';
import type { LabelledRecord, LabelledSource } from './labelled-record.ts';
import { librarySource } from './library-source.ts';
import { recordExamples } from './record-examples.ts';

/** Raised whenever the windows that the same parameters give would change. */
const CACHE_VERSION = 3;

export interface LoadOptions {
  readonly parameters: PreprocessParameters;
  readonly grouping: LabelGrouping;
  readonly dropBadSignal?: boolean;
  /** Beats with one of these symbols are scored but never trained on. */
  readonly scoreOnly?: readonly string[];
  /** At most so many examples of each record: few where a recording is long, the rare classes kept. */
  readonly mostPerRecord?: number;
  /** Whether a record is used; by default every one with annotations. */
  readonly takes?: (name: string) => boolean;
  /** Records with any of these beat symbols are left out (the AAMI protocol leaves paced records out). */
  readonly leaveOutWith?: readonly string[];
  readonly aliases?: ChannelAliases;
  /** Where preprocessed windows are kept by content; `defaultCacheFolder()` unless told. */
  readonly cache?: string;
  readonly onProgress?: (fraction: number, doing: string) => void;
  readonly abortSignal?: AbortSignal;
}

export interface LoadedExamples {
  /** What cards call it. */
  readonly title: string;
  readonly set: ExampleSet;
  readonly records: readonly string[];
  /** Records that were found but not used, with why. */
  readonly leftOut: readonly { readonly record: string; readonly why: string }[];
  readonly dropped: Dropped;
  readonly simulated: boolean;
  /** Over the cache keys of all records: changes with any sample, label or parameter. */
  readonly sha256: string;
}

export function defaultCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.PURKINJE_CACHE) return resolve(env.PURKINJE_CACHE);
  return join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'purkinje', 'windows');
}

/** SHA-256 over what was asked, the signals and the labels. */
async function cacheKey(record: LabelledRecord, reader: RecordReader, asked: unknown): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([CACHE_VERSION, asked]));
  await record.addContent(hash, reader);
  return hash.digest('hex');
}

interface Found {
  readonly record: LabelledRecord;
  readonly segments: readonly number[];
}

/** First pass, annotations only: which records are used, and how many segments each class has. */
async function survey(
  records: readonly LabelledRecord[],
  options: LoadOptions,
): Promise<{ used: Found[]; leftOut: { record: string; why: string }[] }> {
  const used: Found[] = [];
  const leftOut: { record: string; why: string }[] = [];
  for (const record of records) {
    throwIfCancelled(options.abortSignal);
    if (options.takes && !options.takes(record.name)) {
      leftOut.push({ record: record.name, why: 'not in the protocol' });
      continue;
    }
    const reader = await record.open();
    const annotations = await record.annotations(reader);
    const { samples } = reader.description;
    await reader.close();
    if (!annotations) leftOut.push({ record: record.name, why: 'no annotations' });
    else if (annotations.some(({ symbol }) => options.leaveOutWith?.includes(symbol)))
      leftOut.push({ record: record.name, why: `holds ${options.leaveOutWith?.join(' or ')} beats` });
    else used.push({ record, segments: segmentCounts(annotations, samples, options.grouping) });
  }
  return { used, leftOut };
}

/** Classes with fewer than 100 segments in all of the data. */
function denseClassesOf(grouping: LabelGrouping, found: readonly Found[]): string[] {
  if (grouping.unit === 'beat') return [];
  return grouping.outputs[0].classes
    .filter(
      (_, c) => found.reduce((sum, { segments }) => sum + segments[c], 0) < SEGMENT_RULES.denseBelowSegments,
    )
    .map(({ name }) => name);
}

async function oneRecord(
  record: LabelledRecord,
  denseClasses: readonly string[],
  options: LoadOptions,
): Promise<{ set: ExampleSet; dropped: Dropped; key: string }> {
  const { parameters, grouping, dropBadSignal, scoreOnly, mostPerRecord, aliases } = options;
  const cache = options.cache ?? defaultCacheFolder();
  mkdirSync(cache, { recursive: true });
  const reader = await record.open();
  try {
    const subject = record.subject(reader);
    const asked = {
      parameters,
      grouping,
      dropBadSignal,
      scoreOnly,
      mostPerRecord,
      denseClasses,
      subject,
      aliases,
    };
    const key = await cacheKey(record, reader, asked);
    const file = join(cache, `${key}.examples`);
    const kept = readExamples<Dropped>(file, { parameters, grouping });
    if (kept) return { set: kept.set, dropped: kept.note, key };
    const made = await recordExamples(reader, (await record.annotations(reader)) ?? [], {
      ...options,
      subject,
      denseClasses,
    });
    writeExamples(file, made.set, made.dropped);
    return { ...made, key };
  } finally {
    await reader.close();
  }
}

/**
 * Labelled windows of every annotated recording in a folder, from the cache where the same content was cut with the
 * same parameters before.
 * @throws FileMissing, InvalidInput where nothing in the folder can be trained on
 */
export async function loadExamples(path: string, options: LoadOptions): Promise<LoadedExamples> {
  return loadSource(await folderSource(path, options.aliases), path, options);
}

/**
 * The same of the labels that people gave to the records of a library.
 * @throws LibraryNotFound, InvalidInput where nothing in it can be trained on
 */
export async function loadLibraryExamples(path: string, options: LoadOptions): Promise<LoadedExamples> {
  const source = librarySource(path);
  try {
    return await loadSource(source, path, options);
  } finally {
    source.close();
  }
}

async function loadSource(
  source: LabelledSource,
  path: string,
  options: LoadOptions,
): Promise<LoadedExamples> {
  const { used, leftOut } = await survey(source.records, options);
  if (used.length === 0) throw nothingToUse(path, leftOut);
  const denseClasses = denseClassesOf(options.grouping, used);
  const sets: ExampleSet[] = [];
  const keys = createHash('sha256');
  const dropped = { unlabelled: 0, mixed: 0, badSignal: 0 };
  for (const [at, { record }] of used.entries()) {
    throwIfCancelled(options.abortSignal);
    options.onProgress?.(at / used.length, `Preparing ${record.name}`);
    const made = await oneRecord(record, denseClasses, options);
    sets.push(made.set);
    keys.update(made.key);
    for (const why of ['unlabelled', 'mixed', 'badSignal'] as const) dropped[why] += made.dropped[why];
  }
  return {
    title: source.title,
    set: joinExampleSets(sets),
    records: used.map(({ record }) => record.name),
    leftOut,
    dropped,
    simulated: used.every(({ record }) => record.simulated),
    sha256: keys.digest('hex'),
  };
}

/** Why nothing of a place can be trained on: what was found there, and why each was left out. */
function nothingToUse(path: string, leftOut: LoadedExamples['leftOut']): PurkinjeError {
  const reasons = [...new Set(leftOut.map(({ why }) => why))];
  const found =
    leftOut.length === 0
      ? 'It holds no recording.'
      : `Found and left out: ${leftOut.length} (${reasons.join('; ')}).`;
  const message = `${path} holds no annotated recording that this can use. ${found}`;
  return new PurkinjeError('InvalidInput', message, { file: path });
}
