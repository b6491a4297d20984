import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { startIn } from '../../domain/date-order.ts';
import { isPurkinjeError, PurkinjeError } from '../../domain/errors.ts';
import type { ImportResult } from '../../jobs/import/import-contract.ts';
import { listAnnotationSets } from '../../store/annotation-sets.ts';
import { beatsPerClass, modelOf } from '../annotations/set-summary.ts';
import { hiddenSets } from '../assignments/blinding.ts';
import { refuseInside } from '../house/backup.ts';
import { answerStart } from '../records/record-start.ts';
import { findModel, listModels } from '../models.ts';
import { startClassification } from '../work/start-classification.ts';
import { startImport } from '../work/start-import.ts';
import { resultOf } from '../work/watch-jobs.ts';
import type { Workstation } from '../workstation.ts';
import { keepBatch, readBatch, type BatchItem, type BatchRequest, type BatchState } from './batch-state.ts';
import { writeOut, writeSummary } from './write-out.ts';

/** The batch that runs; one a library. */
interface Running {
  state: BatchState;
  readonly stop: AbortController;
  /** Who started it. */
  readonly author: string;
}
const RUNNING = new WeakMap<Workstation, Running>();
/** Of the whole: importing reads every file, the rest is a model's work. */
const IMPORT_SHARE = 0.3;

/** Whether one is at work, also between its jobs. */
export function isBatchRunning(workstation: Workstation): boolean {
  return RUNNING.has(workstation);
}

/** The batch that runs or the last one, as far as whoever is here may see it. */
export function batchState(workstation: Workstation): BatchState | undefined {
  const state = RUNNING.get(workstation)?.state ?? readBatch(workstation);
  return state && withoutHidden(workstation, state);
}

/** How often a model gave which class is none of who is to read the study blind to it. */
function withoutHidden(workstation: Workstation, state: BatchState): BatchState {
  const hidden = hiddenSets(workstation);
  if (hidden.size === 0) return state;
  const isHidden = ({ recordId }: BatchItem): boolean =>
    listAnnotationSets(workstation.library.database, recordId).some(
      ({ id, origin }) => origin === 'machine' && hidden.has(id),
    );
  return { ...state, items: state.items.map((item) => (isHidden(item) ? { ...item, classes: {} } : item)) };
}

/**
 * Starts a batch, or goes on with the one that stopped: what is in the library is not imported again, what the model classified is
 * not classified again, and files that are there are not written again.
 * @throws Conflict while one runs; FileMissing, NotFound for the model, InvalidInput for a folder inside the library
 */
export function startBatch(workstation: Workstation, request: BatchRequest): BatchState {
  if (RUNNING.has(workstation))
    throw new PurkinjeError('Conflict', 'A batch is at work. Wait for it or stop it.');
  const folder = resolve(request.folder);
  if (!existsSync(folder)) throw new PurkinjeError('FileMissing', `There is no ${folder}.`, { file: folder });
  const out = request.out === undefined ? undefined : resolve(request.out);
  if (out !== undefined) refuseInside(workstation.library.path, out);
  if (request.model !== undefined) findModel(request.model);
  const state: BatchState = {
    ...request,
    folder,
    out,
    state: 'running',
    doing: 'Importing',
    progress: 0,
    items: [],
    failures: [],
  };
  const running: Running = { state, stop: new AbortController(), author: workstation.annotator() };
  RUNNING.set(workstation, running);
  keepBatch(workstation, state);
  void run(workstation, running);
  return state;
}

/** Ends the batch after what it is doing, which is cancelled where it is a job. @throws NotFound where none runs */
export function stopBatch(workstation: Workstation): BatchState {
  const running = RUNNING.get(workstation);
  if (!running) throw new PurkinjeError('NotFound', 'No batch is at work.');
  running.stop.abort();
  return withoutHidden(workstation, running.state);
}

async function run(workstation: Workstation, running: Running): Promise<void> {
  const set = (part: Partial<BatchState>): void => {
    running.state = { ...running.state, ...part };
  };
  try {
    await importAll(workstation, running, set);
    for (let index = 0; index < running.state.items.length; index++) {
      if (running.stop.signal.aborted) break;
      await processOne(workstation, running, index, set);
      keepBatch(workstation, running.state);
    }
    const stopped = running.stop.signal.aborted;
    set({ state: stopped ? 'stopped' : 'done', doing: '', progress: stopped ? running.state.progress : 1 });
    writeSummary(withoutHidden(workstation, running.state));
  } catch (error) {
    const told = messageOf(workstation, error);
    const { folder, failures } = running.state;
    const failure = running.stop.signal.aborted ? [] : [{ path: folder, message: told }];
    set({ state: 'stopped', doing: '', failures: [...failures, ...failure] });
  } finally {
    RUNNING.delete(workstation);
    if (workstation.library.database.open) keepBatch(workstation, running.state);
  }
}

