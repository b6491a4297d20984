import { parentPort } from 'node:worker_threads';
import type { BeatExplanation } from '../../inference/explain.ts';
import { openDatabase, type LibraryDatabase } from '../../store/database.ts';
import { libraryFile } from '../../store/library-paths.ts';
import { sentFailure } from '../system/revive-failure.ts';
import type { WorkerAnswer } from '../system/worker-pool.ts';
import { explainBeat, type BeatQuestion, type ExplainerState } from './explain-beat.ts';

/** A thread with a reading connection and the last model of its own. */
let database: LibraryDatabase | undefined;
const state: ExplainerState = {};

async function answer(question: BeatQuestion): Promise<WorkerAnswer<BeatExplanation>> {
  try {
    database ??= openDatabase(libraryFile(question.path), { readOnly: true });
    return { result: await explainBeat(database, question, state) };
  } catch (error) {
    return sentFailure(error);
  }
}

parentPort!.on('message', (question: BeatQuestion) => {
  // A bug rejects, which ends the thread; the pool tells whoever waits and starts another.
  void answer(question).then((answered) => parentPort!.postMessage(answered));
});
