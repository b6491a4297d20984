/** Entry of a thread that cuts the windows of one record after the other and keeps them on the disk. */
import { parentPort, workerData } from 'node:worker_threads';
import { isPurkinjeError } from '../../domain/errors.ts';
import { keepingMemory } from '../../domain/kernel/borrowed-memory.ts';
import { folderRecord } from './folder-source.ts';
import { keepExamples } from './keep-examples.ts';
import type { LabelledRecord } from './labelled-record.ts';
import { librarySource } from './library-source.ts';
import type { PrepareMessage, PrepareOrder, PrepareTask } from './prepare-thread.ts';

const { place, options } = workerData as PrepareTask;
const library = place.kind === 'library' ? librarySource(place.path) : undefined;

async function recordOf(id: string): Promise<LabelledRecord> {
  if (place.kind === 'folder') return folderRecord(place.path, id, place.aliases);
  return library!.records.find((record) => record.id === id)!;
}

const tell = (message: PrepareMessage): void => parentPort!.postMessage(message);

async function prepare({ id }: PrepareOrder): Promise<void> {
  try {
    tell({ type: 'done', kept: await keepExamples(await recordOf(id), options) });
  } catch (error) {
    if (!isPurkinjeError(error)) throw error;
    tell({ type: 'failed', code: error.code, message: error.message, place: error.place });
  }
}

// Until the thread is ended by who made it.
void keepingMemory(
  () => new Promise<never>(() => parentPort!.on('message', (order: PrepareOrder) => void prepare(order))),
);