type Change = (part: Partial<BatchState>) => void;

async function importAll(workstation: Workstation, running: Running, set: Change): Promise<void> {
  const { folder, acceptTruncated, dateOrder } = running.state;
  const job = startImport(workstation, { paths: [folder], classify: false, acceptTruncated });
  const unsubscribe = workstation.jobs.subscribe(job.id, ({ progress, doing }) =>
    set({ progress: progress * IMPORT_SHARE, doing: doing === '' ? 'Importing' : doing }),
  );
  const imported = resultOf<ImportResult>(workstation, job.id);
  const result = await untilStopped(workstation, running, job.id, imported).finally(unsubscribe);
  // Before anything is written: reports say when a recording starts.
  for (const { id, warnings } of dateOrder === undefined ? [] : result.records) {
    const start = startIn(warnings, dateOrder!);
    if (start !== undefined) answerStart(workstation, id, start, running.author);
  }
  set({
    progress: IMPORT_SHARE,
    items: result.records.map(({ id, name, alreadyImported }) => ({
      recordId: id,
      record: name,
      state: 'waiting',
      beats: 0,
      classes: {},
      files: [],
      message: alreadyImported ? 'was in the library' : undefined,
    })),
    failures: result.errors.map(({ path, message }) => ({ path, message })),
  });
}

async function processOne(
  workstation: Workstation,
  running: Running,
  index: number,
  set: Change,
): Promise<void> {
  const change = (part: Partial<BatchItem>): void =>
    set({ items: running.state.items.map((one, i) => (i === index ? { ...one, ...part } : one)) });
  const { items } = running.state;
  const item = items[index];
  set({ progress: IMPORT_SHARE + ((1 - IMPORT_SHARE) * index) / items.length });
  try {
    set({ doing: `Classifying ${item.record}` });
    change({ state: 'classifying', ...(await classify(workstation, running, item)) });
    set({ doing: `Writing ${item.record}` });
    change({ state: 'writing' });
    change({ files: await writeOut(workstation, item, running.state), state: 'done' });
  } catch (error) {
    const stopped = running.stop.signal.aborted;
    change(stopped ? { state: 'waiting' } : { state: 'failed', message: messageOf(workstation, error) });
  }
}

/** By the model that is asked for, unless it did so before. */
async function classify(
  workstation: Workstation,
  running: Running,
  { recordId, message }: BatchItem,
): Promise<Partial<BatchItem>> {
  const { database } = workstation.library;
  const { classify: wanted, model } = running.state;
  if (!wanted) return {};
  if (model === undefined && listModels().length === 0)
    return { message: 'not classified: no trained model is installed' };
  const { id, version } = findModel(model);
  const made = () =>
    listAnnotationSets(database, recordId).findLast((one) => modelOf(database, one) === `${id} ${version}`);
  const before = made();
  if (!before) {
    const job = startClassification(workstation, recordId, model);
    await untilStopped(workstation, running, job.id, resultOf(workstation, job.id));
  }
  const classes = beatsPerClass(database, made()!.id);
  const beats = Object.values(classes).reduce((sum, count) => sum + count, 0);
  return { classes, beats, message: before ? 'was classified' : message };
}

/** What a job results in; a stop cancels the job. */
async function untilStopped<Result>(
  { jobs }: Workstation,
  { stop }: Running,
  jobId: number,
  result: Promise<Result>,
): Promise<Result> {
  const cancel = (): void => void jobs.cancel(jobId);
  if (stop.signal.aborted) cancel();
  stop.signal.addEventListener('abort', cancel, { once: true });
  try {
    return await result;
  } finally {
    stop.signal.removeEventListener('abort', cancel);
  }
}

function messageOf({ log }: Workstation, error: unknown): string {
  if (isPurkinjeError(error)) return error.message;
  return `Something went wrong inside Purkinje. The log has the details under ${log.bug(error)}.`;
}
