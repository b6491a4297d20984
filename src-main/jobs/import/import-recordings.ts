import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isPurkinjeError, throwIfCancelled } from '../../domain/errors.ts';
import { incomingFolder } from '../../store/library-paths.ts';
import type { JobContext } from '../job-handler.ts';
import { collectSources, toImportError } from './collect-sources.ts';
import type { RecordSource } from './collect-sources.ts';
import type { CopyThread } from './copy-thread.ts';
import { asDiskFull, requireRoom } from './free-space.ts';
import { requireOneIdentity } from './identity.ts';
import { asLibraryRefused } from './library-refused.ts';
import { readImportInput } from './import-input.ts';
import type { ImportedRecord, ImportError, ImportOptions, ImportResult } from './import-contract.ts';
import { hashRecord, stageRecord, stagingWork } from './import-record.ts';
import { bytesToWrite, planRecord } from './plan-record.ts';
import type { RecordPlan } from './plan-record.ts';
import { StudyWriter } from './study-writer.ts';
import { unpackedSize, unpackZip } from './unpack-zip.ts';

/**
 * Imports files, folders and zip files: see `import-contract.ts` for what it is given and gives. Recordings that can't
 * be read are told in `errors`; the job fails as a whole where it could not go on.
 * @throws InvalidInput, Conflict (identities), DiskFull, PathRefused (the library), Cancelled
 */
export async function importRecordings(
  input: unknown,
  context: JobContext,
  thread: CopyThread,
): Promise<ImportResult> {
  const options = readImportInput(input);
  const folder = join(incomingFolder(context.library.path), `job-${context.run.id}-${context.run.run}`);
  try {
    await mkdir(folder, { recursive: true });
    return await importAll(options, folder, thread, context);
  } catch (error) {
    throw asLibraryRefused(asDiskFull(error, context.library.path), context.library.path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function importAll(
  options: ImportOptions,
  folder: string,
  thread: CopyThread,
  context: JobContext,
): Promise<ImportResult> {
  const collected = await collectSources(options.paths, (zip) => unpack(zip, folder, context));
  const errors: ImportError[] = [...collected.errors];
  const plans = await planAll(collected.sources, options, errors, context);
  requireOneIdentity(plans, options.patient);
  await requireRoom(
    context.library.path,
    plans.reduce((sum, plan) => sum + bytesToWrite(plan), 0),
  );
  const studies = new StudyWriter(context, options);
  const records: ImportedRecord[] = [];
  const progress = workProgress(plans, context);
  try {
    for (const [index, plan] of plans.entries()) {
      throwIfCancelled(context.abortSignal);
      try {
        const staging = join(folder, `record-${index}`);
        records.push(await importOne(plan, staging, studies, thread, progress(plan), context));
      } catch (error) {
        errors.push(toImportError(plan.source.label, asLibraryRefused(error, context.library.path)));
      }
    }
    studies.finish(records);
  } catch (error) {
    studies.abandon();
    throw error;
  }
  return { records, errors };
}

async function importOne(
  plan: RecordPlan,
  staging: string,
  studies: StudyWriter,
  thread: CopyThread,
  onWork: (work: number) => void,
  { abortSignal }: JobContext,
): Promise<ImportedRecord> {
  const before = studies.finishedBefore(plan);
  if (before) return before;
  if (studies.looksKnown(plan)) {
    const known = studies.known(plan, await hashRecord(plan, { abortSignal, onWork }));
    if (known) return known;
  }
  const staged = await stageRecord(plan, staging, { abortSignal, onWork, thread });
  const known = studies.known(plan, staged.contentHash);
  if (!known) return studies.keep(plan, staged);
  await rm(staging, { recursive: true, force: true });
  return known;
}

async function unpack(zip: string, folder: string, context: JobContext): Promise<string> {
  const size = await unpackedSize(zip);
  await requireRoom(folder, size);
  const target = join(folder, `zip-${crypto.randomUUID()}`);
  await mkdir(target);
  let done = 0;
  const onBytes = (bytes: number): void => {
    done += bytes;
    context.report(0, `Unpacking ${zip} (${Math.floor((100 * done) / size)} %)`);
  };
  await unpackZip(zip, target, { abortSignal: context.abortSignal, onBytes });
  return target;
}

async function planAll(
  sources: readonly RecordSource[],
  options: ImportOptions,
  errors: ImportError[],
  context: JobContext,
): Promise<RecordPlan[]> {
  const plans: RecordPlan[] = [];
  const { aliases, acceptTruncated } = options;
  for (const source of sources) {
    throwIfCancelled(context.abortSignal);
    context.report(0, `Looking at ${source.path}`);
    try {
      plans.push(await planRecord(source, { aliases, acceptTruncated }));
    } catch (error) {
      const truncated = !acceptTruncated && (await isReadableAsItIs(source));
      errors.push({ ...toImportError(source.label, error), ...(truncated && { truncated }) });
    }
  }
  return plans;
}

/** Whether a recording that was refused is taken where it may be shorter than it says. */
async function isReadableAsItIs(source: RecordSource): Promise<boolean> {
  try {
    await planRecord(source, { acceptTruncated: true });
    return true;
  } catch (error) {
    if (isPurkinjeError(error)) return false;
    throw error;
  }
}

/** Reports what is done of all recordings' work, whatever each turns out to need. */
function workProgress(
  plans: readonly RecordPlan[],
  context: JobContext,
): (plan: RecordPlan) => (work: number) => void {
  const all = plans.reduce((sum, plan) => sum + stagingWork(plan), 0);
  let before = 0;
  return (plan) => {
    const start = before;
    before += stagingWork(plan);
    let done = 0;
    context.report(start / all, `Importing ${plan.description.name}`);
    return (work) => {
      done = Math.min(done + work, stagingWork(plan));
      context.report((start + done) / all, `Importing ${plan.description.name}`);
    };
  };
}
