import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ChannelAliases } from '../../domain/lead.ts';
import type { RecordReader } from '../../domain/record.ts';
import type { PreprocessParameters } from '../../dsp/preprocess/parameters.ts';
import type { ExampleFile } from '../../training/data/example-file.ts';
import { openExamples, writeExamples } from '../../training/data/example-file.ts';
import type { Dropped } from '../../training/data/plan-examples.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import type { LabelledRecord } from './labelled-record.ts';
import { recordExamples } from './record-examples.ts';

/** Raised whenever the windows that the same parameters give would change. */
const CACHE_VERSION = 3;

/** What decides the windows of a record, and where they are kept. Plain, so that another thread makes the same. */
export interface KeepOptions {
  readonly parameters: PreprocessParameters;
  readonly grouping: LabelGrouping;
  readonly dropBadSignal?: boolean;
  /** Beats with one of these symbols are scored but never trained on. */
  readonly scoreOnly?: readonly string[];
  /** At most so many examples of each record: few where a recording is long, the rare classes kept. */
  readonly mostPerRecord?: number;
  readonly aliases?: ChannelAliases;
  /** Where preprocessed windows are kept by content; `defaultCacheFolder()` unless told. */
  readonly cache?: string;
  /** Classes that are cut densely. */
  readonly denseClasses: readonly string[];
}

/** A record's windows on the disk. */
export interface KeptExamples {
  /** SHA-256 over what was asked, the signals and the labels. */
  readonly key: string;
  readonly path: string;
}

export function defaultCacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env.PURKINJE_CACHE) return resolve(env.PURKINJE_CACHE);
  return join(env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'purkinje', 'windows');
}

/** Kept windows; undefined where they are not there, or not whole. */
export function openKept({ path }: KeptExamples): ExampleFile<Dropped> | undefined {
  return openExamples<Dropped>(path);
}

/**
 * Sees to it that a record's labelled windows lie on the disk: cuts them unless the same content was cut with the same parameters
 * before.
 * @throws StudyUnreadable, Cancelled
 */
export async function keepExamples(
  record: LabelledRecord,
  options: KeepOptions,
  abortSignal?: AbortSignal,
): Promise<KeptExamples> {
  const cache = options.cache ?? defaultCacheFolder();
  mkdirSync(cache, { recursive: true });
  const reader = await record.open();
  try {
    const subject = record.subject(reader);
    const key = await cacheKey(record, reader, subject, options);
    const kept = { key, path: join(cache, `${key}.examples`) };
    if (openKept(kept)) return kept;
    const annotations = (await record.annotations(reader)) ?? [];
    const made = await recordExamples(reader, annotations, { ...options, subject, abortSignal });
    writeExamples(kept.path, made.set, made.dropped);
    return kept;
  } finally {
    await reader.close();
  }
}

async function cacheKey(
  record: LabelledRecord,
  reader: RecordReader,
  subject: string,
  options: KeepOptions,
): Promise<string> {
  const { parameters, grouping, dropBadSignal, scoreOnly, mostPerRecord, denseClasses, aliases } = options;
  // In this order: what was kept before is found again.
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
  const hash = createHash('sha256').update(JSON.stringify([CACHE_VERSION, asked]));
  await record.addContent(hash, reader);
  return hash.digest('hex');
}
