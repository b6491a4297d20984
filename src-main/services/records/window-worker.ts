import { parentPort } from 'node:worker_threads';
import { sentFailure } from '../system/revive-failure.ts';
import type { WorkerAnswer } from '../system/worker-pool.ts';
import { openSignalFile, type SignalFile } from '../../store/signal-file.ts';
import { readFilteredWindow } from './filtered-window.ts';
import type { FilterTask } from './window-service.ts';
import type { RecordWindow } from './window.ts';

/** A thread that computes filtered windows: filtering 19 channels takes tens of milliseconds. */
let open: { readonly path: string; readonly file: SignalFile } | undefined;

function fileAt(path: string): SignalFile {
  if (open?.path !== path) {
    open?.file.close();
    open = { path, file: openSignalFile(path) };
  }
  return open.file;
}

function answer(task: FilterTask): WorkerAnswer<RecordWindow> {
  try {
    return { result: readFilteredWindow(fileAt(task.path), task.record, task.request, task.filters) };
  } catch (error) {
    return sentFailure(error);
  }
}

parentPort!.on('message', (task: FilterTask) => {
  const answered = answer(task);
  const buffers = 'result' in answered ? buffersOf(answered.result) : [];
  parentPort!.postMessage(answered, buffers);
});

function buffersOf({ channels }: RecordWindow): ArrayBuffer[] {
  const arrays = channels.flatMap(({ minima, maxima, quality }) => [minima, maxima, quality]);
  return [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))];
}
