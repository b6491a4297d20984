import { parentPort } from 'node:worker_threads';
import { openDatabase, type LibraryDatabase } from '../../store/database.ts';
import { finishStudyDeletion } from '../../store/delete-study.ts';
import { libraryFile } from '../../store/library-paths.ts';
import { searchTrail } from '../../store/trail-search.ts';
import { verifyTrail } from '../../store/trail.ts';
import { sentFailure } from '../system/revive-failure.ts';
import type { WorkerAnswer } from '../system/worker-pool.ts';
import type { CareAnswer, CareTask } from './care-threads.ts';
import { collectDiagnostics } from './collect-diagnostics.ts';

/** On a connection for this task alone: it is asked for seldom. */
function done(task: CareTask): CareAnswer {
  const { libraryPath: path } = task;
  const database = openDatabase(libraryFile(path), { readOnly: task.kind !== 'finishStudyDeletion' });
  // One state of the library from beginning to end, whatever others write meanwhile.
  const inOneState = <T>(work: (database: LibraryDatabase) => T): T =>
    database.transaction(() => work(database))();
  try {
    switch (task.kind) {
      case 'verifyTrail':
        return inOneState(verifyTrail);
      case 'searchTrail':
        return inOneState(() => searchTrail(database, task.search, task.search));
      case 'diagnostics':
        return inOneState(() => collectDiagnostics({ path, database }, task.order));
      case 'finishStudyDeletion':
        finishStudyDeletion({ path, database }, task.deletion);
        return undefined;
    }
  } finally {
    database.close();
  }
}

function answer(task: CareTask): WorkerAnswer<CareAnswer> {
  try {
    return { result: done(task) };
  } catch (error) {
    return sentFailure(error);
  }
}

parentPort!.on('message', (task: CareTask) => parentPort!.postMessage(answer(task)));
