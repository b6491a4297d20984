import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImportedAnnotations, RecordDescription, RecordWarning } from '../../domain/record.ts';
import { blockFile, originalFolder } from '../../store/library-paths.ts';
import { syncFolder } from '../../store/durable-file.ts';
import { copyAndHash } from './copy-files.ts';
import type { CopyOptions } from './copy-files.ts';
import { WORTH_A_THREAD } from './copy-thread.ts';
import type { CopyThread } from './copy-thread.ts';
import { decodeRecord } from './decode-record.ts';
import type { Decoded, DecodeListener } from './decode-record.ts';
import { openSource } from './plan-record.ts';
import type { RecordPlan } from './plan-record.ts';

/** A recording that lies whole in `incoming/`. */
export interface StagedRecord {
  readonly folder: string;
  readonly contentHash: string;
  readonly description: RecordDescription;
  readonly files: readonly string[];
  readonly annotations: readonly ImportedAnnotations[];
}

export interface HashOptions {
  readonly abortSignal: AbortSignal;
  /** Work done since the last call, of `stagingWork`. */
  readonly onWork: (work: number) => void;
}

export interface StageOptions extends HashOptions {
  /** Takes the recordings that are worth it. */
  readonly thread: CopyThread;
}

/** Work of staging a record, in bytes: each is hashed and decoded. */
export function stagingWork(plan: RecordPlan): number {
  return 2 * plan.bytes;
}

/** The content hash alone, to recognise a recording without copying it. */
export function hashRecord(plan: RecordPlan, { abortSignal, onWork }: HashOptions): Promise<string> {
  const onBytes = (bytes: number): void => onWork(2 * bytes);
  return copyAndHash({ root: plan.source.root, files: plan.files }, { abortSignal, onBytes });
}

/**
 * Copies (or, where unpacked for this, moves) a recording into `folder` with its block file, both durable, in one pass
 * over its files.
 * @throws StudyUnreadable, Conflict, Cancelled, ENOSPC; the folder is then gone again
 */
export async function stageRecord(
  plan: RecordPlan,
  folder: string,
  options: StageOptions,
): Promise<StagedRecord> {
  try {
    await mkdir(originalFolder(folder), { recursive: true });
    const [contentHash, decoded] = await copyAndDecode(plan, folder, options);
    if (plan.source.movable) await moveFiles(plan, originalFolder(folder));
    syncFolder(folder);
    const sets = await readAnnotations(plan, originalFolder(folder));
    const annotations = sets.filter(({ damaged }) => !damaged);
    const warnings: RecordWarning[] = [
      ...plan.description.warnings,
      ...decoded.warnings,
      ...sets.flatMap((set) => set.warnings),
    ];
    const description = { ...plan.description, warnings };
    return { folder, contentHash, description, files: plan.files.map(({ path }) => path), annotations };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Both at once; when one fails the other is stopped and waited for, so that nothing writes any more. */
async function copyAndDecode(
  plan: RecordPlan,
  folder: string,
  { abortSignal, onWork, thread }: StageOptions,
): Promise<[string, Decoded]> {
  const { samples } = plan.description;
  const stop = new AbortController();
  const either = AbortSignal.any([abortSignal, stop.signal]);
  const listener: DecodeListener = {
    abortSignal: either,
    onSamples: (done) => onWork((done / samples) * plan.bytes),
  };
  const copyOrder = {
    root: plan.source.root,
    files: plan.files,
    target: plan.source.movable ? undefined : originalFolder(folder),
  };
  const copyOptions: CopyOptions = { abortSignal: either, onBytes: onWork };
  const copying =
    plan.bytes < WORTH_A_THREAD ? copyAndHash(copyOrder, copyOptions) : thread.copy(copyOrder, copyOptions);
  const order = { source: plan.source, options: plan.options, target: blockFile(folder) };
  const decoding = decodeRecord(order, listener);
  try {
    return await Promise.all([copying, decoding]);
  } catch (error) {
    stop.abort();
    await Promise.allSettled([copying, decoding]);
    throw error;
  }
}

async function moveFiles(plan: RecordPlan, target: string): Promise<void> {
  for (const { path } of plan.files) {
    await mkdir(dirname(join(target, path)), { recursive: true });
    await rename(join(plan.source.root, path), join(target, path));
  }
}

/** From the copy: what is kept is what was read. A damaged annotation file does not keep its signals out of the library. */
async function readAnnotations(plan: RecordPlan, root: string): Promise<readonly ImportedAnnotations[]> {
  const reader = await openSource(
    { ...plan.source, root, folder: undefined },
    {
      ...plan.options,
      acceptDamagedAnnotations: true,
    },
  );
  try {
    return await reader.readAnnotations();
  } finally {
    await reader.close();
  }
}
