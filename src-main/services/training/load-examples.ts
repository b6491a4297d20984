import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { PurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { keepingMemory } from '../../domain/kernel/borrowed-memory.ts';
import { readRows } from '../../training/data/example-file.ts';
import type { ExampleSet } from '../../training/data/example-set.ts';
import { blankExampleSet } from '../../training/data/example-set.ts';
import type { Dropped } from '../../training/data/plan-examples.ts';
import { SEGMENT_RULES, segmentCounts } from '../../training/data/plan-examples.ts';
import type { LabelGrouping } from '../../training/groupings/grouping.ts';
import { folderSource } from './folder-source.ts';
import type { KeepOptions, KeptExamples } from './keep-examples.ts';
import { keepExamples, openKept } from './keep-examples.ts';
import type { LabelledRecord, LabelledSource, SourcePlace } from './labelled-record.ts';
import { librarySource } from './library-source.ts';
import { type PrepareTask, PrepareThread } from './prepare-thread.ts';
import { shareRecords } from './share-records.ts';

export interface LoadOptions extends Omit<KeepOptions, 'denseClasses'> {
  /** Whether a record is used; by default every one with annotations. */
  readonly takes?: (name: string) => boolean;
  /** Records with any of these beat symbols are left out (the AAMI protocol leaves paced records out). */
  readonly leaveOutWith?: readonly string[];
  /** Records that are worked on at once, each in a thread of its own; unless told, as many as there are processors, where that is worth it. */
  readonly threads?: number;
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

interface Found {
  readonly record: LabelledRecord;
  readonly segments: readonly number[];
  /** Values of all its signals, and as many as its annotations are worth. */
  readonly work: number;
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
    const { samples, signals } = reader.description;
    await reader.close();
    if (!annotations) leftOut.push({ record: record.name, why: 'no annotations' });
    else if (annotations.some(({ symbol }) => options.leaveOutWith?.includes(symbol)))
      leftOut.push({ record: record.name, why: `holds ${options.leaveOutWith?.join(' or ')} beats` });
    else {
      const segments = segmentCounts(annotations, samples, options.grouping);
      const work = samples * signals.length + VALUES_AN_ANNOTATION * annotations.length;
      used.push({ record, segments, work });
    }
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

/**
 * Work from which on threads are worth their start, which takes each 0.4 s of a processor: an hour of 19 signals takes 1.2 s
 * (`npm run bench -- training`), twenty half hours of two leads 4 s (mitdb), most of it for what is known of their beats.
 */
const WORTH_THREADS = 1 << 26;
const VALUES_AN_ANNOTATION = 1000;
/** Each holds a whole record: some 200 MB where that is long. */
const MOST_THREADS = 4;

function threadsFor(used: readonly Found[], threads: number | undefined): number {
  const work = used.reduce((sum, found) => sum + found.work, 0);
  const fitting = work < WORTH_THREADS ? 1 : Math.min(MOST_THREADS, availableParallelism());
  return Math.min(used.length, threads ?? fitting);
}

/** Keeps the windows of all records on the disk; those of several at once where there are threads. */
async function keepAll(
  place: SourcePlace,
  used: readonly Found[],
  denseClasses: readonly string[],
  options: LoadOptions,
): Promise<KeptExamples[]> {
  const { parameters, grouping, dropBadSignal, scoreOnly, mostPerRecord, aliases, cache } = options;
  const keep: KeepOptions = {
    ...{ parameters, grouping, dropBadSignal, scoreOnly, mostPerRecord, aliases, cache, denseClasses },
  };
  const { abortSignal } = options;
  let done = 0;
  const told =
    (work: (record: LabelledRecord) => Promise<KeptExamples>) =>
    async (index: number): Promise<KeptExamples> => {
      throwIfCancelled(abortSignal);
      const { record } = used[index];
      options.onProgress?.(done / used.length, `Preparing ${record.name}`);
      const kept = await work(record);
      done++;
      return kept;
    };
  const threads = threadsFor(used, options.threads);
  if (threads <= 1)
    return keepingMemory(() =>
      shareRecords(used.length, [told((record) => keepExamples(record, keep, abortSignal))]),
    );
  return withThreads({ place, options: keep }, threads, abortSignal, (workers) =>
    shareRecords(
      used.length,
      workers.map((worker) => told(({ id }) => worker.keep(id))),
    ),
  );
}

/** Threads that are ended when `use` is, or when it is to stop. */
async function withThreads<T>(
  task: PrepareTask,
  count: number,
  abortSignal: AbortSignal | undefined,
  use: (threads: readonly PrepareThread[]) => Promise<T>,
): Promise<T> {
  const threads = Array.from({ length: count }, () => new PrepareThread(task));
  const end = (): Promise<unknown> => Promise.all(threads.map((thread) => thread.end()));
  // Awaited below, where what it throws is told.
  const stop = (): void => void end().catch(() => {});
  abortSignal?.addEventListener('abort', stop, { once: true });
  try {
    return await use(threads);
  } finally {
    abortSignal?.removeEventListener('abort', stop);
    await end();
  }
}

/** All windows as one set, read where they stay: in the order of the records. */
function joinKept(
  kept: readonly KeptExamples[],
  { parameters, grouping }: LoadOptions,
): { set: ExampleSet; dropped: Dropped } {
  const files = kept.map((one) => openKept(one) ?? lost(one.path));
  const infos = files.flatMap((file) => file.infos);
  const set = blankExampleSet(infos, parameters, grouping);
  const dropped = { unlabelled: 0, mixed: 0, badSignal: 0 };
  let first = 0;
  for (const file of files) {
    readRows(file, set, first);
    first += file.infos.length;
    for (const why of ['unlabelled', 'mixed', 'badSignal'] as const) dropped[why] += file.note[why];
  }
  return { set, dropped };
}

function lost(file: string): never {
  const message = `${file} was deleted while it was wanted. Start again: the windows are then cut anew.`;
  throw new PurkinjeError('FileMissing', message, { file });
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
  const kept = await keepAll(source.place, used, denseClasses, options);
  const keys = createHash('sha256');
  for (const { key } of kept) keys.update(key);
  return {
    title: source.title,
    ...joinKept(kept, options),
    records: used.map(({ record }) => record.name),
    leftOut,
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
