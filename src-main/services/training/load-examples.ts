import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import type { SourceFolder } from '../../domain/bytes.ts';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';
import type { PreprocessParameters } from '../../dsp/preprocess/parameters.ts';
import type { FoundRecord } from '../../formats/open-record.ts';
import { findRecords, openRecord } from '../../formats/open-record.ts';
import { openFolder } from '../../store/folder.ts';
import { readExamples, writeExamples } from '../../training/data/example-file.ts';
import type { ExampleSet } from '../../training/data/example-set.ts';
import { joinExampleSets } from '../../training/data/example-set.ts';
import type { Dropped } from '../../training/data/plan-examples.ts';
import { SEGMENT_RULES, segmentCounts } from '../../training/data/plan-examples.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import { recordExamples } from './record-examples.ts';

/** Raised whenever the windows that the same parameters give would change. */
const CACHE_VERSION = 3;

export interface LoadOptions {
  readonly parameters: PreprocessParameters;
  readonly grouping: LabelGrouping;
  readonly dropBadSignal?: boolean;
  /** Beats with one of these symbols are scored but never trained on. */
  readonly scoreOnly?: readonly string[];
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

const PIECE = 4 * 1024 * 1024;

/** SHA-256 over what was asked and over every byte of the record's files. */
async function cacheKey(folder: SourceFolder, reader: RecordReader, asked: unknown): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify([CACHE_VERSION, asked]));
  for (const path of [...reader.files].sort()) {
    const source = await folder.open(path);
    if (!source) continue;
    hash.update(`${path} ${source.size}\n`);
    for (let at = 0; at < source.size; at += PIECE) hash.update(await source.read(at, PIECE));
    await source.close();
  }
  return hash.digest('hex');
}

/** `patient: P1` or `subject: P1` in the header's comments joins studies of one patient; else each record is a subject. */
function subjectOf({ description }: RecordReader): string {
  const named = description.comments
    .map((comment) => /^\s*(?:patient|subject)\s*:\s*(\S+)/i.exec(comment)?.[1])
    .find((name) => name !== undefined);
  return named ?? description.name;
}

async function annotationsOf(reader: RecordReader) {
  const sets = await reader.readAnnotations();
  return (sets.find(({ name }) => name === 'atr') ?? sets[0])?.annotations;
}

interface Found {
  readonly record: FoundRecord;
  readonly segments: readonly number[];
}

/** First pass, annotations only: which records are used, and how many segments each class has. */
async function survey(
  folder: SourceFolder,
  options: LoadOptions,
): Promise<{ used: Found[]; leftOut: { record: string; why: string }[] }> {
  const used: Found[] = [];
  const leftOut: { record: string; why: string }[] = [];
  for (const record of await findRecords(folder)) {
    throwIfCancelled(options.abortSignal);
    if (options.takes && !options.takes(record.name)) {
      leftOut.push({ record: record.name, why: 'not in the protocol' });
      continue;
    }
    const reader = await openRecord(folder, record.path, { aliases: options.aliases });
    const annotations = await annotationsOf(reader);
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
  folder: SourceFolder,
  path: string,
  denseClasses: readonly string[],
  options: LoadOptions,
): Promise<{ set: ExampleSet; dropped: Dropped; key: string }> {
  const { parameters, grouping, dropBadSignal, scoreOnly, aliases } = options;
  const cache = options.cache ?? defaultCacheFolder();
  mkdirSync(cache, { recursive: true });
  const reader = await openRecord(folder, path, { aliases });
  try {
    const subject = subjectOf(reader);
    const asked = { parameters, grouping, dropBadSignal, scoreOnly, denseClasses, subject, aliases };
    const key = await cacheKey(folder, reader, asked);
    const file = join(cache, `${key}.examples`);
    const kept = readExamples<Dropped>(file, { parameters, grouping });
    if (kept) return { set: kept.set, dropped: kept.note, key };
    const made = await recordExamples(reader, (await annotationsOf(reader)) ?? [], {
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
  const folder = await openFolder(path);
  const { used, leftOut } = await survey(folder, options);
  if (used.length === 0) {
    const message = `${path} holds no annotated recording that this can use. Recordings need annotations (.atr) beside them.`;
    throw new PurkinjeError('InvalidInput', message, { file: path });
  }
  const denseClasses = denseClassesOf(options.grouping, used);
  const sets: ExampleSet[] = [];
  const keys = createHash('sha256');
  const dropped = { unlabelled: 0, mixed: 0, badSignal: 0 };
  for (const [at, { record }] of used.entries()) {
    throwIfCancelled(options.abortSignal);
    options.onProgress?.(at / used.length, `Preparing ${record.name}`);
    const made = await oneRecord(folder, record.path, denseClasses, options);
    sets.push(made.set);
    keys.update(made.key);
    for (const why of ['unlabelled', 'mixed', 'badSignal'] as const) dropped[why] += made.dropped[why];
  }
  const paths = new Set(await folder.list());
  const truthOf = (recordPath: string): string => recordPath.replace(/\.[^.]+$/, '') + '.truth.json';
  return {
    set: joinExampleSets(sets),
    records: used.map(({ record }) => record.name),
    leftOut,
    dropped,
    simulated: used.every(({ record }) => paths.has(truthOf(record.path))),
    sha256: keys.digest('hex'),
  };
}
