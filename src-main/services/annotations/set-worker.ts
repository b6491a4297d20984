import { parentPort } from 'node:worker_threads';
import { openDatabase, type LibraryDatabase } from '../../store/database.ts';
import { sentFailure } from '../system/revive-failure.ts';
import type { WorkerAnswer } from '../system/worker-pool.ts';
import { predictionListOf } from './predictions.ts';
import { setColumnsOf } from './read-set.ts';
import type { SetAnswer, SetTask } from './set-threads.ts';

/** A thread with a reading connection of its own. */
let open: { readonly file: string; readonly database: LibraryDatabase } | undefined;

function databaseAt(file: string): LibraryDatabase {
  if (open?.file !== file) {
    open?.database.close();
    open = { file, database: openDatabase(file, { readOnly: true }) };
  }
  return open.database;
}

function answer({ kind, file, setId }: SetTask): WorkerAnswer<SetAnswer> {
  try {
    const database = databaseAt(file);
    return { result: kind === 'columns' ? setColumnsOf(database, setId) : predictionListOf(database, setId) };
  } catch (error) {
    return sentFailure(error);
  }
}

parentPort!.on('message', (task: SetTask) => parentPort!.postMessage(answer(task)));
