import { parentPort } from 'node:worker_threads';
import { isPurkinjeError } from '../../domain/errors.ts';
import { findRecordStimuli } from '../episodes/find-stimuli.ts';
import { findFamilies } from '../families/find-families.ts';
import { measureBeats } from '../measurements/measure-beats.ts';
import { computeAverage } from '../pages/compute-average.ts';
import { readQueue } from '../queue/review-queue.ts';
import type { WorkerAnswer } from '../system/worker-pool.ts';
import type { AnalysisMessage, AnalysisResult } from './analysis-pool.ts';

/** The thread that computes on samples: each task opens the block file that it names, and closes it. */
async function compute(message: AnalysisMessage): Promise<AnalysisResult> {
  switch (message.kind) {
    case 'families':
      return findFamilies(message.task);
    case 'beats':
      return measureBeats(message.task);
    case 'queue':
      return readQueue(message.task);
    case 'report':
      // pdfkit takes a while to load: only who prints waits for it.
      return (await import('../report/render-report.ts')).renderReport(message.task);
    case 'page':
      return (await import('../pages/render-page.ts')).renderPage(message.task);
    case 'average':
      return computeAverage(message.task);
    case 'stimuli':
      return findRecordStimuli(message.task);
  }
}

async function answer(message: AnalysisMessage): Promise<WorkerAnswer<AnalysisResult>> {
  try {
    return { result: await compute(message) };
  } catch (error) {
    if (isPurkinjeError(error))
      return { error: { code: error.code, message: error.message, place: error.place } };
    throw error;
  }
}

parentPort!.on('message', (message: AnalysisMessage) => {
  // A bug rejects, which ends the thread; the pool tells whoever waits and starts another.
  void answer(message).then((answered) => parentPort!.postMessage(answered));
});
