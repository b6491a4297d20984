import { parentPort } from 'node:worker_threads';
import type { BeatExplanation } from '../../inference/explain.ts';
import { openDatabase, type LibraryDatabase } from '../../store/database.ts';
import { libraryFile } from '../../store/library-paths.ts';
import { sentFailure } from '../system/revive-failure.ts';
import type { WorkerAnswer } from '../system/worker-pool.ts';
import { explainBeat, type ExplainerState } from './explain-beat.ts';
import type { ExplanationTask } from './explain-threads.ts';
import { similarBeats, type SimilarBeats } from './similar-beats.ts';

/** A thread with a reading connection and the last model of its own. */
let database: LibraryDatabase | undefined;
const state: ExplainerState = {};

async function answer(task: ExplanationTask): Promise<WorkerAnswer<BeatExplanation | SimilarBeats>> {
  try {
    database ??= openDatabase(libraryFile(task.question.path), { readOnly: true });
    if (task.kind === 'similar') return { result: similarBeats(database, task.question) };
    return { result: await explainBeat(database, task.question, state) };
  } catch (error) {
    return sentFailure(error);
  }
}

parentPort!.on('message', (task: ExplanationTask) => {
  // A bug rejects, which ends the thread; the pool tells whoever waits and starts another.
  void answer(task).then((answered) => parentPort!.postMessage(answered));
});
